import type { DocumentView } from '../../streams/documents.ts';
import type { Stream } from '../../streams/streams.ts';
import { CardPanel } from './card-panel.tsx';
import { DocumentHeader } from './document-header.tsx';
import styles from './document.module.css';
import { Wanted } from './wanted.tsx';

interface Props {
  readonly document: DocumentView;
  readonly stream: Stream;
}

/** What it is and in what state; what is wanted from me; what is in it; how it got here; what hangs on it. */
export function DocumentScreen({ document, stream }: Props) {
  return (
    <article className={styles.page}>
      <DocumentHeader document={document} stream={stream} />
      <Wanted id={document.id} />
      <div className={styles.columns}>
        <div className={styles.main}>
          <CardPanel document={document} stream={stream} />
        </div>
        <aside className={styles.side} />
      </div>
    </article>
  );
}
