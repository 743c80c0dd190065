import { useTranslation } from '../../i18n/use-translation.ts';
import type { Stream } from '../../streams/streams.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { StatusBadge } from '../../ui/status-badge.tsx';
import styles from './status-path.module.css';

interface Props {
  readonly stream: Pick<Stream, 'statuses'>;
  readonly status: string;
}

/** The states of a document in their order, the present one lit. Ends that nobody aims at are shown only when reached. */
export function StatusPath({ stream, status }: Props) {
  const { t } = useTranslation('document');
  const { name } = useFormat();
  const shown = stream.statuses.filter(({ key, final, tone }) => key === status || !(final && tone === 'bad'));
  const now = shown.findIndex(({ key }) => key === status);
  return (
    <ol className={styles.path} aria-label={t('status')}>
      {shown.map((one, index) => (
        <li key={one.key} aria-current={index === now ? 'step' : undefined} data-passed={index < now || undefined}>
          {index === now ? <StatusBadge tone={one.tone}>{name(one.name)}</StatusBadge> : <span>{name(one.name)}</span>}
        </li>
      ))}
      {now < 0 && (
        <li aria-current="step">
          <StatusBadge>{status}</StatusBadge>
        </li>
      )}
    </ol>
  );
}
