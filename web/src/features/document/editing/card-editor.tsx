import { Alert, Button, Group } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useRef } from 'react';
import { useTranslation } from '../../../i18n/use-translation.ts';
import { CardForm } from '../../../card/card-form.tsx';
import type { DocumentView } from '../../../streams/documents.ts';
import type { Stream } from '../../../streams/streams.ts';
import { useProblemText } from '../../../ui/problem-text.ts';
import { sayDone } from '../../../ui/toast.tsx';
import { dropDraft, keepDraft, type CardDraft } from './card-draft.ts';
import { ConflictPanel } from './conflict-panel.tsx';
import styles from './editing.module.css';
import { useCardEdit } from './use-card-edit.ts';

interface Props {
  readonly document: DocumentView;
  readonly stream: Stream;
  /** Where the edit begins: at the document as it is, or at changes that were left unsaved. */
  readonly begun: CardDraft;
  /** Key of the field to begin with. */
  readonly focus?: string | undefined;
  /** The edit is over; `again` are changes to go on with, for somebody who wants them back. */
  readonly onEnd: (again?: CardDraft) => void;
}

/** The card of a document while it is changed, in the place where it is read. */
export function CardEditor({ document, stream, begun, focus, onEnd }: Props) {
  const { t } = useTranslation(['document', 'ui']);
  const textOf = useProblemText();
  const form = useRef<HTMLFormElement>(null);
  const edit = useCardEdit(document, stream, begun, () => {
    sayDone({ text: t('edit.saved') });
    onEnd();
  });
  const save = () => {
    edit.save();
    // The first thing that is wrong, once it is shown.
    setTimeout(() => form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
  };
  const cancel = () => {
    dropDraft(document.id);
    onEnd();
    if (!edit.changed) return;
    const left = { version: edit.version, before: edit.before, typed: edit.typed, at: new Date().toISOString() };
    sayDone({
      text: t('edit.discarded'),
      undo: {
        label: t('ui:undo'),
        run: () => {
          keepDraft(document.id, left);
          onEnd(left);
        },
      },
    });
  };
  useHotkeys(
    [
      ['mod+S', save],
      ['mod+Enter', save],
    ],
    [],
  );
  if (edit.collision)
    return <ConflictPanel stream={stream} typed={edit.typed} collision={edit.collision} onSettle={edit.settle} />;
  const elsewhere = edit.problem !== null && edit.faults.length === 0;
  return (
    <form
      ref={form}
      noValidate
      aria-label={t('edit.label')}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented && !edit.changed) cancel();
      }}
    >
      <CardForm
        stream={stream}
        values={edit.values}
        onChange={edit.change}
        check={edit.check}
        faults={edit.faults}
        tried={edit.tried}
        disabled={edit.saving}
        focus={focus}
      />
      {elsewhere && (
        <Alert color="red" mt="md" role="alert" title={t('edit.failed')}>
          {textOf(edit.problem)}
        </Alert>
      )}
      <Group className={styles.actions} gap="sm">
        <Button type="submit" loading={edit.saving}>
          {t('ui:save')}
        </Button>
        <Button variant="subtle" onClick={cancel} disabled={edit.saving}>
          {t('ui:cancel')}
        </Button>
        {edit.changed && <span className={styles.kept}>{t('edit.kept')}</span>}
      </Group>
    </form>
  );
}
