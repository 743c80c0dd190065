import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from '../../i18n/use-translation.ts';
import { api, answer, type Schemas } from '../../api/client.ts';
import { streamsQuery } from '../../streams/streams.ts';
import { ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { When } from '../../ui/when.tsx';
import { looksLikePhone } from './call-draft.ts';
import styles from './calls.module.css';

interface Props {
  /** Id of the client; undefined while it is not known. */
  readonly client: string | undefined;
  readonly phone: string;
  readonly onLeave: () => void;
}

/** What was said before with the one who calls. */
export function EarlierCalls({ client, phone, onLeave }: Props) {
  const { t } = useTranslation('calls');
  const [number] = useDebouncedValue(phone, 300);
  const known = client !== undefined || looksLikePhone(number);
  const query = client === undefined ? { phone: number } : { client };
  const calls = useQuery({
    queryKey: ['calls', 'earlier', query],
    queryFn: ({ signal }) => answer(api.GET('/api/calls', { params: { query }, signal })),
    enabled: known,
  });
  return (
    <section className={styles.earlier} aria-labelledby="earlier-calls" tabIndex={-1}>
      <h2 id="earlier-calls">{t('earlier')}</h2>
      {!known && <p className={styles.quiet}>{t('earlierHint')}</p>}
      {known && calls.isPending && <SkeletonRows rows={4} height={56} />}
      {calls.isError && <ErrorState error={calls.error} onRetry={() => void calls.refetch()} />}
      {calls.data?.items.length === 0 && <p className={styles.quiet}>{t('noneEarlier')}</p>}
      {calls.data && calls.data.items.length > 0 && (
        <ol>
          {calls.data.items.map((call) => (
            <EarlierCall key={call.id} call={call} onLeave={onLeave} />
          ))}
        </ol>
      )}
    </section>
  );
}

interface CallProps {
  readonly call: Schemas['EarlierCall'];
  readonly onLeave: () => void;
}

function EarlierCall({ call, onLeave }: CallProps) {
  const { t } = useTranslation('calls');
  const { data: streams } = useQuery(streamsQuery);
  const { tone } =
    streams?.items.find(({ key }) => key === call.stream)?.statuses.find(({ key }) => key === call.status) ?? {};
  const who = call.takenBy?.name ?? call.unit?.name;
  return (
    <li>
      <p className={styles.callHead}>
        <When at={call.at} time />
        <StatusBadge tone={tone}>{call.outcome ?? call.statusName}</StatusBadge>
      </p>
      <p className={styles.matter}>
        <Link to="/documents/$id" params={{ id: call.id }} onClick={onLeave}>
          {call.matter?.trim() || call.title || call.number}
        </Link>
      </p>
      <p className={styles.quiet}>
        {[call.caller && t('from', { name: call.caller }), who && t('with', { name: who })].filter(Boolean).join(' · ')}
      </p>
      {call.remark && <blockquote className={styles.said}>{call.remark}</blockquote>}
      {call.comments.map(({ author, text, at }) => (
        <blockquote key={at} className={styles.said}>
          {text} <cite>{author.name}</cite>
        </blockquote>
      ))}
    </li>
  );
}
