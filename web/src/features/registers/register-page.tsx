import { useQuery } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { streamsQuery, type Stream } from '../../streams/streams.ts';
import { viewsQuery } from '../../streams/views.ts';
import { usePageTitle } from '../../ui/page-title.ts';
import { EmptyState, ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { usePhone } from '../../ui/use-phone.ts';
import { OtherLayout } from './other-layout.tsx';
import { RegisterHeader } from './register-header.tsx';
import styles from './register-page.module.css';
import { TableView } from './table/table-view.tsx';
import { useRegister } from './use-register.ts';

const PhoneRegister = lazy(async () => ({ default: (await import('./phone/phone-register.tsx')).PhoneRegister }));

/** The register of a stream, as its address says. */
export function RegisterPage() {
  const { t } = useTranslation('registers');
  const { stream: key } = useParams({ from: '/office/registers/$stream' });
  const { view } = useSearch({ from: '/office/registers/$stream' });
  const { data, error, refetch } = useQuery(streamsQuery);
  const views = useQuery(viewsQuery);
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={20} />;
  const stream = data.items.find((known) => known.key === key);
  if (!stream) return <EmptyState title={t('gone.title')}>{t('gone.text')}</EmptyState>;
  // A view that is kept on the server is not shown as another one first.
  const defined = view === undefined || stream.views.some(({ key: known }) => known === view);
  if (!defined && views.isPending) return <SkeletonRows rows={20} />;
  return <RegisterOf key={stream.key} stream={stream} />;
}

function RegisterOf({ stream }: { readonly stream: Stream }) {
  const { name } = useFormat();
  const phone = usePhone();
  const register = useRegister(stream);
  usePageTitle(name(stream.name));
  if (phone)
    return (
      <Suspense fallback={<SkeletonRows rows={12} height={72} />}>
        <PhoneRegister register={register} />
      </Suspense>
    );
  return (
    <div className={styles.page}>
      <RegisterHeader register={register} />
      {register.layout === 'table' ? (
        <TableView key={register.state.view.key} register={register} />
      ) : (
        <OtherLayout register={register} phone={false} />
      )}
    </div>
  );
}
