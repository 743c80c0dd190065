import { queryOptions, usePrefetchQuery, useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/use-translation.ts';
import { api, answer } from '../../api/client.ts';
import { CardView } from '../../card/card-view.tsx';
import { FileList } from '../../files/file-list.tsx';
import { filesQuery } from '../../files/files.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { useOpenDocument } from '../../live/open-documents.ts';
import { documentQuery } from '../../streams/documents.ts';
import { streamsQuery } from '../../streams/streams.ts';
import { ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { When } from '../../ui/when.tsx';
import styles from './document-glance.module.css';

/** The assignments of the document that are over. */
const decisionsQuery = (id: string) =>
  queryOptions({
    queryKey: ['documents', id, 'assignments', 'closed'],
    queryFn: ({ signal }) =>
      answer(api.GET('/api/assignments', { params: { query: { document: id, state: 'closed', limit: 50 } }, signal })),
  });

interface Props {
  readonly id: string;
  readonly stream: string;
  /** Keys of the fields that the step does not show. */
  readonly hidden: readonly string[];
  readonly onOpenFile: (file: string) => void;
}

/** The document behind an assignment: state, card, files, and who has decided what so far. */
export function DocumentGlance({ id, stream, hidden, onOpenFile }: Props) {
  const { name } = useFormat();
  useOpenDocument(id);
  // Beside the document, not after it.
  usePrefetchQuery(filesQuery(id));
  usePrefetchQuery(decisionsQuery(id));
  const document = useQuery(documentQuery(id));
  const { data: streams } = useQuery(streamsQuery);
  const definition = streams?.items.find(({ key }) => key === stream);
  const shown = definition && {
    ...definition,
    fields: definition.fields.filter(({ key }) => !hidden.includes(key)),
  };
  if (document.error) return <ErrorState error={document.error} onRetry={() => void document.refetch()} />;
  if (!document.data) return <SkeletonRows rows={5} height={40} />;
  const status = definition?.statuses.find(({ key }) => key === document.data.status);
  return (
    <>
      <section className={styles.part}>
        {status && <StatusBadge tone={status.tone}>{name(status.name)}</StatusBadge>}
        {shown && <CardView stream={shown} values={document.data.fields} />}
      </section>
      <Files id={id} onOpen={onOpenFile} />
      <Decisions id={id} />
    </>
  );
}

function Files({ id, onOpen }: { readonly id: string; readonly onOpen: (file: string) => void }) {
  const { t } = useTranslation('desk');
  const { data } = useQuery(filesQuery(id));
  if (!data || data.items.length === 0) return null;
  return (
    <section className={styles.part}>
      <h2>{t('pane.files')}</h2>
      <FileList files={data.items} onOpen={onOpen} />
    </section>
  );
}

function Decisions({ id }: { readonly id: string }) {
  const { t } = useTranslation('desk');
  const { data } = useQuery(decisionsQuery(id));
  const decided = data?.items.filter(({ closedAt }) => closedAt !== undefined) ?? [];
  if (decided.length === 0) return null;
  return (
    <section className={styles.part}>
      <h2>{t('pane.soFar')}</h2>
      <ol className={styles.decisions}>
        {decided
          .toSorted((a, b) => ((a.closedAt ?? '') < (b.closedAt ?? '') ? -1 : 1))
          .map((one) => (
            <li key={one.id} data-lapsed={one.lapsedAt !== undefined || undefined}>
              <strong>{one.step?.name ?? one.instruction}</strong>{' '}
              <span>
                {one.performer?.name}
                {one.outcome && ` · ${one.outcomes.find(({ key }) => key === one.outcome)?.label ?? one.outcome}`}
                {one.closedAt && (
                  <>
                    {' · '}
                    <When at={one.closedAt} time />
                  </>
                )}
                {one.lapsedAt && ` · ${t('pane.lapsed')}`}
              </span>
              {one.comment && <q>{one.comment}</q>}
            </li>
          ))}
      </ol>
    </section>
  );
}
