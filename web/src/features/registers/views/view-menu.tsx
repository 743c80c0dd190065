import { Button, Menu } from '@mantine/core';
import { IconCheck, IconChevronDown, IconPencil, IconTrash, IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from '../../../i18n/use-translation.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { viewCountsQuery, viewKey } from '../../../streams/views.ts';
import { LateMenu } from '../../../ui/late-menu.tsx';
import { useProblemText } from '../../../ui/problem-text.ts';
import { sayDone, sayFailed } from '../../../ui/toast.tsx';
import { ViewCounter } from '../../../streams/view-counter.tsx';
import type { Register } from '../use-register.ts';
import { asNew, useViewChanges } from './view-changes.ts';

const ViewForm = lazy(async () => ({ default: (await import('./view-form.tsx')).ViewForm }));

/** The views of the register with their counters; one's own can be renamed, shared and removed. */
export function ViewMenu({ register }: { readonly register: Register }) {
  const { t } = useTranslation(['registers', 'ui']);
  const { name } = useFormat();
  const textOf = useProblemText();
  const { stream, views, state } = register;
  const counts = useQuery(viewCountsQuery(stream.key));
  const { change, remove, create } = useViewChanges();
  const [naming, setNaming] = useState(false);
  const kept = state.view.kept;
  const countOf = (key: string) => counts.data?.find(({ id }) => viewKey({ id, stream: stream.key }) === key);
  const failed = (error: unknown) => sayFailed(t('views.notSaved'), textOf(error));
  const drop = () =>
    kept &&
    remove.mutate(kept.id, {
      onSuccess: () => {
        const [first] = views.filter((view) => view !== state.view);
        if (first) register.choose(first.key);
        const back = { label: t('ui:undo'), run: () => create.mutate(asNew(kept), { onError: failed }) };
        sayDone({ text: t('views.removed', { name: kept.name }), undo: back });
      },
      onError: failed,
    });
  return (
    <>
      <LateMenu
        position="bottom-start"
        width={280}
        button={(ofMenu) => (
          <Button
            variant="default"
            rightSection={<IconChevronDown size={14} aria-hidden />}
            aria-label={`${t('views.label')}: ${name(state.view.name)}`}
            {...ofMenu}
          >
            {name(state.view.name)}
          </Button>
        )}
      >
        {views.map((view) => (
          <Menu.Item
            key={view.key}
            onClick={() => register.choose(view.key)}
            leftSection={<IconCheck size={16} aria-hidden opacity={view === state.view ? 1 : 0} />}
            rightSection={
              <>
                {view.kept?.sharedWith && <IconUsers size={14} role="img" aria-label={t('views.shared')} />}{' '}
                <ViewCounter count={countOf(view.key)} />
              </>
            }
            aria-current={view === state.view || undefined}
          >
            {name(view.name)}
          </Menu.Item>
        ))}
        {kept?.mayEdit && (
          <>
            <Menu.Divider />
            <Menu.Item leftSection={<IconPencil size={16} stroke={1.6} />} onClick={() => setNaming(true)}>
              {t('views.rename')}
            </Menu.Item>
            <Menu.Item leftSection={<IconTrash size={16} stroke={1.6} />} onClick={drop}>
              {t('views.remove')}
            </Menu.Item>
          </>
        )}
      </LateMenu>
      {kept && naming && (
        <Suspense>
          <ViewForm
            opened
            title={t('views.rename')}
            view={kept}
            busy={change.isPending}
            error={change.error}
            onClose={() => {
              setNaming(false);
              change.reset();
            }}
            onSubmit={(named) => change.mutate({ id: kept.id, ...named }, { onSuccess: () => setNaming(false) })}
          />
        </Suspense>
      )}
    </>
  );
}
