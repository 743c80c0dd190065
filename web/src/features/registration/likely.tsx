import { useDebouncedValue } from '@mantine/hooks';
import { IconCopyX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from '../../i18n/use-translation.ts';
import { api, answer } from '../../api/client.ts';
import type { TypedValues } from '../../card/card-stream.ts';
import { useFormat } from '../../i18n/use-format.ts';
import type { Stream } from '../../streams/streams.ts';
import styles from './registration-page.module.css';
import { tellingValues } from './short-form.ts';

interface Props {
  readonly stream: Stream;
  readonly values: TypedValues;
}

const mostShown = 4;

/** Documents that may be the one that is being typed. */
export function Likely({ stream, values }: Props) {
  const { t } = useTranslation('registration');
  const { number: sayNumber } = useFormat();
  const [asked] = useDebouncedValue(JSON.stringify(tellingValues(stream.fields, values)), 300);
  const { data } = useQuery({
    queryKey: ['similar', stream.key, asked],
    queryFn: ({ signal }) => {
      const body = { fields: JSON.parse(asked) as Record<string, unknown> };
      return answer(
        api.POST('/api/streams/{stream}/similar', { params: { path: { stream: stream.key } }, body, signal }),
      );
    },
    enabled: asked !== '{}',
  });
  if (asked === '{}' || !data || (data.items.length === 0 && data.hidden === 0)) return null;
  return (
    <aside className={styles.likely} role="status">
      <strong>
        <IconCopyX size={16} aria-hidden /> {t('likely')}
      </strong>
      <ul>
        {data.items.slice(0, mostShown).map(({ id, number, title, reasons, responsible }) => (
          <li key={id}>
            <Link to="/documents/$id" params={{ id }}>
              {number} {title}
            </Link>{' '}
            <span>
              {[...reasons.map(({ code, text }) => `${t(`same.${code}`)}: ${text}`), responsible?.name]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </li>
        ))}
      </ul>
      {data.hidden > 0 && <p>{t('hidden', { count: data.hidden, shown: sayNumber(data.hidden) })}</p>}
    </aside>
  );
}
