import { Button, Group, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, answer, ifMatch } from '../../api/client.ts';
import { useTranslation } from '../../i18n/use-translation.ts';
import { PersonFinder } from '../../people/person-finder.tsx';
import type { Unit } from '../../people/units.ts';
import { useMe } from '../../session/me.ts';
import { Sheet } from '../../ui/sheet.tsx';
import { sayDone } from '../../ui/toast.tsx';
import { CloseUnit } from './close-unit.tsx';
import { workingCalendarsQuery } from './organisation.ts';
import { RemoveButton } from './remove-button.tsx';
import { renamed } from './renamed.ts';
import { SheetForm } from './sheet-form.tsx';
import { SinceDay } from './since-day.tsx';
import { UnitHistory } from './unit-history.tsx';
import { useSaving } from './use-saving.ts';

interface Props {
  /** Absent: a new one. */
  readonly unit: Unit | undefined;
  readonly units: readonly Unit[];
  readonly onClose: () => void;
}

/** Name, place, head and calendar of a unit; who headed it before; and its end, once nothing is in it. */
export function UnitSheet({ unit, units, onClose }: Props) {
  const { t } = useTranslation('organisation');
  const { language } = useMe();
  const calendars = useQuery(workingCalendarsQuery);
  const [key, setKey] = useState('');
  const [name, setName] = useState(unit?.name ?? '');
  const [parent, setParent] = useState(unit?.parent ?? (unit ? null : (units[0]?.id ?? null)));
  const [head, setHead] = useState(unit?.head ?? null);
  const [calendar, setCalendar] = useState(unit?.calendar ?? null);
  const [since, setSince] = useState('');
  const [closing, setClosing] = useState(false);
  const { saving, errorOf, failure } = useSaving(
    () => {
      const rest = { parent, head: head?.id ?? null, calendar, ...(since !== '' && { since }) };
      if (!unit) return answer(api.POST('/api/units', { body: { key, name, ...rest } }));
      const body = { ...rest, ...renamed(unit.names, language, name) };
      return answer(api.PATCH('/api/units/{unit}', { params: paramsOf(unit), body }));
    },
    () => {
      sayDone({ text: t('saved') });
      onClose();
    },
  );
  if (unit && closing) return <CloseUnit unit={unit} units={units} onClose={onClose} />;
  return (
    <Sheet title={unit?.name ?? t('addUnit')} onClose={onClose}>
      <SheetForm
        failure={failure}
        busy={saving.isPending}
        onSubmit={() => saving.mutate(undefined)}
        onClose={onClose}
        aside={
          unit && (
            <Group gap={0}>
              <Button variant="subtle" color="gray" onClick={() => setClosing(true)}>
                {t('closing.close')}
              </Button>
              <RemoveUnit unit={unit} onDone={onClose} />
            </Group>
          )
        }
      >
        <TextInput
          label={t('fields.name')}
          required
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={errorOf('name')}
        />
        {!unit && (
          <TextInput
            label={t('fields.key')}
            description={t('fields.keyText')}
            required
            value={key}
            onChange={(event) => setKey(event.currentTarget.value)}
            error={errorOf('key')}
          />
        )}
        <Select
          label={t('fields.parent')}
          clearable
          searchable
          value={parent}
          onChange={setParent}
          data={units.filter(({ id }) => id !== unit?.id).map(({ id, name: label }) => ({ value: id, label }))}
          error={errorOf('parent')}
        />
        <PersonFinder value={head} onChange={setHead} look={{ label: t('fields.head'), error: errorOf('head') }} />
        <Select
          label={t('fields.calendar')}
          placeholder={t('fields.calendarAbove')}
          clearable
          value={calendar}
          onChange={setCalendar}
          data={(calendars.data?.items ?? []).map((one) => one.key)}
        />
        <SinceDay value={since} onChange={setSince} error={errorOf('since')} />
        {unit && <UnitHistory unit={unit.key} />}
      </SheetForm>
    </Sheet>
  );
}

function RemoveUnit({ unit, onDone }: { readonly unit: Unit; readonly onDone: () => void }) {
  const { t } = useTranslation('organisation');
  const { saving, failure } = useSaving(
    () => answer(api.DELETE('/api/units/{unit}', { params: paramsOf(unit) })),
    () => {
      sayDone({ text: t('unitRemoved', { name: unit.name }) });
      onDone();
    },
  );
  if (failure) return <p role="alert">{failure}</p>;
  return <RemoveButton label={t('removeUnit')} busy={saving.isPending} onRemove={() => saving.mutate(undefined)} />;
}

function paramsOf({ key, version = 1 }: Unit) {
  return { path: { unit: key }, header: ifMatch({ version }) };
}
