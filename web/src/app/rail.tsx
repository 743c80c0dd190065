import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import {
  IconAlertCircle,
  IconCalendar,
  IconChartBar,
  IconChecklist,
  IconLayoutSidebarLeftCollapse,
  IconLayoutSidebarLeftExpand,
  IconShieldCheck,
  IconSitemap,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from '../i18n/use-translation.ts';
import { useFormat } from '../i18n/use-format.ts';
import { useMe } from '../session/me.ts';
import { streamsQuery } from '../streams/streams.ts';
import { StreamIcon } from '../ui/stream-icon.tsx';
import styles from './frame.module.css';
import { MyMenu } from './my-menu.tsx';
import { RailViews } from './rail-views.tsx';

interface Props {
  readonly collapsed: boolean;
  readonly onCollapse: (collapsed: boolean) => void;
}

/** The main menu on the left. */
export function Rail({ collapsed, onCollapse }: Props) {
  const { t } = useTranslation('app');
  const { name } = useFormat();
  const me = useMe();
  const { data: streams } = useQuery(streamsQuery);
  const { stream: open } = useParams({ strict: false });
  const Collapse = collapsed ? IconLayoutSidebarLeftExpand : IconLayoutSidebarLeftCollapse;
  return (
    <nav className={styles.rail} aria-label={t('rail.label')}>
      <Link to="/desk" className={styles.brand}>
        <img src="/icon.svg" alt="" width={24} height={24} />
        <span>{t('name')}</span>
      </Link>
      <div className={styles.menu}>
        <ul>
          <RailItem to="/desk" icon={<IconChecklist size={18} stroke={1.6} />} label={t('rail.desk')} tip={collapsed} />
        </ul>
        <p className={styles.group}>{t('rail.registers')}</p>
        <ul>
          {streams?.items.map((stream) => (
            <RailItem
              key={stream.key}
              to="/registers/$stream"
              params={{ stream: stream.key }}
              icon={<StreamIcon name={stream.icon} />}
              label={name(stream.name)}
              tip={collapsed}
            >
              {stream.key === open && !collapsed && <RailViews stream={stream.key} />}
            </RailItem>
          ))}
        </ul>
        <ul style={{ marginTop: 16 }}>
          <RailItem
            to="/calendar"
            icon={<IconCalendar size={18} stroke={1.6} />}
            label={t('rail.calendar')}
            tip={collapsed}
          />
          <RailItem
            to="/reports"
            icon={<IconChartBar size={18} stroke={1.6} />}
            label={t('rail.reports')}
            tip={collapsed}
          />
          <RailItem
            to="/attention"
            icon={<IconAlertCircle size={18} stroke={1.6} />}
            label={t('rail.attention')}
            tip={collapsed}
          />
          {me.roles.includes('admin') && (
            <RailItem
              to="/organisation"
              icon={<IconSitemap size={18} stroke={1.6} />}
              label={t('rail.organisation')}
              tip={collapsed}
            />
          )}
          {me.roles.some((role) => role === 'admin' || role === 'auditor') && (
            <RailItem
              to="/audit"
              icon={<IconShieldCheck size={18} stroke={1.6} />}
              label={t('rail.audit')}
              tip={collapsed}
            />
          )}
        </ul>
      </div>
      <div className={styles.foot}>
        <button
          type="button"
          className={styles.item}
          onClick={() => onCollapse(!collapsed)}
          aria-label={t(collapsed ? 'rail.expand' : 'rail.collapse')}
        >
          <Collapse size={18} stroke={1.6} aria-hidden />
          <span>{t('rail.collapse')}</span>
        </button>
        <MyMenu />
      </div>
    </nav>
  );
}

interface ItemProps {
  readonly to: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly icon: ReactNode;
  readonly label: string;
  readonly count?: ReactNode;
  /** Only the sign is shown: the words come as a hint. */
  readonly tip: boolean;
  /** What is below it. */
  readonly children?: ReactNode;
}

function RailItem({ to, params, icon, label, count, tip, children }: ItemProps) {
  return (
    <li>
      <Link
        to={to}
        params={params ?? {}}
        className={styles.item}
        aria-label={tip ? label : undefined}
        data-tip={tip ? label : undefined}
        data-tip-side="right"
      >
        {icon}
        <span>{label}</span>
        {count !== undefined && <b className={styles.count}>{count}</b>}
      </Link>
      {children}
    </li>
  );
}
