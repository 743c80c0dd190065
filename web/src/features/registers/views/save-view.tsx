import { Button, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from '../../../i18n/use-translation.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { viewKey } from '../../../streams/views.ts';
import { useProblemText } from '../../../ui/problem-text.ts';
import { sayDone, sayFailed } from '../../../ui/toast.tsx';
import type { PlacedColumn } from '../column-layout.ts';
import type { Register } from '../use-register.ts';
import { useViewChanges } from './view-changes.ts';
import { ViewForm } from './view-form.tsx';

interface Props {
  readonly register: Register;
  readonly layout: readonly PlacedColumn[];
  /** What was arranged on this device alone is that of the view now. */
  readonly onSaved: () => void;
}

/** Keeps what is shown: in the view itself, where one may, or as a new one. */
export function SaveView({ register, layout, onSaved }: Props) {
  const { t } = useTranslation('registers');
  const { name } = useFormat();
  const textOf = useProblemText();
  const { change, create } = useViewChanges();
  const [naming, setNaming] = useState(false);
  const { stream, state } = register;
  const kept = state.view.kept;
  const shown = {
    kind: register.layout,
    columns: layout.map(({ key, width }) => ({ field: key, width })),
    filter: state.filter.length === 0 ? null : { and: [...state.filter] },
    sort: state.sort === '' ? null : state.sort,
  };
  const done = (key: string, text: string) => {
    onSaved();
    setNaming(false);
    register.choose(key);
    sayDone({ text });
  };
  const save = () =>
    kept &&
    change.mutate(
      { id: kept.id, ...shown },
      {
        onSuccess: () => done(state.view.key, t('views.saved', { name: name(state.view.name) })),
        onError: (error) => sayFailed(t('views.notSaved'), textOf(error)),
      },
    );
  return (
    <>
      {kept?.mayEdit ? (
        <Menu position="bottom-start" width={240} shadow="md">
          <Menu.Target>
            <Button variant="subtle" size="compact-sm" rightSection={<IconChevronDown size={14} aria-hidden />}>
              {t('views.save')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={save}>{t('views.saveHere', { name: name(state.view.name) })}</Menu.Item>
            <Menu.Item onClick={() => setNaming(true)}>{t('views.saveNew')}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      ) : (
        <Button variant="subtle" size="compact-sm" onClick={() => setNaming(true)}>
          {t('views.saveNew')}
        </Button>
      )}
      <ViewForm
        opened={naming}
        title={t('views.saveNew')}
        busy={create.isPending}
        error={create.error}
        onClose={() => {
          setNaming(false);
          create.reset();
        }}
        onSubmit={({ name: chosen, sharedWith }) =>
          create.mutate(
            { stream: stream.key, name: chosen, sharedWith, ...shown },
            { onSuccess: (view) => done(viewKey(view), t('views.saved', { name: view.name })) },
          )
        }
      />
    </>
  );
}
