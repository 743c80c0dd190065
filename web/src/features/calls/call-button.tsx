import { ActionIcon } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconPhone } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { streamsQuery } from '../../streams/streams.ts';
import { usePhone } from '../../ui/use-phone.ts';

const load = () => import('./call-window.tsx');
const CallWindow = lazy(async () => ({ default: (await load()).CallWindow }));

/** The stream of calls. */
const stream = 'requests';

/** The handset on every screen: a call is written down in a window over whatever is open. */
export function CallButton() {
  const { t } = useTranslation('app');
  const phone = usePhone();
  const [opened, setOpened] = useState(false);
  const { data: streams } = useQuery(streamsQuery);
  const may = streams?.items.some(({ key, may }) => key === stream && may.includes('register')) ?? false;
  // The telephone rings in the middle of something: the key works within inputs, too.
  useHotkeys([['F8', () => may && setOpened(true)]], []);
  if (!may) return null;
  return (
    <>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={phone ? 44 : 36}
        data-tour="call"
        data-tip={`${t('bar.call')} (F8)`}
        aria-label={t('bar.call')}
        aria-keyshortcuts="F8"
        onClick={() => setOpened(true)}
        onPointerEnter={() => void load()}
        onFocus={() => void load()}
      >
        <IconPhone size={20} stroke={1.6} />
      </ActionIcon>
      {opened && (
        <Suspense>
          <CallWindow onClose={() => setOpened(false)} />
        </Suspense>
      )}
    </>
  );
}
