import {
  IconCircle,
  IconCircleCheck,
  IconCircleDot,
  IconCircleX,
  IconClockHour4,
  type TablerIcon,
} from '@tabler/icons-react';
import styles from './status-badge.module.css';

export type Tone = 'neutral' | 'active' | 'waiting' | 'good' | 'bad';

const icons: Readonly<Record<Tone, TablerIcon>> = {
  neutral: IconCircle,
  active: IconCircleDot,
  waiting: IconClockHour4,
  good: IconCircleCheck,
  bad: IconCircleX,
};

/** A state as colour, sign and word: never as colour alone. */
export function StatusBadge({
  tone = 'neutral',
  children,
}: {
  readonly tone?: Tone | undefined;
  readonly children: string;
}) {
  const Icon = icons[tone];
  return (
    <span className={styles.badge} data-tone={tone}>
      <Icon size={14} aria-hidden />
      {children}
    </span>
  );
}
