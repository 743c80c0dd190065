import { Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { api, answer } from '../../api/client.ts';
import { useMe } from '../../session/me.ts';
import { Sheet } from '../../ui/sheet.tsx';
import { sayDone } from '../../ui/toast.tsx';
import { PersonFields, type PersonValues } from './person-fields.tsx';
import { SheetForm } from './sheet-form.tsx';
import { useSaving } from './use-saving.ts';

/** Adds a person, and sends the letter for a first password. */
export function NewPerson({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation(['organisation', 'ui']);
  const { language } = useMe();
  const [login, setLogin] = useState('');
  const [invite, setInvite] = useState(true);
  const [values, setValues] = useState<PersonValues>({
    ...{ name: '', email: '', phone: '', language, roles: [], posts: [] },
  });
  const { saving, errorOf, failure } = useSaving(
    () => {
      const { email, phone, ...rest } = values;
      const addresses = { ...(email !== '' && { email }), ...(phone !== '' && { phone }) };
      return answer(
        api.POST('/api/people', { body: { login, ...rest, ...addresses, invite: invite && email !== '' } }),
      );
    },
    () => {
      sayDone({ text: t(invite && values.email !== '' ? 'organisation:addedInvited' : 'organisation:added') });
      onClose();
    },
  );
  return (
    <Sheet title={t('organisation:add')} onClose={onClose}>
      <SheetForm
        failure={failure}
        busy={saving.isPending}
        label={t('organisation:add')}
        onSubmit={() => saving.mutate(undefined)}
        onClose={onClose}
      >
        <TextInput
          label={t('organisation:fields.login')}
          required
          data-autofocus
          autoCapitalize="none"
          spellCheck={false}
          value={login}
          onChange={(event) => setLogin(event.currentTarget.value)}
          error={errorOf('login')}
        />
        <PersonFields values={values} onChange={setValues} errorOf={errorOf} />
        <Checkbox
          label={t('organisation:inviteAtOnce')}
          disabled={values.email === ''}
          checked={invite && values.email !== ''}
          onChange={(event) => setInvite(event.currentTarget.checked)}
        />
      </SheetForm>
    </Sheet>
  );
}
