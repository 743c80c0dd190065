import { ActionIcon, Skeleton } from '@mantine/core';
import { IconPaperclip, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from '../../../i18n/use-translation.ts';
import { CardView } from '../../../card/card-view.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { useOpenDocument } from '../../../live/open-documents.ts';
import { LinkButton } from '../../../ui/link-button.tsx';
import { ErrorState } from '../../../ui/states.tsx';
import { StatusBadge } from '../../../ui/status-badge.tsx';
import { DueDate } from '../../../ui/when.tsx';
import type { Document } from '../register-columns.ts';
import { documentQuery } from '../../../streams/documents.ts';
import type { Stream } from '../../../streams/streams.ts';
import { firstFilesQuery, openAssignmentsQuery } from './preview-queries.ts';
import styles from './preview.module.css';

interface Props {
  readonly id: string;
  readonly stream: Stream;
  /** What the list knows is shown at once. */
  readonly listed: Document | undefined;
  readonly onClose: () => void;
}

/** A document beside the list: what it is, its state, who has it, its card and files. */
export function Preview({ id, stream, listed, onClose }: Props) {
  const { t } = useTranslation('registers');
  const { name } = useFormat();
  const { data, error, refetch } = useQuery({
    ...documentQuery(id),
    placeholderData: listed && { ...listed, may: [], editable: [] },
  });
  useOpenDocument(id);
  const status = stream.statuses.find(({ key }) => key === data?.status);
  return (
    <aside className={styles.preview} aria-label={t('preview.label')} data-preview tabIndex={-1}>
      <div className={styles.bar}>
        <span className={styles.number}>{data?.number}</span>
        <LinkButton to="/documents/$id" params={{ id }} variant="default" size="compact-sm">
          {t('preview.open')}
        </LinkButton>
        <ActionIcon variant="subtle" color="gray" aria-label={t('preview.close')} onClick={onClose}>
          <IconX size={18} stroke={1.6} aria-hidden />
        </ActionIcon>
      </div>
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : data ? (
        <div className={styles.content} tabIndex={0} role="region" aria-label={data.title}>
          <h2>{data.title}</h2>
          <p className={styles.state}>
            <StatusBadge tone={status?.tone}>{status ? name(status.name) : data.status}</StatusBadge>
            {data.responsible && <span>{data.responsible.name}</span>}
          </p>
          <Assignments id={id} />
          <CardView stream={stream} values={data.fields} />
          <Files id={id} />
        </div>
      ) : (
        <div className={styles.content} aria-busy="true">
          <Skeleton height={20} width="70%" mb={16} />
          <Skeleton height={22} width="40%" radius="xl" mb={24} />
          {Array.from({ length: 6 }, (_, row) => (
            <Skeleton key={row} height={32} mb={12} />
          ))}
        </div>
      )}
    </aside>
  );
}

function Assignments({ id }: { readonly id: string }) {
  const { t } = useTranslation('registers');
  const { data } = useQuery(openAssignmentsQuery(id));
  if (!data || data.items.length === 0) return null;
  return (
    <section className={styles.section}>
      <h3>{t('preview.assignments')}</h3>
      <ul>
        {data.items.map((assignment) => (
          <li key={assignment.id} className={styles.assignment}>
            <span>{assignment.step?.name ?? assignment.instruction}</span>
            <DueDate at={assignment.dueAt} because={assignment.dueBecause} />
            <span className={styles.quiet}>
              {assignment.performer?.name ??
                (assignment.candidates.map((person) => person.name).join(', ') || t('preview.nobody'))}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Files({ id }: { readonly id: string }) {
  const { t } = useTranslation('registers');
  const { size } = useFormat();
  const { data } = useQuery(firstFilesQuery(id));
  if (!data || data.items.length === 0) return null;
  return (
    <section className={styles.section}>
      <h3>{t('preview.files')}</h3>
      <ul>
        {data.items.map((file) => (
          <li key={file.id}>
            <Link to="/documents/$id" params={{ id }} search={{ file: file.id }} className={styles.file}>
              <IconPaperclip size={16} stroke={1.6} aria-hidden />
              <span>{file.name}</span>
              <span className={styles.quiet}>{size(file.size)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
