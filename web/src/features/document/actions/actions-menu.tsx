import { ActionIcon, Button, Menu } from '@mantine/core';
import {
  IconArrowsExchange,
  IconBan,
  IconBolt,
  IconChevronDown,
  IconFileText,
  IconLockAccess,
  IconPrinter,
  IconRoute,
  IconUserCheck,
  IconUserShare,
  IconUsers,
  type TablerIcon,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState, type ComponentType } from 'react';
import { useTranslation } from '../../../i18n/use-translation.ts';
import { runsQuery } from '../../../routes/runs.ts';
import type { DocumentView } from '../../../streams/documents.ts';
import type { Stream } from '../../../streams/streams.ts';
import { Sheet } from '../../../ui/sheet.tsx';
import { SkeletonRows } from '../../../ui/states.tsx';
import { usePhone } from '../../../ui/use-phone.ts';
import { actionsOf, type DocumentAction } from './actions-of.ts';
import styles from './actions.module.css';
import type { FormProps } from './form-props.ts';

const icons: Readonly<Record<DocumentAction, TablerIcon>> = {
  start: IconRoute,
  send: IconUsers,
  assign: IconUserCheck,
  papers: IconFileText,
  give: IconUserShare,
  access: IconLockAccess,
  setStatus: IconArrowsExchange,
  cancelRun: IconBan,
  print: IconPrinter,
};

const forms: Readonly<Record<Exclude<DocumentAction, 'print'>, ComponentType<FormProps>>> = {
  start: lazy(() => import('./start-route-form.tsx').then(({ StartRouteForm }) => ({ default: StartRouteForm }))),
  send: lazy(() => import('./send-form.tsx').then(({ SendForm }) => ({ default: SendForm }))),
  assign: lazy(() => import('./assign-form.tsx').then(({ AssignForm }) => ({ default: AssignForm }))),
  papers: lazy(() => import('./papers-form.tsx').then(({ PapersForm }) => ({ default: PapersForm }))),
  give: lazy(() => import('./give-form.tsx').then(({ GiveForm }) => ({ default: GiveForm }))),
  access: lazy(() => import('../access/access-form.tsx').then(({ AccessForm }) => ({ default: AccessForm }))),
  setStatus: lazy(() => import('./status-form.tsx').then(({ StatusForm }) => ({ default: StatusForm }))),
  cancelRun: lazy(() => import('./cancel-form.tsx').then(({ CancelForm }) => ({ default: CancelForm }))),
};

interface Props {
  readonly document: DocumentView;
  readonly stream: Stream;
}

/** What can be done with the document: a menu, and on a phone a sheet at the thumb. */
export function ActionsMenu({ document, stream }: Props) {
  const { t } = useTranslation('document');
  const phone = usePhone();
  const { data: runs = [] } = useQuery(runsQuery(document.id));
  const [listed, setListed] = useState(false);
  const [doing, setDoing] = useState<Exclude<DocumentAction, 'print'>>();
  const actions = actionsOf(document.may, runs, phone);
  const begin = (action: DocumentAction) => {
    setListed(false);
    if (action === 'print') window.print();
    else setDoing(action);
  };
  const Form = doing && forms[doing];
  return (
    <>
      {phone ? (
        <ActionIcon
          className={styles.float}
          size={52}
          radius="xl"
          aria-label={t('actions.title')}
          aria-haspopup="dialog"
          onClick={() => setListed(true)}
        >
          <IconBolt size={22} stroke={1.6} />
        </ActionIcon>
      ) : (
        <DesktopMenu actions={actions} onBegin={begin} />
      )}
      {listed && (
        <Sheet title={t('actions.title')} onClose={() => setListed(false)} light>
          <ul className={styles.list}>
            {actions.map((action) => {
              const Icon = icons[action];
              return (
                <li key={action}>
                  <button type="button" className={styles.item} onClick={() => begin(action)}>
                    <Icon size={20} stroke={1.6} aria-hidden /> {t(`actions.${action}`)}
                  </button>
                </li>
              );
            })}
          </ul>
        </Sheet>
      )}
      {doing && Form && (
        <Sheet title={t(`actions.${doing}`)} onClose={() => setDoing(undefined)}>
          <Suspense fallback={<SkeletonRows rows={4} height={48} />}>
            <Form document={document} stream={stream} onClose={() => setDoing(undefined)} />
          </Suspense>
        </Sheet>
      )}
    </>
  );
}

interface MenuProps {
  readonly actions: readonly DocumentAction[];
  readonly onBegin: (action: DocumentAction) => void;
}

function DesktopMenu({ actions, onBegin }: MenuProps) {
  const { t } = useTranslation('document');
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <Button variant="default" rightSection={<IconChevronDown size={16} />}>
          {t('actions.title')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {actions.map((action) => {
          const Icon = icons[action];
          return (
            <Menu.Item
              key={action}
              leftSection={<Icon size={16} stroke={1.6} aria-hidden />}
              onClick={() => onBegin(action)}
            >
              {t(`actions.${action}`)}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
