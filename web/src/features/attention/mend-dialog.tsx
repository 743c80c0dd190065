import { Button, Group, Modal, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { api, answer } from '../../api/client.ts';
import { emptyPlaces, isSaid, variable, withSaid, type MendingCall, type Said } from './mend.ts';

interface Props {
  readonly call: MendingCall;
  readonly busy: boolean;
  readonly onClose: () => void;
  readonly onSend: (call: MendingCall) => void;
}

/** Members of bodies that name a person, where the server offers no choice. */
const people = ['to', 'substitute', 'performer'];

/** Asks for what only a person can say before something is mended. */
export function MendDialog({ call, busy, onClose, onSend }: Props) {
  const { t } = useTranslation(['attention', 'ui']);
  const [said, setSaid] = useState<Said>({});
  const ready = isSaid(call, said);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) onSend(withSaid(call, said));
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(`attention:mend.${call.label as 'Try again'}`, { defaultValue: call.label })}
    >
      <form onSubmit={submit}>
        <Stack>
          {emptyPlaces(call).map((place) => (
            <Place key={place} call={call} place={place} onChange={(value) => setSaid({ ...said, [place]: value })} />
          ))}
          <Group justify="flex-end">
            <Button variant="subtle" onClick={onClose}>
              {t('ui:cancel')}
            </Button>
            <Button type="submit" disabled={!ready} loading={busy}>
              {t('attention:send')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

interface PlaceProps {
  readonly call: MendingCall;
  readonly place: string;
  readonly onChange: (value: unknown) => void;
}

/** One thing that is asked for: a choice that the server offers, a person, a variable, or a text. */
function Place({ call, place, onChange }: PlaceProps) {
  const { t } = useTranslation('attention');
  const label = t(`places.${place as 'to'}`, { defaultValue: place });
  const choices = call.choices?.[place];
  if (choices) {
    const data = choices.map(({ value, name }) => ({ value, label: name }));
    return <Select label={t('places.element')} searchable data={data} onChange={(value) => onChange(value ?? '')} />;
  }
  if (people.includes(place)) return <PersonChoice label={label} onChange={onChange} />;
  if (typeof call.body?.[place] === 'object') return <VariableFields label={label} onChange={onChange} />;
  return <Textarea label={label} autosize minRows={2} onChange={(event) => onChange(event.currentTarget.value)} />;
}

interface FieldProps {
  readonly label: string;
  readonly onChange: (value: unknown) => void;
}

function VariableFields({ label, onChange }: FieldProps) {
  const { t } = useTranslation('attention');
  const [typed, setTyped] = useState({ name: '', value: '' });
  const change = (next: typeof typed) => {
    setTyped(next);
    onChange(variable(next.name, next.value));
  };
  return (
    <>
      <TextInput
        label={label}
        value={typed.name}
        onChange={(event) => change({ ...typed, name: event.currentTarget.value })}
      />
      <TextInput
        label={t('places.value')}
        value={typed.value}
        onChange={(event) => change({ ...typed, value: event.currentTarget.value })}
      />
    </>
  );
}

function PersonChoice({ label, onChange }: FieldProps) {
  const [query, setQuery] = useState('');
  const { data } = useQuery({
    queryKey: ['people', query],
    queryFn: ({ signal }) => answer(api.GET('/api/people', { params: { query: { q: query, limit: 20 } }, signal })),
  });
  return (
    <Select
      label={label}
      searchable
      searchValue={query}
      onSearchChange={setQuery}
      filter={({ options }) => options}
      data={
        data?.items.map(({ login, name, post }) => ({ value: login, label: post ? `${name}, ${post}` : name })) ?? []
      }
      onChange={(login) => onChange(login ?? '')}
    />
  );
}
