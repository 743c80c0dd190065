import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from '../../../i18n/use-translation.ts';
import { api, answer, ifMatch, Problem } from '../../../api/client.ts';
import { PersonFinder, type PersonValue } from '../../../people/person-finder.tsx';
import { Refused } from '../../../ui/refused.tsx';
import { sayDone } from '../../../ui/toast.tsx';
import styles from './actions.module.css';
import { FormFoot } from './form-foot.tsx';
import type { FormProps } from './form-props.ts';
import { useDeed } from './use-deed.ts';

/** Hands the document over to somebody else, who is responsible for it from then on. */
export function GiveForm({ document, stream, onClose }: FormProps) {
  const { t } = useTranslation('document');
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const { id, responsible } = document;
  const [person, setPerson] = useState<PersonValue | null>(null);
  const give = useDeed(
    id,
    async (to: PersonValue) => {
      const params = { path: { id } };
      await answer(
        api.PATCH('/api/documents/{id}', {
          params: { ...params, header: ifMatch(document) },
          body: { responsible: to.login },
        }),
      );
      return seesStill(answer(api.GET('/api/documents/{id}', { params })));
    },
    (sees, { name }) => {
      sayDone({ text: t(sees ? 'give.done' : 'give.gone', { name }) });
      void queryClient.invalidateQueries({ queryKey: ['registers', stream.key] });
      onClose();
      // Who sees only their own has just given it out of their hands.
      if (!sees) void navigate({ to: '/registers/$stream', params: { stream: stream.key } });
    },
  );
  const stale = give.error instanceof Problem && give.error.status === 412;
  const same = person?.id === responsible?.id;
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (person && !same) give.mutate(person);
      }}
    >
      <p className={styles.hint}>{t('give.now', { name: responsible?.name ?? t('nobody') })}</p>
      <PersonFinder
        value={person}
        onChange={setPerson}
        look={{ label: t('give.whom'), autoFocus: true, error: person && same ? t('give.same') : undefined }}
      />
      <Refused error={stale ? new Error(t('give.stale')) : give.error} />
      <FormFoot label={t('give.go')} onClose={onClose} busy={give.isPending} disabled={person === null || same} />
    </form>
  );
}

/** Whether one may still read what was just read again. @throws Problem */
async function seesStill(reading: Promise<unknown>): Promise<boolean> {
  try {
    await reading;
    return true;
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return false;
    throw error;
  }
}
