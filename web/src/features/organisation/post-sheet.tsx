import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { api, answer, ifMatch, type Schemas } from '../../api/client.ts';
import { useTranslation } from '../../i18n/use-translation.ts';
import { PeoplePicker } from '../../people/people-picker.tsx';
import type { PersonValue } from '../../people/person-finder.tsx';
import type { Unit } from '../../people/units.ts';
import { useMe } from '../../session/me.ts';
import { Sheet } from '../../ui/sheet.tsx';
import { sayDone } from '../../ui/toast.tsx';
import { RemoveButton } from './remove-button.tsx';
import { renamed } from './renamed.ts';
import { SheetForm } from './sheet-form.tsx';
import { SinceDay } from './since-day.tsx';
import { useSaving } from './use-saving.ts';

export type Post = Schemas['PostView'];

interface Props {
  /** Absent: a new one of the unit. */
  readonly post: Post | undefined;
  /** Key of the unit of a new one. */
  readonly unit: string;
  readonly units: readonly Unit[];
  readonly onClose: () => void;
}

/** A post: what it is called, of which unit it is, who holds it. */
export function PostSheet({ post, unit: of, units, onClose }: Props) {
  const { t } = useTranslation('organisation');
  const { language } = useMe();
  const [key, setKey] = useState('');
  const [name, setName] = useState(post?.name ?? '');
  const [unit, setUnit] = useState(of);
  const [holders, setHolders] = useState<readonly PersonValue[]>(post?.holders ?? []);
  const [since, setSince] = useState('');
  const { saving, errorOf, failure } = useSaving(
    (deed: 'save' | 'remove') => {
      const rest = { unit, holders: holders.map(({ id }) => id), ...(since !== '' && { since }) };
      if (!post) return answer(api.POST('/api/posts', { body: { key, name, ...rest } }));
      const params = { path: { post: post.key }, header: ifMatch({ version: post.version ?? 1 }) };
      if (deed === 'remove') return answer(api.DELETE('/api/posts/{post}', { params }));
      const body = { ...rest, ...renamed(post.names, language, name) };
      return answer(api.PATCH('/api/posts/{post}', { params, body }));
    },
    (deed) => {
      sayDone({ text: t(deed === 'remove' ? 'postRemoved' : 'saved', { name }) });
      onClose();
    },
  );
  return (
    <Sheet title={post?.name ?? t('addPost')} onClose={onClose}>
      <SheetForm
        failure={failure}
        busy={saving.isPending}
        onSubmit={() => saving.mutate('save')}
        onClose={onClose}
        aside={
          post && (
            <RemoveButton label={t('removePost')} busy={saving.isPending} onRemove={() => saving.mutate('remove')} />
          )
        }
      >
        <TextInput
          label={t('fields.name')}
          required
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={errorOf('name')}
        />
        {!post && (
          <TextInput
            label={t('fields.key')}
            description={t('fields.postKeyText')}
            required
            value={key}
            onChange={(event) => setKey(event.currentTarget.value)}
            error={errorOf('key')}
          />
        )}
        <Select
          label={t('fields.unit')}
          allowDeselect={false}
          searchable
          value={unit}
          onChange={(value) => setUnit(value ?? of)}
          data={units.map((one) => ({ value: one.key, label: one.name }))}
          error={errorOf('unit')}
        />
        <PeoplePicker label={t('fields.holders')} people={holders} onChange={setHolders} error={errorOf('holders')} />
        <SinceDay value={since} onChange={setSince} error={errorOf('since')} />
      </SheetForm>
    </Sheet>
  );
}
