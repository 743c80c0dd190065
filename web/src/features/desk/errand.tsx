import { IconArrowBackUp, IconInfoCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';
import type { Assignment } from '../../assignments/assignments.ts';
import { DueDate, When } from '../../ui/when.tsx';
import styles from './errand.module.css';

/** What is wanted, from whom, by when and why; and what is special about it this time. */
export function Errand({ assignment }: { readonly assignment: Assignment }) {
  const { t } = useTranslation('desk');
  const { instruction, step, author, controller, actingFor, dueAt, dueBecause, issuedAt, round } = assignment;
  return (
    <section className={styles.errand} aria-label={t('pane.errand')}>
      <p className={styles.instruction}>{instruction}</p>
      <dl className={styles.facts}>
        <Fact name={t('pane.due')}>
          <DueDate at={dueAt} because={dueBecause} />
        </Fact>
        {step && step.name !== instruction && <Fact name={t('pane.step')}>{step.name}</Fact>}
        {author && <Fact name={t('pane.from')}>{author.name}</Fact>}
        <Fact name={t('pane.since')}>
          <When at={issuedAt} time />
        </Fact>
        {actingFor && <Fact name={t('pane.actingFor')}>{actingFor.name}</Fact>}
        {controller && <Fact name={t('pane.controller')}>{controller.name}</Fact>}
        {round !== undefined && round > 1 && <Fact name={t('pane.round')}>{round}</Fact>}
      </dl>
      <Specials assignment={assignment} />
    </section>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Specials({ assignment: { report, returnedReason, askedAgain } }: { readonly assignment: Assignment }) {
  const { t } = useTranslation('desk');
  return (
    <>
      {report && (
        <Note
          icon={<IconInfoCircle size={16} aria-hidden />}
          title={t('pane.reported', { name: report.by?.name ?? '' })}
        >
          {report.comment}
        </Note>
      )}
      {returnedReason !== undefined && (
        <Note icon={<IconArrowBackUp size={16} aria-hidden />} title={t('pane.returned')} tone="amber">
          {returnedReason}
        </Note>
      )}
      {askedAgain && (
        <Note icon={<IconInfoCircle size={16} aria-hidden />} title={t('pane.askedAgain')} tone="amber">
          {askedAgain.changes.map(({ path }) => path.replace(/^fields\./, '')).join(', ')}
        </Note>
      )}
    </>
  );
}

interface NoteProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly tone?: 'amber';
  readonly children: ReactNode;
}

function Note({ icon, title, tone, children }: NoteProps) {
  return (
    <div className={styles.note} data-tone={tone}>
      {icon}
      <div>
        <strong>{title}</strong>
        {children && <p>{children}</p>}
      </div>
    </div>
  );
}
