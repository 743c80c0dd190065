import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from '../i18n/use-translation.ts';
import { useFormat } from '../i18n/use-format.ts';
import { streamsQuery } from '../streams/streams.ts';
import { LateMenu } from '../ui/late-menu.tsx';
import { StreamIcon } from '../ui/stream-icon.tsx';
import { usePhone } from '../ui/use-phone.ts';

/** What I may register, from every screen. */
export function NewMenu() {
  const { t } = useTranslation('app');
  const { name } = useFormat();
  const navigate = useNavigate();
  const phone = usePhone();
  const { data: streams } = useQuery(streamsQuery);
  const mine = streams?.items.filter(({ may }) => may.includes('register')) ?? [];
  if (mine.length === 0) return null;
  return (
    <LateMenu
      position="bottom-end"
      button={(ofMenu) =>
        phone ? (
          <ActionIcon size={40} data-tour="new" aria-label={t('bar.new')} {...ofMenu}>
            <IconPlus size={20} />
          </ActionIcon>
        ) : (
          <Button leftSection={<IconPlus size={16} />} data-tour="new" {...ofMenu}>
            {t('bar.new')}
          </Button>
        )
      }
    >
      {mine.map((stream) => (
        <Menu.Item
          key={stream.key}
          leftSection={<StreamIcon name={stream.icon} size={16} />}
          onClick={() => void navigate({ to: '/registers/$stream/new', params: { stream: stream.key } })}
        >
          {name(stream.document)}
        </Menu.Item>
      ))}
    </LateMenu>
  );
}
