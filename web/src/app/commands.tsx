import {
  IconAlertCircle,
  IconCalendar,
  IconChartBar,
  IconChecklist,
  IconCompass,
  IconFilePlus,
  IconUserCircle,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from '../i18n/use-translation.ts';
import type { Command } from '../features/search/command.ts';
import { startTour } from '../features/tour/tour.ts';
import { useFormat } from '../i18n/use-format.ts';
import { streamsQuery } from '../streams/streams.ts';
import { StreamIcon } from '../ui/stream-icon.tsx';

const size = 18;

/** What can be done from anywhere: go to a screen, register a document. */
export function useCommands(): Command[] {
  const { t } = useTranslation('app');
  const navigate = useNavigate();
  const { name } = useFormat();
  const { data: streams } = useQuery(streamsQuery);
  const items = streams?.items ?? [];
  return [
    ...items
      .filter(({ may }) => may.includes('register'))
      .map((stream) => ({
        key: `new-${stream.key}`,
        label: t('commands.register', { document: name(stream.document) }),
        icon: <IconFilePlus size={size} stroke={1.6} aria-hidden />,
        run: () => void navigate({ to: '/registers/$stream/new', params: { stream: stream.key } }),
      })),
    ...items.map((stream) => ({
      key: `go-${stream.key}`,
      label: t('commands.go', { place: name(stream.name) }),
      icon: <StreamIcon name={stream.icon} />,
      run: () => void navigate({ to: '/registers/$stream', params: { stream: stream.key } }),
    })),
    ...places.map(({ to, key, icon: Icon }) => ({
      key: to,
      label: t('commands.go', { place: t(key) }),
      icon: <Icon size={size} stroke={1.6} aria-hidden />,
      run: () => void navigate({ to }),
    })),
    {
      key: 'tour',
      label: t('commands.tour'),
      icon: <IconCompass size={size} stroke={1.6} aria-hidden />,
      run: startTour,
    },
  ];
}

const places = [
  { to: '/desk', key: 'rail.desk', icon: IconChecklist },
  { to: '/calendar', key: 'rail.calendar', icon: IconCalendar },
  { to: '/reports', key: 'rail.reports', icon: IconChartBar },
  { to: '/attention', key: 'rail.attention', icon: IconAlertCircle },
  { to: '/profile', key: 'me.profile', icon: IconUserCircle },
] as const;
