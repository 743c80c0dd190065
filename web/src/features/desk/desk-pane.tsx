import { ActionIcon } from '@mantine/core';
import { IconArrowLeft, IconExternalLink } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/use-translation.ts';
import { AnswerBar } from '../../assignments/answer-bar.tsx';
import { assignmentQuery, deskQuery, type Assignment } from '../../assignments/assignments.ts';
import { choicesOf, type Choice } from '../../assignments/choices.ts';
import { useOpened } from '../../assignments/use-opened.ts';
import { useStepCard } from '../../assignments/use-step-card.tsx';
import { filesQuery } from '../../files/files.ts';
import { useOpenFile } from '../../files/use-open-file.ts';
import { LateViewer } from '../../files/viewer/late-viewer.tsx';
import { useMe } from '../../session/me.ts';
import { LinkButton } from '../../ui/link-button.tsx';
import { ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { usePhone } from '../../ui/use-phone.ts';
import styles from './desk-pane.module.css';
import { DocumentGlance } from './document-glance.tsx';
import { Errand } from './errand.tsx';

interface Props {
  readonly id: string;
  /** The choice that a reason is being written for. */
  readonly asked: Choice | undefined;
  /** The outcome that was chosen in a notification, where it is to be given its reason. */
  readonly wanted: string | undefined;
  readonly onAsk: (choice: Choice | undefined) => void;
  readonly onAnswer: (assignment: Assignment, choice: Choice, comment?: string) => void;
  readonly onBack: (() => void) | undefined;
}

/** One assignment: what is wanted and by when, what it is about, and the outcomes within reach. */
export function DeskPane({ id, asked, wanted, onAsk, onAnswer, onBack }: Props) {
  const { t } = useTranslation(['desk', 'app']);
  const me = useMe();
  const desk = useQuery(deskQuery);
  const listed = [...(desk.data?.mine ?? []), ...(desk.data?.reported ?? [])].find((item) => item.id === id);
  // What the list knows is shown at once.
  const { data: assignment, error, refetch } = useQuery({ ...assignmentQuery(id), placeholderData: listed });
  useOpened(assignment);
  const { card, ready } = useStepCard(assignment);
  const phone = usePhone();
  const { file, open } = useOpenFile();
  const document = assignment?.document.id ?? '';
  const { data: files } = useQuery({ ...filesQuery(document), enabled: document !== '' && file !== undefined });
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!assignment) return <SkeletonRows rows={6} height={44} />;
  const choices = choicesOf(assignment, me.id);
  const begun = choices.find(({ outcome, reasonRequired }) => reasonRequired && outcome === wanted);
  return (
    <article className={styles.pane} aria-labelledby="pane-title">
      <header className={styles.head}>
        {onBack && (
          <ActionIcon variant="subtle" color="gray" size="lg" onClick={onBack} aria-label={t('app:bar.back')}>
            <IconArrowLeft size={20} />
          </ActionIcon>
        )}
        <div className={styles.name}>
          <p>{assignment.document.number}</p>
          <h1 id="pane-title">{assignment.document.title}</h1>
        </div>
        <LinkButton
          to="/documents/$id"
          params={{ id: assignment.document.id }}
          variant="default"
          size="compact-md"
          leftSection={<IconExternalLink size={16} />}
          aria-keyshortcuts="o"
        >
          {t('desk:pane.open')}
        </LinkButton>
      </header>
      {file !== undefined && files && (
        <LateViewer files={files.items} chosen={file} place="pane" onChoose={open} onClose={() => open(undefined)} />
      )}
      <div className={styles.body} hidden={file !== undefined && !phone}>
        <Errand assignment={assignment} />
        {choices.some(({ kind }) => kind === 'complete') && card}
        <DocumentGlance
          id={assignment.document.id}
          stream={assignment.document.stream}
          hidden={[...(assignment.step?.hidden ?? []), ...(card === null ? [] : (assignment.step?.editable ?? []))]}
          onOpenFile={open}
        />
      </div>
      {choices.length > 0 && (
        <footer className={styles.foot} data-tour="answers">
          <AnswerBar
            key={assignment.id}
            choices={choices}
            asked={asked ?? begun}
            onAsk={onAsk}
            onAnswer={(choice, comment) => {
              if (ready(choice)) onAnswer(assignment, choice, comment);
            }}
          />
        </footer>
      )}
    </article>
  );
}
