import { Alert, Autocomplete, Button, Modal, Textarea, TextInput } from '@mantine/core';
import { IconPhone } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { unitsQuery, type Unit } from '../../people/units.ts';
import { streamsQuery } from '../../streams/streams.ts';
import { useProblemText } from '../../ui/problem-text.ts';
import { usePhone } from '../../ui/use-phone.ts';
import { emptyDraft, isEmpty, keepDraft, readDraft, withClient, type CallDraft } from './call-draft.ts';
import styles from './calls.module.css';
import { ClientFinder } from './client-finder.tsx';
import { EarlierCalls } from './earlier-calls.tsx';
import { UnitButtons } from './unit-buttons.tsx';
import { useTakeCall } from './use-take-call.ts';

/** Where the server puts what is typed, to tell its faults beside it. */
const places = { client: 'fields.client', phone: 'fields.phone', caller: 'fields.contact', matter: 'fields.text' };

/** B1: who calls and why is written down, and one press hands it to a unit. Closing it loses nothing. */
export function CallWindow({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('calls');
  const textOf = useProblemText();
  const phone = usePhone();
  const { draft, change, set } = useDraft();
  const [tried, setTried] = useState(false);
  const matter = useRef<HTMLTextAreaElement>(null);
  const units = useQuery(unitsQuery);
  const { data: streams } = useQuery(streamsQuery);
  const mayAdd = streams?.items.some(({ key, may }) => key === 'clients' && may.includes('register')) ?? false;
  const taking = useTakeCall({
    onClient: (client) => set({ client, newClient: '' }),
    onDone: () => {
      keepDraft(emptyDraft);
      onClose();
    },
  });
  const hand = (unit: Unit) => {
    setTried(true);
    if (draft.matter.trim() === '') matter.current?.focus();
    else taking.mutate({ draft, unit });
  };
  const fault = (place: keyof typeof places) => taking.problem?.at(places[place])?.message;
  const told = Object.keys(places).some((place) => fault(place as keyof typeof places) !== undefined);
  return (
    <Modal
      opened
      onClose={onClose}
      size={860}
      fullScreen={phone}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('close') }}
      title={
        <span className={styles.title}>
          <IconPhone size={18} stroke={1.6} aria-hidden /> {t('title')}
        </span>
      }
    >
      <div className={styles.window} data-phone={phone || undefined}>
        <div className={styles.form}>
          <ClientFinder
            client={draft.client}
            newClient={draft.newClient}
            mayAdd={mayAdd}
            error={fault('client')}
            onClient={(client) =>
              change((before) => (client ? withClient(before, client) : { ...before, client: null }))
            }
            onNew={(newClient) => set({ newClient })}
            onPhone={(number) => set({ phone: number })}
          />
          <WhoCalls draft={draft} set={set} fault={fault} />
          <Textarea
            ref={matter}
            label={t('matter')}
            autosize
            minRows={3}
            maxRows={8}
            maxLength={20_000}
            value={draft.matter}
            error={fault('matter') ?? (tried && draft.matter.trim() === '' ? t('matterNeeded') : undefined)}
            onChange={(event) => set({ matter: event.currentTarget.value })}
          />
          {taking.error && !told && (
            <Alert color="red" role="alert">
              {textOf(taking.error)}
            </Alert>
          )}
          <UnitButtons units={units} busy={taking.isPending ? taking.variables.unit.id : undefined} onHand={hand} />
          {!isEmpty(draft) && (
            <Button
              variant="subtle"
              color="gray"
              size="compact-sm"
              className={styles.clear}
              onClick={() => {
                change(() => emptyDraft);
                setTried(false);
              }}
            >
              {t('clear')}
            </Button>
          )}
        </div>
        <EarlierCalls client={draft.client?.id} phone={draft.phone} onLeave={onClose} />
      </div>
    </Modal>
  );
}

/** What is typed, kept on the device with every letter. */
function useDraft() {
  const [draft, setDraft] = useState<CallDraft>(readDraft);
  const change = (changes: (before: CallDraft) => CallDraft) =>
    setDraft((before) => {
      const after = changes(before);
      keepDraft(after);
      return after;
    });
  const set = (changes: Partial<CallDraft>) => change((before) => ({ ...before, ...changes }));
  return { draft, change, set };
}

interface WhoProps {
  readonly draft: CallDraft;
  readonly set: (changes: Partial<CallDraft>) => void;
  readonly fault: (place: 'phone' | 'caller') => string | undefined;
}

function WhoCalls({ draft, set, fault }: WhoProps) {
  const { t } = useTranslation('calls');
  return (
    <div className={styles.pair}>
      <TextInput
        label={t('phone')}
        type="tel"
        autoComplete="off"
        className="figures"
        value={draft.phone}
        error={fault('phone')}
        onChange={(event) => set({ phone: event.currentTarget.value })}
      />
      <Autocomplete
        label={t('caller')}
        autoComplete="off"
        data={[...new Set(draft.client?.contacts.map(({ name }) => name))]}
        value={draft.caller}
        error={fault('caller')}
        onChange={(caller) => set({ caller })}
      />
    </div>
  );
}
