import { IconAlertTriangle, IconCircleCheck, IconCircleDot, IconRoute } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Assignment } from '../../assignments/assignments.ts';
import { DueDate, When } from '../../ui/when.tsx';
import styles from './aside.module.css';
import { assignmentsQuery } from './document-queries.ts';

const over = new Set<Assignment['state']>(['completed', 'failed', 'obsolete', 'exited']);

/** How it got here and who has it: the steps that were decided, quiet, and those that wait, lit, each with its people. */
export function RoutePanel({ id }: { readonly id: string }) {
  const { t } = useTranslation('document');
  const { data } = useQuery(assignmentsQuery(id));
  if (!data) return null;
  const shown = data.items.filter(
    ({ state, outcome }) => !over.has(state) || outcome !== undefined || state === 'completed',
  );
  const steps = shown.toSorted((a, b) => (a.issuedAt < b.issuedAt ? -1 : 1));
  return (
    <section className={styles.panel} aria-labelledby="route-title">
      <h2 id="route-title">
        <IconRoute size={16} stroke={1.6} aria-hidden /> {t('route.title')}
      </h2>
      {steps.length === 0 && <p className={styles.none}>{t('route.none')}</p>}
      <ol className={styles.steps}>
        {steps.map((step) => (
          <Step key={step.id} step={step} />
        ))}
      </ol>
    </section>
  );
}

function Step({ step }: { readonly step: Assignment }) {
  const { t } = useTranslation('document');
  const { performer, candidates, outcome, outcomes, closedAt, dueAt, dueBecause, issuedAt, comment, lapsedAt } = step;
  const open = !over.has(step.state);
  const Icon = open ? IconCircleDot : lapsedAt === undefined ? IconCircleCheck : IconAlertTriangle;
  const who = performer?.name ?? candidates.map(({ name }) => name).join(', ');
  const decided = outcomes.find(({ key }) => key === outcome)?.label ?? outcome;
  return (
    <li data-open={open || undefined} aria-current={open ? 'step' : undefined}>
      <Icon size={16} stroke={1.6} aria-hidden />
      <div>
        <strong>{step.step?.name ?? step.instruction}</strong>
        <span>{[who, decided].filter(Boolean).join(': ')}</span>
        {open ? (
          <small>
            {t('route.since')} <When at={issuedAt} time />{' '}
            {dueAt !== null && <DueDate at={dueAt} because={dueBecause} />}
          </small>
        ) : (
          closedAt && (
            <small>
              <When at={closedAt} time />
              {lapsedAt && `, ${t('route.lapsed')}`}
            </small>
          )
        )}
        {comment && <q>{comment}</q>}
      </div>
    </li>
  );
}
