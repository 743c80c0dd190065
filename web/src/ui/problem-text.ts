import { useTranslation } from '../i18n/use-translation.ts';
import { Problem } from '../api/client.ts';

/** What to tell a person about a failure: the server's words where it has some for people, else what to do now. */
export function useProblemText(): (error: unknown) => string {
  const { t } = useTranslation('ui');
  return (error) => {
    if (!(error instanceof Problem)) return error instanceof Error ? error.message : String(error);
    if (error.status === 0) return t('offline');
    if (error.status === 404) return t('missing');
    // What is not available for now is told with what to do; a proxy before the server tells nothing.
    const saysWhy = error.status === 503 && !/^(status-|$)/.test(error.code);
    if (error.status >= 500 && !saysWhy) return t('server');
    return [error.message, ...error.errors.map(({ message }) => message).filter((text) => text !== error.message)].join(
      ' ',
    );
  };
}
