import { Alert, Button, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { api, answer, ifMatch } from '../../api/client.ts';
import { useMe } from '../../session/me.ts';
import { Sheet } from '../../ui/sheet.tsx';
import { ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { sayDone } from '../../ui/toast.tsx';
import { When } from '../../ui/when.tsx';
import { accountQuery, type Account } from './organisation.ts';
import styles from './organisation-page.module.css';
import { PersonFields, type PersonValues } from './person-fields.tsx';
import { SheetForm } from './sheet-form.tsx';
import { useSaving } from './use-saving.ts';

interface Props {
  readonly login: string;
  readonly onClose: () => void;
}

/** One person: what is known, who lets them in, and the way out. */
export function PersonSheet({ login, onClose }: Props) {
  const { t } = useTranslation('organisation');
  const account = useQuery({ ...accountQuery(login), staleTime: 0 });
  return (
    <Sheet title={account.data?.name ?? t('person')} onClose={onClose}>
      {account.error && <ErrorState error={account.error} onRetry={() => void account.refetch()} />}
      {account.isPending && <SkeletonRows rows={6} height={56} />}
      {account.data && <PersonForm account={account.data} onClose={onClose} />}
    </Sheet>
  );
}

function PersonForm({ account, onClose }: { readonly account: Account; readonly onClose: () => void }) {
  const { t } = useTranslation(['organisation', 'ui']);
  const { name, email, phone, language, roles, posts } = account;
  const [values, setValues] = useState<PersonValues>({
    ...{ name, email: email ?? '', phone: phone ?? '', language },
    ...{ roles: [...roles], posts: posts.map(({ key }) => key) },
  });
  const path = { person: account.id };
  const { saving, errorOf, failure } = useSaving(
    () => {
      const body = { ...values, email: values.email || null, phone: values.phone || null };
      return answer(api.PATCH('/api/people/{person}', { params: { path, header: ifMatch(account) }, body }));
    },
    () => {
      sayDone({ text: t('organisation:saved') });
      onClose();
    },
  );
  return (
    <SheetForm failure={failure} busy={saving.isPending} onSubmit={() => saving.mutate(undefined)} onClose={onClose}>
      <p className={styles.about}>
        {account.login}
        {account.units.length > 0 && ` · ${account.units.map((unit) => unit.name).join(', ')}`}
      </p>
      <PersonFields values={values} onChange={setValues} errorOf={errorOf} />
      <WayIn account={account} />
    </SheetForm>
  );
}

type Deed = 'invite' | 'close' | 'open';

/** By what the person signs in; the invitation, the leave and the return. */
function WayIn({ account }: { readonly account: Account }) {
  const { t } = useTranslation('organisation');
  const me = useMe();
  const path = { person: account.id };
  const deeds: Record<Deed, () => Promise<unknown>> = {
    invite: () => answer(api.POST('/api/people/{person}/invitation', { params: { path } })),
    close: () => answer(api.POST('/api/people/{person}/deactivate', { params: { path } })),
    open: () => answer(api.POST('/api/people/{person}/reactivate', { params: { path } })),
  };
  const { saving, failure } = useSaving(
    (deed: Deed) => deeds[deed](),
    (deed) => sayDone({ text: t(`done.${deed}`) }),
  );
  const press = (deed: Deed, danger = false) => (
    <Button
      variant={danger ? 'light' : 'default'}
      {...(danger && { color: 'red' })}
      size="compact-md"
      loading={saving.isPending && saving.variables === deed}
      onClick={() => saving.mutate(deed)}
    >
      {t(`deeds.${deed}`)}
    </Button>
  );
  const ways = account.signsInBy.map((way) => t(`ways.${way}`)).join(', ');
  return (
    <section className={styles.way} aria-label={t('way')}>
      <h3>{t('way')}</h3>
      <p>{account.active ? ways || t('ways.none') : t('closedText')}</p>
      {account.invitedUntil !== null && (
        <p>
          {t('invitedUntil')} <When at={account.invitedUntil} />
        </p>
      )}
      {account.lastSeenAt !== null && (
        <p>
          {t('lastSeen')} <When at={account.lastSeenAt} />
        </p>
      )}
      {failure && (
        <Alert color="red" role="alert" mt="xs">
          {failure}
        </Alert>
      )}
      <Group gap={8} mt={8}>
        {account.active && account.email !== null && !account.signsInBy.includes('password') && press('invite')}
        {account.active && account.id !== me.id && press('close', true)}
        {!account.active && press('open')}
      </Group>
    </section>
  );
}
