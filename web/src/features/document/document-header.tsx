import { Link } from '@tanstack/react-router';
import { useTranslation } from '../../i18n/use-translation.ts';
import { useFormat } from '../../i18n/use-format.ts';
import type { DocumentView } from '../../streams/documents.ts';
import type { Stream } from '../../streams/streams.ts';
import { StreamIcon } from '../../ui/stream-icon.tsx';
import { When } from '../../ui/when.tsx';
import { ActionsMenu } from './actions/actions-menu.tsx';
import styles from './document.module.css';
import { StatusPath } from './status-path.tsx';

interface Props {
  readonly document: DocumentView;
  readonly stream: Stream;
}

/** What it is, in what state it is, and whose. */
export function DocumentHeader({ document, stream }: Props) {
  const { t } = useTranslation('document');
  const { name } = useFormat();
  const { responsible, unit, author, createdAt } = document;
  return (
    <header className={styles.head}>
      <p className={styles.number}>
        <StreamIcon name={stream.icon} size={16} />
        <Link to="/registers/$stream" params={{ stream: stream.key }}>
          {name(stream.name)}
        </Link>
        <span>{document.number}</span>
      </p>
      <div className={styles.titleRow}>
        <h1>{document.title}</h1>
        <ActionsMenu document={document} stream={stream} />
      </div>
      <StatusPath stream={stream} status={document.status} />
      <dl className={styles.facts}>
        <div>
          <dt>{t('responsible')}</dt>
          <dd>{responsible?.name ?? t('nobody')}</dd>
        </div>
        {unit && (
          <div>
            <dt>{t('unit')}</dt>
            <dd>{unit.name}</dd>
          </div>
        )}
        <div>
          <dt>{t('registered')}</dt>
          <dd>
            <When at={createdAt} time />, {author.name}
          </dd>
        </div>
      </dl>
    </header>
  );
}
