import { ActionIcon, Alert, Button } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconFlag, IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { choicesOf } from '../../assignments/choices.ts';
import { CardView } from '../../card/card-view.tsx';
import { loadCardRules } from '../../card/use-card-check.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { When } from '../../ui/when.tsx';
import { useMe } from '../../session/me.ts';
import type { DocumentView } from '../../streams/documents.ts';
import type { Stream } from '../../streams/streams.ts';
import { assignmentsQuery } from './document-queries.ts';
import { dropDraft, readDraft, type CardDraft } from './editing/card-draft.ts';
import styles from './document.module.css';

const CardEditor = lazy(async () => ({ default: (await import('./editing/card-editor.tsx')).CardEditor }));

interface Props {
  readonly document: DocumentView;
  readonly stream: Stream;
}

interface Edit {
  readonly begun: CardDraft;
  readonly focus?: string | undefined;
}

/** What is in the document: its card, read and changed in the same place. */
export function CardPanel({ document, stream }: Props) {
  const { t } = useTranslation('document');
  const [edit, setEdit] = useState<Edit>();
  const [draft, setDraft] = useState(() => readDraft(document.id));
  const mayEdit = document.may.includes('edit');
  const hidden = useHiddenFields(document);
  const begin = (focus?: string) => {
    if (!mayEdit) return;
    const { version, fields } = document;
    const first = stream.fields.find(({ type }) => type !== 'computed')?.key;
    setEdit({ begun: { version, before: fields, typed: {}, at: '' }, focus: focus ?? first });
  };
  const shown = stream.fields.filter(({ key }) => !hidden.has(key));
  useHotkeys([['E', () => !edit && begin()]]);
  return (
    <section className={styles.panel} aria-labelledby="card-title">
      <div className={styles.panelHead}>
        <h2 id="card-title">{t('card.title')}</h2>
        {mayEdit && !edit && (
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={t('card.edit')}
            data-tip={t('card.editKey')}
            onMouseEnter={() => void loadCardRules()}
            onFocus={() => void loadCardRules()}
            onClick={() => begin()}
          >
            <IconPencil size={18} stroke={1.6} />
          </ActionIcon>
        )}
      </div>
      {!edit && mayEdit && draft && (
        <LeftDraft
          draft={draft}
          onGoOn={() => setEdit({ begun: draft })}
          onDrop={() => {
            dropDraft(document.id);
            setDraft(undefined);
          }}
        />
      )}
      {!edit && <Flags document={document} stream={stream} onFill={begin} />}
      {edit ? (
        <Suspense fallback={<CardView stream={stream} values={document.fields} />}>
          <CardEditor
            document={document}
            stream={stream}
            begun={edit.begun}
            focus={edit.focus}
            onEnd={(again) => {
              setDraft(undefined);
              setEdit(again && { begun: again });
            }}
          />
        </Suspense>
      ) : (
        <CardView stream={{ ...stream, fields: shown }} values={document.fields} />
      )}
    </section>
  );
}

/** What the steps that wait for me keep off the card; nothing for somebody who changes the document anyway. */
function useHiddenFields({ id, may }: DocumentView): ReadonlySet<string> {
  const me = useMe();
  const { data } = useQuery(assignmentsQuery(id));
  if (may.includes('edit')) return new Set();
  const mine = (data?.items ?? []).filter((assignment) => choicesOf(assignment, me.id).length > 0);
  return new Set(mine.flatMap(({ step }) => step?.hidden ?? []));
}

interface DraftProps {
  readonly draft: CardDraft;
  readonly onGoOn: () => void;
  readonly onDrop: () => void;
}

function LeftDraft({ draft, onGoOn, onDrop }: DraftProps) {
  const { t } = useTranslation('document');
  return (
    <Alert color="yellow" className={styles.note} title={t('draft.title')}>
      <p>
        {t('draft.text')} <When at={draft.at} time />
      </p>
      <Button size="compact-sm" onClick={onGoOn}>
        {t('draft.goOn')}
      </Button>{' '}
      <Button size="compact-sm" variant="subtle" onClick={onDrop}>
        {t('draft.drop')}
      </Button>
    </Alert>
  );
}

interface FlagsProps extends Props {
  readonly onFill: (key: string) => void;
}

/** What could not be read when the document came in, with what was sent instead. */
function Flags({ document: { flags, may }, stream, onFill }: FlagsProps) {
  const { t } = useTranslation('document');
  const { name } = useFormat();
  if (flags.length === 0) return null;
  const keyOf = (path: string) => /^fields\.([^.[]+)/.exec(path)?.[1];
  return (
    <Alert color="yellow" icon={<IconFlag size={18} />} className={styles.note} title={t('flags.title')}>
      <ul className={styles.flags}>
        {flags.map((flag) => {
          const key = keyOf(flag.path);
          const field = stream.fields.find((one) => one.key === key);
          return (
            <li key={flag.path + flag.code}>
              {field && <strong>{name(field.name)}: </strong>}
              {flag.value !== undefined && <q>{flag.value}</q>} {flag.message}{' '}
              {key !== undefined && may.includes('edit') && (
                <Button size="compact-xs" variant="subtle" onClick={() => onFill(key)}>
                  {t('flags.fill')}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
    </Alert>
  );
}
