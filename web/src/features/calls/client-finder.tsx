import { CloseButton, Combobox, Loader, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconUserPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { api, answer } from '../../api/client.ts';
import { searchable, tellApart } from '../../card/search-words.ts';
import { clientOf, looksLikePhone, type CallClient } from './call-draft.ts';
import styles from './calls.module.css';

interface Props {
  readonly client: CallClient | null;
  readonly newClient: string;
  /** Whether a client who is not there yet may be registered. */
  readonly mayAdd: boolean;
  readonly error?: string | undefined;
  readonly onClient: (client: CallClient | null) => void;
  readonly onNew: (name: string) => void;
  /** A telephone number was typed, of whomever it is. */
  readonly onPhone: (phone: string) => void;
}

const addNew = 'new';

/** One box for what is known first: the number that is shown, or the name that is said. */
export function ClientFinder({ client, newClient, mayAdd, error, onClient, onNew, onPhone }: Props) {
  const { t } = useTranslation(['calls', 'ui']);
  const [typed, setTyped] = useState<string | null>(null);
  const [asked] = useDebouncedValue((typed ?? '').trim(), 150);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const found = useQuery({
    queryKey: ['calls', 'clients', asked],
    queryFn: ({ signal }) => findClients(asked, signal),
    enabled: asked.length >= 2,
    placeholderData: (before) => (asked.length >= 2 ? before : undefined),
    staleTime: 30_000,
  });
  const name = (typed ?? '').trim();
  const offersNew = mayAdd && name.length >= 2 && !looksLikePhone(name);
  const leave = () => {
    combobox.closeDropdown();
    if (typed === null) return;
    if (looksLikePhone(name)) {
      onPhone(name);
      // The one client who has this number is the one who calls.
      const [only, another] = asked === name ? (found.data ?? []) : [];
      if (only && !another) onClient(only.client);
    }
    // A name that was not chosen stays in the box: it is still what the caller said.
    else if (name === '' || client === null) onNew(mayAdd ? name : '');
    setTyped(null);
  };
  const choose = (id: string) => {
    const row = found.data?.find((one) => one.client.id === id);
    if (id === addNew) onNew(name);
    else if (row) {
      if (looksLikePhone(name)) onPhone(name);
      onClient(row.client);
    }
    setTyped(null);
    combobox.closeDropdown();
  };
  const shown = typed ?? client?.title ?? newClient;
  return (
    <Combobox store={combobox} onOptionSubmit={choose} shadow="md">
      <Combobox.Target withExpandedAttribute>
        <TextInput
          role="combobox"
          label={t('calls:client')}
          description={newClient !== '' && typed === null ? t('calls:isNew') : undefined}
          placeholder={t('calls:clientHint')}
          value={shown}
          error={error}
          data-autofocus
          autoComplete="off"
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            if (client) onClient(null);
            combobox.openDropdown();
            combobox.updateSelectedOptionIndex();
          }}
          onBlur={leave}
          rightSection={
            found.isFetching ? (
              <Loader size={14} />
            ) : shown !== '' ? (
              <CloseButton
                size="sm"
                tabIndex={-1}
                aria-label={t('ui:clear')}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => {
                  setTyped(null);
                  onClient(null);
                  onNew('');
                }}
              />
            ) : null
          }
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={name.length < 2 || (found.data === undefined && !offersNew)}>
        <Combobox.Options mah={300} className={styles.options} aria-label={t('ui:found')}>
          {found.data?.map(({ client: one, note }) => (
            <Combobox.Option key={one.id} value={one.id}>
              <span className={styles.optionTitle}>{one.title}</span>
              <span className={styles.optionNote}>{note}</span>
            </Combobox.Option>
          ))}
          {found.data?.length === 0 && <Combobox.Empty>{t('calls:nobody')}</Combobox.Empty>}
          {offersNew && (
            <Combobox.Option value={addNew} className={styles.add}>
              <IconUserPlus size={16} stroke={1.6} aria-hidden /> {t('calls:addNew', { name })}
            </Combobox.Option>
          )}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

async function findClients(text: string, signal: AbortSignal): Promise<{ client: CallClient; note: string }[]> {
  const query = { q: searchable(text), limit: 6 };
  const { items } = await answer(
    api.GET('/api/streams/{stream}/documents', { params: { path: { stream: 'clients' }, query }, signal }),
  );
  return items.map((row) => ({
    client: clientOf(row),
    note: [row.number, ...tellApart(row.fields)].join(' · '),
  }));
}
