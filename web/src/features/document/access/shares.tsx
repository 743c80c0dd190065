import { ActionIcon } from '@mantine/core';
import { IconSitemap, IconUser, IconUsersGroup, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../../i18n/use-translation.ts';
import { api, answer } from '../../../api/client.ts';
import { Refused } from '../../../ui/refused.tsx';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { sayDone } from '../../../ui/toast.tsx';
import { When } from '../../../ui/when.tsx';
import { useDeed } from '../actions/use-deed.ts';
import { sharesQuery, type Share } from './access-queries.ts';
import styles from './access.module.css';
import { ShareForm, type Sharing } from './share-form.tsx';

/** With whom the document is shared by name, for those who may share it. */
export function Shares({ id }: { readonly id: string }) {
  const { t } = useTranslation(['document', 'ui']);
  const shares = useQuery(sharesQuery(id));
  const give = useDeed(
    id,
    (body: Sharing) => answer(api.POST('/api/documents/{id}/shares', { params: { path: { id } }, body })),
    (share) => sayDone({ text: t('access.given', { name: nameOf(share) }) }),
  );
  const take = useDeed(
    id,
    (share: Share) =>
      answer(api.DELETE('/api/documents/{id}/shares/{share}', { params: { path: { id, share: share.id } } })),
    (_, share) =>
      sayDone({
        text: t('access.taken', { name: nameOf(share) }),
        ...(!share.over && { undo: { label: t('ui:undo'), run: () => give.mutate(again(share)) } }),
      }),
  );
  if (shares.error) return <ErrorState error={shares.error} onRetry={() => void shares.refetch()} />;
  if (shares.data === null) return null;
  return (
    <section className={styles.part} aria-labelledby="access-shares">
      <h3 id="access-shares">{t('access.shares')}</h3>
      {shares.data === undefined && <SkeletonRows rows={2} height={44} />}
      {shares.data?.length === 0 && <p className={styles.quiet}>{t('access.notShared')}</p>}
      {shares.data && shares.data.length > 0 && (
        <ul className={styles.rows}>
          {shares.data.map((share) => (
            <li key={share.id} data-over={share.over || undefined}>
              <Sign share={share} />
              <span className={styles.who}>
                <strong>{nameOf(share)}</strong>
                <span>
                  {t(`access.level.${share.level}`)}
                  {share.until !== null && (
                    <>
                      {' · '}
                      {t(share.over ? 'access.ended' : 'access.until')} <When at={share.until} time />
                    </>
                  )}
                </span>
              </span>
              <ActionIcon
                variant="subtle"
                color="gray"
                size="lg"
                aria-label={t('access.take', { name: nameOf(share) })}
                disabled={take.isPending}
                onClick={() => take.mutate(share)}
              >
                <IconX size={16} stroke={1.6} />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
      <Refused error={take.error ?? give.error} />
      <ShareForm key={shares.data?.length ?? 0} busy={give.isPending} onShare={(sharing) => give.mutate(sharing)} />
    </section>
  );
}

function Sign({ share: { person, unit } }: { readonly share: Share }) {
  const Icon = person ? IconUser : unit ? IconSitemap : IconUsersGroup;
  return <Icon size={18} stroke={1.6} aria-hidden />;
}

function nameOf({ person, unit, group }: Share): string {
  return (person ?? unit ?? group)?.name ?? '';
}

/** What gives a share once more. */
function again({ person, unit, group, level, until }: Share): Sharing {
  return {
    ...(person && { person: person.id }),
    ...(unit && { unit: unit.id }),
    ...(group && { group: group.id }),
    ...{ level, until },
  };
}
