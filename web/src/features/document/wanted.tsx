import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { AnswerBar } from '../../assignments/answer-bar.tsx';
import type { Assignment } from '../../assignments/assignments.ts';
import { choicesOf, type Choice } from '../../assignments/choices.ts';
import { useAnswers } from '../../assignments/use-answers.ts';
import { useOpened } from '../../assignments/use-opened.ts';
import { useStepCard } from '../../assignments/use-step-card.tsx';
import { useMe } from '../../session/me.ts';
import { DueDate } from '../../ui/when.tsx';
import { assignmentsQuery } from './document-queries.ts';
import styles from './wanted.module.css';

/** What is wanted from me about this document and by when, with the answers within reach. */
export function Wanted({ id }: { readonly id: string }) {
  const me = useMe();
  const { data } = useQuery(assignmentsQuery(id));
  const mine = (data?.items ?? []).filter((assignment) => choicesOf(assignment, me.id).length > 0);
  return mine.map((assignment) => <Errand key={assignment.id} assignment={assignment} />);
}

function Errand({ assignment }: { readonly assignment: Assignment }) {
  const { t } = useTranslation('document');
  const me = useMe();
  const { one } = useAnswers();
  const [asked, setAsked] = useState<Choice>();
  useOpened(assignment);
  const { card, ready } = useStepCard(assignment);
  const { instruction, author, actingFor, dueAt, dueBecause, round, report, returnedReason } = assignment;
  const said = returnedReason ?? report?.comment;
  return (
    <section className={styles.wanted} aria-label={`${t('wanted.label')}: ${instruction}`}>
      <div className={styles.what}>
        <p className={styles.facts}>
          <strong>{t(assignment.state === 'reported' ? 'wanted.accept' : 'wanted.title')}</strong>
          <DueDate at={dueAt} because={dueBecause} />
          {author && <span>{t('wanted.from', { name: author.name })}</span>}
          {actingFor && <span>{t('wanted.actingFor', { name: actingFor.name })}</span>}
          {round !== undefined && round > 1 && <span>{t('wanted.round', { round })}</span>}
        </p>
        <p className={styles.instruction}>{instruction}</p>
        {said && <blockquote>{said}</blockquote>}
        {card}
      </div>
      <AnswerBar
        choices={choicesOf(assignment, me.id)}
        asked={asked}
        onAsk={setAsked}
        busy={one.isPending}
        onAnswer={(choice, comment) => {
          if (ready(choice)) one.mutate({ assignment, choice, ...(comment === undefined ? {} : { comment }) });
        }}
      />
    </section>
  );
}
