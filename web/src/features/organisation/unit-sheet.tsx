import { Alert, Button, Group, Select, Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { textIn, type Language } from '../../../../src/platform/languages.ts';
import { api, answer, ifMatch } from '../../api/client.ts';
import { PersonFinder } from '../../people/person-finder.tsx';
import type { Unit } from '../../people/units.ts';
import { useMe } from '../../session/me.ts';
import { Sheet } from '../../ui/sheet.tsx';
import { sayDone } from '../../ui/toast.tsx';
import { workingCalendarsQuery } from './organisation.ts';
import { useSaving } from './use-saving.ts';

interface Props {
  /** Absent: a new one. */
  readonly unit: Unit | undefined;
  readonly units: readonly Unit[];
  readonly onClose: () => void;
}

/** Name, place, head and calendar of a unit. */
export function UnitSheet({ unit, units, onClose }: Props) {
  const { t } = useTranslation(['organisation', 'ui']);
  const { language } = useMe();
  const calendars = useQuery(workingCalendarsQuery);
  const [key, setKey] = useState('');
  const [name, setName] = useState(unit?.name ?? '');
  const [parent, setParent] = useState(unit?.parent ?? (unit ? null : (units[0]?.id ?? null)));
  const [head, setHead] = useState(unit?.head ?? null);
  const [calendar, setCalendar] = useState(unit?.calendar ?? null);
  const { saving, errorOf, failure } = useSaving(
    () => {
      const rest = { parent, head: head?.id ?? null, calendar };
      if (!unit) return answer(api.POST('/api/units', { body: { key, name, ...rest } }));
      const params = { path: { unit: unit.key }, header: ifMatch({ version: unit.version ?? 1 }) };
      return answer(api.PATCH('/api/units/{unit}', { params, body: { ...rest, ...renamed(unit, language, name) } }));
    },
    () => {
      sayDone({ text: t('organisation:saved') });
      onClose();
    },
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    saving.mutate(undefined);
  };
  return (
    <Sheet title={unit?.name ?? t('organisation:addUnit')} onClose={onClose}>
      <form onSubmit={submit}>
        <Stack gap={12}>
          {failure && (
            <Alert color="red" role="alert">
              {failure}
            </Alert>
          )}
          <TextInput
            label={t('organisation:fields.name')}
            required
            data-autofocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={errorOf('name')}
          />
          {!unit && (
            <TextInput
              label={t('organisation:fields.key')}
              description={t('organisation:fields.keyText')}
              required
              value={key}
              onChange={(event) => setKey(event.currentTarget.value)}
              error={errorOf('key')}
            />
          )}
          <Select
            label={t('organisation:fields.parent')}
            clearable
            searchable
            value={parent}
            onChange={setParent}
            data={units.filter(({ id }) => id !== unit?.id).map(({ id, name: label }) => ({ value: id, label }))}
            error={errorOf('parent')}
          />
          <PersonFinder
            value={head}
            onChange={setHead}
            look={{ label: t('organisation:fields.head'), error: errorOf('head') }}
          />
          <Select
            label={t('organisation:fields.calendar')}
            placeholder={t('organisation:fields.calendarAbove')}
            clearable
            value={calendar}
            onChange={setCalendar}
            data={(calendars.data?.items ?? []).map((one) => one.key)}
          />
          <Group justify="flex-end">
            <Button variant="subtle" onClick={onClose}>
              {t('ui:cancel')}
            </Button>
            <Button type="submit" loading={saving.isPending}>
              {t('ui:save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Sheet>
  );
}

/** The name in the reader's language; what it is called in others stays. */
function renamed({ names }: Unit, language: Language, name: string) {
  if (name === textIn(language, names)) return {};
  return { name: typeof names === 'string' ? name : { ...names, [language]: name } };
}
