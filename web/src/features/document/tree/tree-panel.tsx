import { IconSubtask } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../../i18n/use-translation.ts';
import type { DocumentView } from '../../../streams/documents.ts';
import type { Stream } from '../../../streams/streams.ts';
import { StatusBadge, type Tone } from '../../../ui/status-badge.tsx';
import { DueDate, When } from '../../../ui/when.tsx';
import { assignmentsQuery } from '../document-queries.ts';
import aside from '../aside.module.css';
import { buildTree, standingOf, type Standing, type TreeNode } from './build-tree.ts';
import { DeedsMenu } from './deeds-menu.tsx';
import styles from './tree.module.css';

const tones: Readonly<Record<Standing, Tone>> = {
  done: 'good',
  failed: 'bad',
  withdrawn: 'neutral',
  reported: 'waiting',
  returned: 'waiting',
  suspended: 'neutral',
  offered: 'active',
  open: 'active',
};

interface Props {
  readonly document: DocumentView;
  readonly stream: Stream;
}

/** What people gave to each other about the document: who leads, who helps, who controls, by when, and how far it is. */
export function TreePanel(props: Props) {
  const { t } = useTranslation('document');
  const { data } = useQuery(assignmentsQuery(props.document.id));
  const tree = buildTree(data?.items ?? []);
  if (tree.length === 0) return null;
  return (
    <section className={aside.panel} aria-labelledby="tree-title">
      <h2 id="tree-title">
        <IconSubtask size={16} stroke={1.6} aria-hidden /> {t('tree.title')}
      </h2>
      <ul className={styles.tree}>
        {tree.map((node) => (
          <Node key={node.assignment.id} node={node} {...props} />
        ))}
      </ul>
    </section>
  );
}

interface NodeProps extends Props {
  readonly node: TreeNode;
}

function Node({ node: { assignment, parts }, ...props }: NodeProps) {
  const { t } = useTranslation('document');
  const { instruction, performer, candidates, actingFor, controller, coPerformer, dueAt, dueBecause, closedAt } =
    assignment;
  const { outcomes, outcome, comment, report, returnedReason, failedReason, extension } = assignment;
  const standing = standingOf(assignment);
  const leads = parts.some((part) => part.assignment.coPerformer);
  const role = coPerformer ? t('tree.helps') : leads ? t('tree.leads') : undefined;
  const said = failedReason ?? returnedReason ?? report?.comment ?? comment;
  return (
    <li>
      <div className={styles.node}>
        <div className={styles.what}>
          <StatusBadge tone={tones[standing]}>
            {outcomes.find(({ key }) => key === outcome)?.label ?? t(`tree.standing.${standing}`)}
          </StatusBadge>
          <strong>{instruction}</strong>
          <span>
            {performer?.name ?? candidates.map(({ name }) => name).join(', ')}
            {role && <em> {role}</em>}
          </span>
          {actingFor && <span>{t('route.actingFor', { name: actingFor.name })}</span>}
          {controller && <span>{t('tree.controlledBy', { name: controller.name })}</span>}
          <small>
            {closedAt === undefined ? <DueDate at={dueAt} because={dueBecause} /> : <When at={closedAt} time />}
          </small>
          {extension && (
            <small>
              {t('tree.askedFor')} <When at={extension.askedDueAt} time />: {extension.reason}
            </small>
          )}
          {said && <q>{said}</q>}
        </div>
        <DeedsMenu assignment={assignment} {...props} />
      </div>
      {parts.length > 0 && (
        <ul className={styles.tree}>
          {parts.map((part) => (
            <Node key={part.assignment.id} node={part} {...props} />
          ))}
        </ul>
      )}
    </li>
  );
}
