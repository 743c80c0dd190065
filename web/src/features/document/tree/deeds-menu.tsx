import { ActionIcon, Menu } from '@mantine/core';
import {
  IconArrowForwardUp,
  IconBellRinging,
  IconBan,
  IconCalendarPlus,
  IconCalendarQuestion,
  IconDots,
  IconSubtask,
  IconUserShare,
  type TablerIcon,
} from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from '../../../i18n/use-translation.ts';
import { api, answer, once } from '../../../api/client.ts';
import type { Assignment } from '../../../assignments/assignments.ts';
import { useMe } from '../../../session/me.ts';
import type { DocumentView } from '../../../streams/documents.ts';
import type { Stream } from '../../../streams/streams.ts';
import { useProblemText } from '../../../ui/problem-text.ts';
import { Sheet } from '../../../ui/sheet.tsx';
import { SkeletonRows } from '../../../ui/states.tsx';
import { sayDone, sayFailed } from '../../../ui/toast.tsx';
import { useDeed } from '../actions/use-deed.ts';

const load = () => import('./deed-forms.tsx');
const MoreTime = lazy(async () => ({ default: (await load()).MoreTime }));
const GrantTime = lazy(async () => ({ default: (await load()).GrantTime }));
const GiveOn = lazy(async () => ({ default: (await load()).GiveOn }));
const CancelAssignment = lazy(async () => ({ default: (await load()).CancelAssignment }));
const AssignForm = lazy(async () => ({ default: (await import('../actions/assign-form.tsx')).AssignForm }));

type Deed = NonNullable<Assignment['may']>[number] | 'part';

const icons: Readonly<Record<Deed, TablerIcon>> = {
  remind: IconBellRinging,
  extend: IconCalendarPlus,
  grant: IconCalendarQuestion,
  delegate: IconUserShare,
  forward: IconArrowForwardUp,
  part: IconSubtask,
  cancel: IconBan,
};

interface Props {
  readonly assignment: Assignment;
  readonly document: DocumentView;
  readonly stream: Stream;
}

/** What I may do about an assignment besides answering it. */
export function DeedsMenu({ assignment, document, stream }: Props) {
  const { t } = useTranslation('document');
  const me = useMe();
  const textOf = useProblemText();
  const [doing, setDoing] = useState<Exclude<Deed, 'remind'>>();
  const { id, performer, may = [] } = assignment;
  const gives = performer?.id === me.id && (may.includes('delegate') || may.includes('forward'));
  const deeds: Deed[] = [...may.filter((deed) => deed !== 'cancel'), ...(gives ? (['part'] as const) : [])];
  if (may.includes('cancel')) deeds.push('cancel');
  const remind = useDeed(
    document.id,
    (_: undefined, key) =>
      answer(api.POST('/api/assignments/{id}/remind', { params: { path: { id }, header: once(key) } })),
    ({ performer: who, candidates }) =>
      sayDone({ text: t('deed.reminded', { name: (who ? [who] : candidates).map(({ name }) => name).join(', ') }) }),
  );
  if (deeds.length === 0) return null;
  const close = () => setDoing(undefined);
  const begin = (deed: Deed) => {
    if (deed !== 'remind') return setDoing(deed);
    remind.mutate(undefined, { onError: (error) => sayFailed(t('deed.notReminded'), textOf(error)) });
  };
  const forms = { assignment, document: document.id, onClose: close };
  return (
    <>
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={t('deed.menu', { instruction: assignment.step?.name ?? assignment.instruction })}
          >
            <IconDots size={18} stroke={1.6} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {deeds.map((deed) => {
            const Icon = icons[deed];
            return (
              <Menu.Item
                key={deed}
                leftSection={<Icon size={16} stroke={1.6} aria-hidden />}
                onClick={() => begin(deed)}
              >
                {t(`deed.${deed}`)}
              </Menu.Item>
            );
          })}
        </Menu.Dropdown>
      </Menu>
      {doing && (
        <Sheet title={t(`deed.${doing}`)} onClose={close}>
          <Suspense fallback={<SkeletonRows rows={3} height={48} />}>
            {doing === 'extend' && <MoreTime {...forms} />}
            {doing === 'grant' && <GrantTime {...forms} />}
            {(doing === 'delegate' || doing === 'forward') && <GiveOn {...forms} how={doing} />}
            {doing === 'cancel' && <CancelAssignment {...forms} />}
            {doing === 'part' && <AssignForm document={document} stream={stream} parent={id} onClose={close} />}
          </Suspense>
        </Sheet>
      )}
    </>
  );
}
