import { queryOptions, useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/use-translation.ts';
import { api, answer } from '../../api/client.ts';
import { useFormat } from '../../i18n/use-format.ts';
import type { Stream } from '../../streams/streams.ts';
import { When } from '../../ui/when.tsx';
import { CommentText } from './comments/comment-text.tsx';
import { RestoreButton } from './restore-button.tsx';
import { Say } from './comments/say.tsx';
import { joinTimeline, type HistoryEntry } from './join-timeline.ts';
import styles from './timeline.module.css';

/** What happened to a document. */
export const historyQuery = (id: string) =>
  queryOptions({
    queryKey: ['documents', id, 'history'],
    queryFn: ({ signal }) => answer(api.GET('/api/documents/{id}/history', { params: { path: { id } }, signal })),
  });

interface Props {
  readonly id: string;
  readonly stream: Stream;
  /** Changes have the button that takes them back. */
  readonly mayEdit: boolean;
}

/** How it got here: what happened and what was said, the newest first. */
export function Timeline({ id, stream, mayEdit }: Props) {
  const { t } = useTranslation('document');
  const params = { path: { id } };
  const history = useQuery(historyQuery(id));
  const comments = useQuery({
    queryKey: ['documents', id, 'comments'],
    queryFn: ({ signal }) => answer(api.GET('/api/documents/{id}/comments', { params, signal })),
  });
  const entries = joinTimeline(history.data?.items ?? [], comments.data?.items ?? []);
  return (
    <section className={styles.timeline} aria-labelledby="timeline-title">
      <h2 id="timeline-title">{t('timeline.title')}</h2>
      <Say id={id} />
      <ol>
        {entries.map((entry) => (
          <li key={entry.id} data-said={entry.kind === 'comment' || undefined}>
            <p>
              <strong>{entry.who}</strong> {entry.kind === 'event' && <Event entry={entry.entry} stream={stream} />}{' '}
              <When at={entry.at} time />
              {mayEdit && entry.kind === 'event' && <RestoreButton id={id} entry={entry.entry} />}
            </p>
            {entry.kind === 'comment' && <CommentText text={entry.text} mentions={entry.mentions} />}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** One event in words; a name of the event alone would say nothing to people. */
function Event({ entry, stream }: { readonly entry: HistoryEntry; readonly stream: Stream }) {
  const { t } = useTranslation('document');
  const { name } = useFormat();
  const { event, detail } = entry;
  const text = (key: string) => (typeof detail[key] === 'string' ? detail[key] : '');
  switch (event) {
    case 'document.edited': {
      const changes = Array.isArray(detail.changes) ? (detail.changes as { readonly name: Stream['name'] }[]) : [];
      return t(detail.restored === undefined ? 'event.edited' : 'event.restored', {
        fields: changes.map((change) => name(change.name)).join(', '),
      });
    }
    case 'document.status-changed': {
      const status = stream.statuses.find(({ key }) => key === text('after'));
      return t('event.status', { status: status ? name(status.name) : text('after') });
    }
    case 'file.added':
    case 'file.version-added':
      return t('event.file', { name: text('name') });
    case 'assignment.completed':
      return t('event.decided', { step: text('step') || text('outcome') });
    case 'document.responsible-changed':
      return t('event.responsible');
    case 'route.started':
      return t('event.routeStarted');
    case 'route.finished':
      return t('event.routeFinished');
    case 'route.reopened':
      return t('event.routeReopened');
    case 'link.added':
      return t('event.linked');
    case 'document.shared':
      return t('event.shared', { name: nameIn(detail.person ?? detail.unit ?? detail.group) });
    case 'document.share-taken-back':
      return t('event.takenBack', { name: nameIn(detail.person ?? detail.unit ?? detail.group) });
    case 'document.confidential-changed':
      return t(detail.after === true ? 'event.confidential' : 'event.notConfidential');
    default:
      return t('event.registered');
  }
}

function nameIn(person: unknown): string {
  return typeof person === 'object' && person !== null && 'name' in person ? String(person.name) : '';
}
