import { Button, Group, Modal, Select, Stack, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api, answer } from '../../api/client.ts';
import { emptyPlaces, withSaid, type MendingCall } from './mend.ts';

interface Props {
  readonly call: MendingCall;
  readonly busy: boolean;
  readonly onClose: () => void;
  readonly onSend: (call: MendingCall) => void;
}

/** Members of bodies that name a person. */
const people = ['to', 'substitute', 'performer'];

/** Asks for what only a person can say before something is mended. */
export function MendDialog({ call, busy, onClose, onSend }: Props) {
  const { t } = useTranslation(['attention', 'ui']);
  const places = emptyPlaces(call);
  const [said, setSaid] = useState<Readonly<Record<string, string>>>({});
  const ready = places.every((place) => (said[place] ?? '').trim() !== '');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) onSend(withSaid(call, said));
  };
  const label = (place: string) => t(`attention:places.${place as 'to'}`, { defaultValue: place });
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(`attention:mend.${call.label as 'Try again'}`, { defaultValue: call.label })}
    >
      <form onSubmit={submit}>
        <Stack>
          {places.map((place) =>
            people.includes(place) ? (
              <PersonChoice
                key={place}
                label={label(place)}
                onChange={(login) => setSaid({ ...said, [place]: login })}
              />
            ) : (
              <Textarea
                key={place}
                label={label(place)}
                autosize
                minRows={2}
                value={said[place] ?? ''}
                onChange={(event) => setSaid({ ...said, [place]: event.currentTarget.value })}
              />
            ),
          )}
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

function PersonChoice({ label, onChange }: { readonly label: string; readonly onChange: (login: string) => void }) {
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
