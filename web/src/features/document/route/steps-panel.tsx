import {
  IconAlertTriangle,
  IconArrowNarrowDown,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleDot,
  IconHourglass,
  IconListCheck,
  type TablerIcon,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from '../../../i18n/use-translation.ts';
import type { Assignment } from '../../../assignments/assignments.ts';
import type { DocumentView } from '../../../streams/documents.ts';
import type { Stream } from '../../../streams/streams.ts';
import { DueDate, When } from '../../../ui/when.tsx';
import styles from '../aside.module.css';
import { assignmentsQuery } from '../document-queries.ts';
import { DeedsMenu } from '../tree/deeds-menu.tsx';
import { useRouteNames } from './route-panel.tsx';
import { routeSteps, type RouteStep } from './route-steps.ts';
import type { ChosenRun } from './use-chosen-run.ts';

interface Place {
  readonly document: DocumentView;
  readonly stream: Stream;
}

type Props = ChosenRun & Place;

/** The route in words, for phones and for whoever does not see the drawing: who decided what, who has it, what comes next. */
export function StepsPanel({ document, stream, runs, run }: Props) {
  const { t } = useTranslation('document');
  const { data } = useQuery(assignmentsQuery(document.id));
  const nameOf = useRouteNames();
  const steps = run && data ? routeSteps(run, data.items) : [];
  return (
    <section className={styles.panel} aria-labelledby="route-title">
      <h2 id="route-title">
        <IconListCheck size={16} stroke={1.6} aria-hidden /> {t('route.title')}
      </h2>
      {runs?.length === 0 && <p className={styles.none}>{t('route.none')}</p>}
      {run && (
        <p className={styles.none}>
          {nameOf(run.route)}: {t(`runState.${run.state as 'running'}`, { defaultValue: run.state })}
          {run.finishedAt !== null && (
            <>
              , <When at={run.finishedAt} time />
            </>
          )}
        </p>
      )}
      <ol className={styles.steps}>
        {steps.map((step, position) => (
          <Step key={position} step={step} document={document} stream={stream} />
        ))}
      </ol>
    </section>
  );
}

function Step({ step, ...place }: Place & { readonly step: RouteStep }) {
  const { t } = useTranslation('document');
  switch (step.kind) {
    case 'now':
      return <Open assignment={step.assignment} {...place} />;
    case 'done':
    case 'ended':
      return <Decided assignment={step.assignment} holds={step.kind === 'done'} />;
    case 'waiting':
      return (
        <Row icon={IconHourglass} title={step.name} open>
          <small>
            {t('route.since')} <When at={step.since} time />
            {step.until !== undefined && (
              <>
                {', '}
                {t('route.until')} <When at={step.until} time />
              </>
            )}
          </small>
        </Row>
      );
    case 'incident':
      return (
        <Row icon={IconAlertTriangle} title={step.name} failed>
          <span>{step.message}</span>
          <small>
            {t('route.stuck')} <When at={step.since} time />
          </small>
        </Row>
      );
    case 'next':
      return (
        <Row icon={step.names.length > 1 ? IconCircleDashed : IconArrowNarrowDown} title={step.names[0] ?? ''}>
          <small>
            {t('route.next')}
            {step.names.length > 1 && `, ${t('route.orElse', { names: step.names.slice(1).join(', ') })}`}
          </small>
        </Row>
      );
  }
}

function Open({ assignment, ...place }: Place & { readonly assignment: Assignment }) {
  const { t } = useTranslation('document');
  const { performer, candidates, dueAt, dueBecause, waitingSince, instruction, step, actingFor } = assignment;
  return (
    <Row
      icon={IconCircleDot}
      title={step?.name ?? instruction}
      open
      deeds={<DeedsMenu assignment={assignment} {...place} />}
    >
      <span>{performer?.name ?? candidates.map(({ name }) => name).join(', ')}</span>
      {actingFor && <span>{t('route.actingFor', { name: actingFor.name })}</span>}
      <small>
        {t('route.since')} <When at={waitingSince} time />{' '}
        {dueAt !== null && <DueDate at={dueAt} because={dueBecause} />}
      </small>
    </Row>
  );
}

function Decided({ assignment, holds }: { readonly assignment: Assignment; readonly holds: boolean }) {
  const { t } = useTranslation('document');
  const { performer, outcome, outcomes, closedAt, comment, lapsedAt, instruction, step, failedReason } = assignment;
  const decided = outcomes.find(({ key }) => key === outcome)?.label ?? outcome;
  return (
    <Row icon={holds ? IconCircleCheck : IconAlertTriangle} title={step?.name ?? instruction} done={holds}>
      <span>{[performer?.name, decided].filter(Boolean).join(': ')}</span>
      {closedAt !== undefined && (
        <small>
          <When at={closedAt} time />
          {lapsedAt !== undefined && `, ${t('route.lapsed')}`}
        </small>
      )}
      {(comment ?? failedReason) && <q>{comment ?? failedReason}</q>}
    </Row>
  );
}

interface RowProps {
  readonly icon: TablerIcon;
  readonly title: string;
  readonly open?: boolean;
  readonly done?: boolean;
  readonly failed?: boolean;
  readonly deeds?: ReactNode;
  readonly children?: ReactNode;
}

function Row({ icon: Icon, title, open = false, done = false, failed = false, deeds, children }: RowProps) {
  return (
    <li
      data-open={open || undefined}
      data-done={done || undefined}
      data-failed={failed || undefined}
      aria-current={open ? 'step' : undefined}
    >
      <Icon size={16} stroke={1.6} aria-hidden />
      <div>
        <strong>{title}</strong>
        {children}
      </div>
      {deeds}
    </li>
  );
}
