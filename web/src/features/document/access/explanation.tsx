import { IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../../i18n/use-translation.ts';
import { PersonFinder, type PersonValue } from '../../../people/person-finder.tsx';
import { useMe } from '../../../session/me.ts';
import { Initials } from '../../../ui/initials.tsx';
import { Refused } from '../../../ui/refused.tsx';
import { SkeletonRows } from '../../../ui/states.tsx';
import { explanationQuery, readersQuery, type AccessAnswer } from './access-queries.ts';
import styles from './access.module.css';

/** "Why can she see this, why not": of oneself, of anybody one may ask about; everybody who reads it for administrators. */
export function Explanation({ id }: { readonly id: string }) {
  const { t } = useTranslation('document');
  const me = useMe();
  const [person, setPerson] = useState<PersonValue | null>(null);
  const asked = useQuery(explanationQuery(id, person?.login));
  const admin = me.roles.includes('admin');
  const mayAsk = admin || me.units.some(({ head }) => head);
  return (
    <section className={styles.part} aria-labelledby="access-why">
      <h3 id="access-why">{t('access.why')}</h3>
      {mayAsk && (
        <PersonFinder
          value={person}
          onChange={setPerson}
          inPlace
          look={{ label: t('access.whose'), placeholder: me.name }}
        />
      )}
      <Refused error={asked.error} />
      {asked.isPending && <SkeletonRows rows={4} height={40} />}
      {asked.data && <Answers answers={asked.data.answers} />}
      {asked.data?.steps
        .filter(({ because }) => because.length > 0)
        .map(({ assignment, because }) => (
          <p key={assignment} className={styles.step}>
            {because.join(' ')}
          </p>
        ))}
      {admin && <Readers id={id} />}
    </section>
  );
}

/** Verbs that are allowed or not for the same reason stand together. */
function byReason(answers: readonly AccessAnswer[]): AccessAnswer[][] {
  const groups = new Map<string, AccessAnswer[]>();
  for (const one of answers) groups.set(one.because, [...(groups.get(one.because) ?? []), one]);
  return [...groups.values()];
}

/** What is allowed and what is not, each with the sentence that says why. */
function Answers({ answers }: { readonly answers: readonly AccessAnswer[] }) {
  const { t } = useTranslation('document');
  return (
    <ul className={styles.answers}>
      {byReason(answers).map((same) => (
        <li key={same[0]?.because} data-allowed={same[0]?.allowed}>
          {same[0]?.allowed ? (
            <IconCircleCheck size={18} stroke={1.6} aria-label={t('access.yes')} />
          ) : (
            <IconCircleX size={18} stroke={1.6} aria-label={t('access.no')} />
          )}
          <span className={styles.who}>
            <strong>{same.map(({ verb }) => t(`access.verbs.${verb}`)).join(', ')}</strong>
            <span>{same[0]?.because}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}

function Readers({ id }: { readonly id: string }) {
  const { t } = useTranslation('document');
  const { data, error } = useQuery(readersQuery(id));
  if (error) return <Refused error={error} />;
  if (!data) return <SkeletonRows rows={4} height={44} />;
  return (
    <details className={styles.readers}>
      <summary>{t('access.readers', { count: data.items.length })}</summary>
      <ul className={styles.rows}>
        {data.items.map(({ person, read, verbs }) => (
          <li key={person.id}>
            <Initials name={person.name} />
            <span className={styles.who}>
              <strong>{person.name}</strong>
              <span>{read.because}</span>
              {verbs.length > 0 && (
                <span>{t('access.besides', { verbs: verbs.map((verb) => t(`access.verbs.${verb}`)).join(', ') })}</span>
              )}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
