import { Button, MultiSelect, TextInput } from '@mantine/core';
import { IconPlus, IconUsersGroup } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, answer, ifMatch } from '../../api/client.ts';
import { useTranslation } from '../../i18n/use-translation.ts';
import { groupsQuery, type PeopleGroup } from '../../people/groups.ts';
import { PeoplePicker } from '../../people/people-picker.tsx';
import type { PersonValue } from '../../people/person-finder.tsx';
import { useMe } from '../../session/me.ts';
import { Sheet } from '../../ui/sheet.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { sayDone } from '../../ui/toast.tsx';
import { rolesQuery } from './organisation.ts';
import styles from './organisation-page.module.css';
import { RemoveButton } from './remove-button.tsx';
import { renamed } from './renamed.ts';
import { SheetForm } from './sheet-form.tsx';
import { useSaving } from './use-saving.ts';

/** Groups of people across units; one of them opens in front. */
export function Groups() {
  const { t } = useTranslation('organisation');
  const groups = useQuery(groupsQuery);
  const [open, setOpen] = useState<PeopleGroup | 'new'>();
  return (
    <section aria-label={t('views.groups')}>
      <div className={styles.tools}>
        <Button leftSection={<IconPlus size={16} stroke={1.6} />} onClick={() => setOpen('new')}>
          {t('addGroup')}
        </Button>
      </div>
      {groups.error && <ErrorState error={groups.error} onRetry={() => void groups.refetch()} />}
      {groups.isPending && <SkeletonRows rows={5} height={52} />}
      {groups.data?.items.length === 0 && (
        <EmptyState icon={<IconUsersGroup size={40} stroke={1.2} />} title={t('noGroups')}>
          {t('noGroupsText')}
        </EmptyState>
      )}
      {groups.data && groups.data.items.length > 0 && (
        <ul className={styles.rows}>
          {groups.data.items.map((group) => (
            <li key={group.id}>
              <button type="button" className={styles.row} onClick={() => setOpen(group)}>
                <IconUsersGroup size={20} stroke={1.6} aria-hidden />
                <span className={styles.who}>
                  <strong>{group.name}</strong>
                  <span>{group.members.map(({ name }) => name).join(', ') || t('noMembers')}</span>
                </span>
                <span className={styles.place}>{t('count', { count: group.members.length })}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {open !== undefined && (
        <GroupSheet group={open === 'new' ? undefined : open} onClose={() => setOpen(undefined)} />
      )}
    </section>
  );
}

interface SheetProps {
  /** Absent: a new one. */
  readonly group: PeopleGroup | undefined;
  readonly onClose: () => void;
}

function GroupSheet({ group, onClose }: SheetProps) {
  const { t } = useTranslation('organisation');
  const { language } = useMe();
  const roles = useQuery(rolesQuery);
  const [key, setKey] = useState('');
  const [name, setName] = useState(group?.name ?? '');
  const [members, setMembers] = useState<readonly PersonValue[]>(group?.members ?? []);
  const [given, setGiven] = useState([...(group?.roles ?? [])]);
  const { saving, errorOf, failure } = useSaving(
    (deed: 'save' | 'remove') => {
      const rest = { members: members.map(({ id }) => id), roles: given };
      if (!group) return answer(api.POST('/api/groups', { body: { key, name, ...rest } }));
      const params = { path: { group: group.key }, header: ifMatch(group) };
      if (deed === 'remove') return answer(api.DELETE('/api/groups/{group}', { params }));
      const body = { ...rest, ...renamed(group.names, language, name) };
      return answer(api.PATCH('/api/groups/{group}', { params, body }));
    },
    (deed) => {
      sayDone({ text: t(deed === 'remove' ? 'groupRemoved' : 'saved', { name }) });
      onClose();
    },
  );
  return (
    <Sheet title={group?.name ?? t('addGroup')} onClose={onClose}>
      <SheetForm
        failure={failure}
        busy={saving.isPending}
        onSubmit={() => saving.mutate('save')}
        onClose={onClose}
        aside={
          group && (
            <RemoveButton label={t('removeGroup')} busy={saving.isPending} onRemove={() => saving.mutate('remove')} />
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
        {!group && (
          <TextInput
            label={t('fields.key')}
            description={t('fields.groupKeyText')}
            required
            value={key}
            onChange={(event) => setKey(event.currentTarget.value)}
            error={errorOf('key')}
          />
        )}
        <PeoplePicker label={t('fields.members')} people={members} onChange={setMembers} error={errorOf('members')} />
        <MultiSelect
          label={t('fields.roles')}
          description={t('fields.groupRolesText')}
          searchable
          value={given}
          onChange={setGiven}
          data={(roles.data?.items ?? []).map((role) => ({ value: role.key, label: role.name }))}
          error={errorOf('roles')}
        />
      </SheetForm>
    </Sheet>
  );
}
