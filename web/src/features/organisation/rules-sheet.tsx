import { Alert, Button, Group, Stack } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Problem, answer, api, ifMatch, type Schemas } from '../../api/client.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { useTranslation } from '../../i18n/use-translation.ts';
import type { Stream } from '../../streams/streams.ts';
import { useProblemText } from '../../ui/problem-text.ts';
import { Sheet } from '../../ui/sheet.tsx';
import { ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { sayDone } from '../../ui/toast.tsx';
import styles from './access-rules.module.css';
import { FieldRoles } from './field-roles.tsx';
import { accessRulesQuery } from './organisation.ts';
import { RuleEditor } from './rule-editor.tsx';
import { bodyOf, newRule, sameDraft, withField, withRule, type Draft, type RuleRole } from './rules-draft.ts';
import { RulesPreview } from './rules-preview.tsx';
import { useRoleName } from './use-role-name.ts';
import { useSaving } from './use-saving.ts';

interface Props {
  readonly stream: Stream;
  readonly role: RuleRole;
  readonly onClose: () => void;
}

/** The rules of a role in a stream, and who sees its fields: changed, looked at in their effect, and saved. */
export function RulesSheet({ stream, role, onClose }: Props) {
  const { name } = useFormat();
  const nameOf = useRoleName();
  const held = useQuery({ ...accessRulesQuery(stream.key), refetchOnWindowFocus: false });
  return (
    <Sheet title={`${nameOf(role)} · ${name(stream.name)}`} onClose={onClose}>
      {held.error && <ErrorState error={held.error} onRetry={() => void held.refetch()} />}
      {held.isPending && <SkeletonRows rows={4} height={52} />}
      {held.data && <Editing key={held.data.version} held={held.data} role={role} onClose={onClose} />}
    </Sheet>
  );
}

interface EditingProps {
  readonly held: Schemas['AccessRulesView'];
  readonly role: RuleRole;
  readonly onClose: () => void;
}

function Editing({ held, role, onClose }: EditingProps) {
  const { t } = useTranslation('organisation');
  const { t: ui } = useTranslation('ui');
  const textOf = useProblemText();
  const [draft, setDraft] = useState<Draft>(held);
  const path = { stream: held.stream };
  const preview = useMutation({
    mutationFn: () => answer(api.POST('/api/access/rules/{stream}/preview', { params: { path }, body: bodyOf(draft) })),
  });
  const { saving, failure } = useSaving(
    () => {
      const params = { path, header: ifMatch(held) };
      return answer(api.PUT('/api/access/rules/{stream}', { params, body: bodyOf(draft) }));
    },
    () => {
      sayDone({ text: t('rules.saved') });
      onClose();
    },
  );
  const edit = (next: Draft) => {
    preview.reset();
    setDraft(next);
  };
  const problems = preview.error instanceof Problem ? preview.error.errors : [];
  // What is told at its place is not told above once more; an error without problems has no place.
  const standsHere = ({ path: at }: (typeof problems)[number]) =>
    at.startsWith('fields.') ||
    draft.rules.some((rule, place) => rule.role === role.key && at.startsWith(`rules[${place}]`));
  if (preview.data)
    return (
      <Stack gap={12}>
        {failure !== undefined && (
          <Alert color="red" role="alert">
            {failure}
          </Alert>
        )}
        <RulesPreview preview={preview.data} fields={held.fields} />
        <Group justify="flex-end" gap={8}>
          <Button variant="subtle" onClick={() => preview.reset()}>
            {t('rules.back')}
          </Button>
          <Button loading={saving.isPending} onClick={() => saving.mutate(undefined)} data-autofocus>
            {ui('save')}
          </Button>
        </Group>
      </Stack>
    );
  return (
    <Stack gap={16}>
      {preview.error && !(problems.length > 0 && problems.every(standsHere)) && (
        <Alert color="red" role="alert">
          {textOf(preview.error)}
        </Alert>
      )}
      <RulesOfRole draft={draft} held={held} role={role} problems={problems} onChange={edit} />
      <FieldRoles
        fields={draft.fields}
        roles={held.roles}
        problems={problems}
        onChange={(key, which, roles) => edit(withField(draft, key, which, roles))}
      />
      <Group justify="flex-end" gap={8}>
        <Button variant="subtle" onClick={onClose}>
          {ui('cancel')}
        </Button>
        <Button loading={preview.isPending} disabled={sameDraft(draft, held)} onClick={() => preview.mutate()}>
          {t('rules.look')}
        </Button>
      </Group>
    </Stack>
  );
}

interface RulesProps extends Pick<EditingProps, 'held' | 'role'> {
  readonly draft: Draft;
  readonly problems: Problem['errors'];
  readonly onChange: (draft: Draft) => void;
}

function RulesOfRole({ draft, held, role, problems, onChange }: RulesProps) {
  const { t } = useTranslation('organisation');
  const nameOf = useRoleName();
  const mine = draft.rules.flatMap((rule, place) => (rule.role === role.key ? [{ rule, place }] : []));
  return (
    <Stack gap={12}>
      {mine.length === 0 && <p className={styles.about}>{t('rules.none', { role: nameOf(role) })}</p>}
      {mine.map(({ rule, place }, index) => (
        <RuleEditor
          key={place}
          number={index + 1}
          rule={rule}
          readable={[...held.fields.map(({ key }) => key), ...held.readable]}
          problems={problems.filter(({ path }) => path === `rules[${place}]` || path.startsWith(`rules[${place}].`))}
          onChange={(changed) => onChange(withRule(draft, place, changed))}
        />
      ))}
      <Button
        className={styles.add}
        variant="default"
        leftSection={<IconPlus size={16} stroke={1.6} />}
        onClick={() => onChange({ ...draft, rules: [...draft.rules, newRule(role.key)] })}
      >
        {t('rules.add')}
      </Button>
    </Stack>
  );
}
