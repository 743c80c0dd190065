import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { LinkButton } from '../../ui/link-button.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { StreamIcon } from '../../ui/stream-icon.tsx';
import type { Register } from './use-register.ts';

/** An empty list: because nothing matches, or because there is nothing yet. */
export function NothingHere({ register }: { readonly register: Register }) {
  const { t } = useTranslation('registers');
  const { name } = useFormat();
  const { stream, state } = register;
  const icon = <StreamIcon name={stream.icon} size={40} />;
  if (state.filter.length > 0 || state.q !== '') {
    const wider = () => register.go({ filter: [], q: '' });
    return (
      <EmptyState
        icon={icon}
        title={t('empty.noneTitle')}
        action={
          <Button variant="default" onClick={wider}>
            {t('filter.clearAll')}
          </Button>
        }
      >
        {t('empty.noneText')}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={icon}
      title={t('empty.title')}
      action={
        stream.may.includes('register') && (
          <LinkButton
            to="/registers/$stream/new"
            params={{ stream: stream.key }}
            leftSection={<IconPlus size={16} aria-hidden />}
          >
            {name(stream.document)}
          </LinkButton>
        )
      }
    >
      {t('empty.text')}
    </EmptyState>
  );
}
