import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useOpenDocument } from '../../live/open-documents.ts';
import { documentQuery } from '../../streams/documents.ts';
import { streamsQuery } from '../../streams/streams.ts';
import { usePageTitle } from '../../ui/page-title.ts';
import { ErrorState } from '../../ui/states.tsx';
import { DocumentScreen } from './document-screen.tsx';
import { DocumentSkeleton } from './document-skeleton.tsx';

/** One document with everything about it. */
export function DocumentPage() {
  const { id } = useParams({ from: '/office/documents/$id' });
  const document = useQuery(documentQuery(id));
  const streams = useQuery(streamsQuery);
  useOpenDocument(id);
  usePageTitle(document.data && `${document.data.number} ${document.data.title}`);
  const failed = document.data ? streams.error : (document.error ?? streams.error);
  if (failed)
    return (
      <ErrorState
        error={failed}
        onRetry={() => {
          void document.refetch();
          void streams.refetch();
        }}
      />
    );
  const stream = streams.data?.items.find(({ key }) => key === document.data?.stream);
  if (!document.data || !stream) return <DocumentSkeleton />;
  return <DocumentScreen key={id} document={document.data} stream={stream} />;
}
