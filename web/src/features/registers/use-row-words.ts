import { useMemo } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { useFormat } from '../../i18n/use-format.ts';
import type { Tone } from '../../ui/status-badge.tsx';
import type { Stream } from '../../streams/streams.ts';

/** The words of rows; the same object until the language or the stream changes. */
export interface RowWords {
  status(key: string): { readonly name: string; readonly tone: Tone | undefined };
  when(at: string): string;
  readonly flagged: string;
  readonly mark: string;
}

export function useRowWords({ statuses }: Stream): RowWords {
  const { t } = useTranslation('registers');
  const format = useFormat();
  return useMemo(() => {
    const known = new Map(statuses.map(({ key, name, tone }) => [key, { name: format.name(name), tone }]));
    return {
      status: (key) => known.get(key) ?? { name: key, tone: undefined },
      when: format.when,
      flagged: t('flagged'),
      mark: t('marks.one'),
    };
  }, [statuses, format, t]);
}
