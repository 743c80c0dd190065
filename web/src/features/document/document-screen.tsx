import type { DocumentView } from '../../streams/documents.ts';
import type { Stream } from '../../streams/streams.ts';
import { useQueryClient } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { FilesPanel } from '../../files/files-panel.tsx';
import { cameBack } from '../../ui/came-back.ts';
import { CardPanel } from './card-panel.tsx';
import { DocumentHeader } from './document-header.tsx';
import styles from './document.module.css';
import { LinksPanel } from './links-panel.tsx';
import { RoundPanel } from './round/round-panel.tsx';
import { RoutePanel } from './route/route-panel.tsx';
import { StepsPanel } from './route/steps-panel.tsx';
import { useChosenRun } from './route/use-chosen-run.ts';
import { historyQuery, Timeline } from './timeline.tsx';
import { TreePanel } from './tree/tree-panel.tsx';
import { Wanted } from './wanted.tsx';

interface Props {
  readonly document: DocumentView;
  readonly stream: Stream;
}

/** What it is and in what state; what is wanted from me; what is in it; how it got here; what hangs on it. */
export function DocumentScreen({ document, stream }: Props) {
  // All texts of the page at once, so that it does not wait for one part after another.
  const { t } = useTranslation(['document', 'routes', 'files', 'assignments', 'people', 'ui']);
  const hub = stream.relations.length > 0;
  const chosen = useChosenRun(document.id);
  const whole = useWhole(document.id);
  return (
    <article className={styles.page}>
      <DocumentHeader document={document} stream={stream} />
      <Wanted id={document.id} />
      <div className={styles.columns}>
        <div className={styles.main}>
          <CardPanel document={document} stream={stream} />
          {whole && (
            <>
              {hub && <RoundPanel document={document} stream={stream} />}
              <section className={styles.panel} aria-labelledby="files-title">
                <div className={styles.panelHead}>
                  <h2 id="files-title">{t('files')}</h2>
                </div>
                <FilesPanel document={document.id} mayAdd={document.may.includes('files')} />
              </section>
              <RoutePanel {...chosen} />
              <Timeline id={document.id} stream={stream} mayEdit={document.may.includes('edit')} />
            </>
          )}
        </div>
        <aside className={styles.side} aria-label={t('aside')}>
          {whole && (
            <>
              <StepsPanel document={document} stream={stream} {...chosen} />
              <TreePanel document={document} stream={stream} />
              {!hub && <LinksPanel id={document.id} />}
            </>
          )}
        </aside>
      </div>
    </article>
  );
}

/**
 * False for the first frame, which shows what the document is; the rest is drawn right after. Whoever comes back has
 * everything at once, so that the page can stand where it stood.
 */
function useWhole(id: string): boolean {
  const known = useQueryClient().getQueryData(historyQuery(id).queryKey) !== undefined;
  return useDeferredValue(true, known && cameBack());
}
