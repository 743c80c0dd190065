import { Button, Group, Modal, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from '../../../i18n/use-translation.ts';
import type { Schemas } from '../../../api/client.ts';
import { useMe } from '../../../session/me.ts';
import type { RegisterView } from '../../../streams/views.ts';
import { useProblemText } from '../../../ui/problem-text.ts';

interface Named {
  readonly name: string;
  readonly sharedWith: Schemas['SharedWithDto'];
}

interface Props {
  readonly opened: boolean;
  readonly title: string;
  /** What is renamed; absent for a new view. */
  readonly view?: RegisterView;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onClose: () => void;
  readonly onSubmit: (named: Named) => void;
}

/** The name of a view and who has it in the menu. */
export function ViewForm({ opened, onClose, title, ...form }: Props) {
  const { t } = useTranslation('ui');
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      closeButtonProps={{ 'aria-label': t('close') }}
      lockScroll={false}
    >
      <Fields {...form} onClose={onClose} />
    </Modal>
  );
}

function Fields({ view, busy, error, onClose, onSubmit }: Omit<Props, 'opened' | 'title'>) {
  const { t } = useTranslation(['registers', 'ui']);
  const me = useMe();
  const textOf = useProblemText();
  const [name, setName] = useState(view?.name ?? '');
  const [audience, setAudience] = useState(audienceOf(view));
  const choices = [
    { value: 'me', label: t('views.me') },
    ...me.units.map((unit) => ({ value: `unit:${unit.id}`, label: unit.name })),
    ...(me.roles.includes('admin') ? [{ value: 'all', label: t('views.all') }] : []),
  ];
  // Shared in a way that only somebody else may choose: it stays as it is.
  const current = view?.sharedWith;
  const foreign = current && !choices.some(({ value }) => value === audienceOf(view));
  const offered = foreign
    ? [...choices, { value: audienceOf(view), label: current.name ?? current.key ?? '' }]
    : choices;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const [kind = 'me', key] = audience.split(':');
        onSubmit({ name: name.trim(), sharedWith: { kind: kind as Schemas['Audience'], ...(key && { key }) } });
      }}
    >
      <TextInput
        label={t('views.name')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        maxLength={100}
        required
        data-autofocus
        error={error ? textOf(error) : undefined}
        mb="md"
      />
      <Select
        label={t('views.forWhom')}
        data={offered}
        value={audience}
        onChange={(value) => value && setAudience(value)}
        allowDeselect={false}
        mb="lg"
      />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t('ui:cancel')}
        </Button>
        <Button type="submit" loading={busy} disabled={name.trim() === ''}>
          {t('ui:save')}
        </Button>
      </Group>
    </form>
  );
}

function audienceOf(view: RegisterView | undefined): string {
  const shared = view?.sharedWith;
  if (!shared) return 'me';
  return shared.key === null ? shared.kind : `${shared.kind}:${shared.key}`;
}
