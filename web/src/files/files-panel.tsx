import { Button, FileButton, Progress } from '@mantine/core';
import { IconCamera, IconPaperclip, IconUpload } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type DragEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/use-format.ts';
import { useProblemText } from '../ui/problem-text.ts';
import { sayFailed } from '../ui/toast.tsx';
import { usePhone } from '../ui/use-phone.ts';
import { When } from '../ui/when.tsx';
import { attachFile, contentOf, filesQuery, type FileView } from './files.ts';
import styles from './files.module.css';

interface Props {
  readonly document: string;
  /** Whether files may be added. */
  readonly mayAdd: boolean;
}

/** The files of a document. New ones are dropped here, chosen, or taken with the camera of a phone. */
export function FilesPanel({ document, mayAdd }: Props) {
  const { t } = useTranslation('files');
  const { data } = useQuery(filesQuery(document));
  const { sending, send } = useAttach(document);
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    send([...event.dataTransfer.files]);
  };
  return (
    <div
      className={styles.files}
      data-over={over || undefined}
      {...(mayAdd && {
        onDragOver: (event: DragEvent) => {
          event.preventDefault();
          setOver(true);
        },
        onDragLeave: () => setOver(false),
        onDrop: drop,
      })}
    >
      {data?.items.length === 0 && <p className={styles.none}>{t(mayAdd ? 'drop' : 'none')}</p>}
      <ul>
        {data?.items.map((file) => (
          <FileRow key={file.id} file={file} />
        ))}
      </ul>
      {sending.map(({ name, part }) => (
        <div key={name} className={styles.sending}>
          <span>{name}</span>
          <Progress value={part * 100} aria-label={t('sending', { name })} />
        </div>
      ))}
      {mayAdd && <AddFiles onFiles={send} />}
    </div>
  );
}

function FileRow({ file }: { readonly file: FileView }) {
  const { t } = useTranslation('files');
  const { size } = useFormat();
  return (
    <li>
      <IconPaperclip size={16} stroke={1.6} aria-hidden />
      <span>
        <a href={contentOf(file)} target="_blank" rel="noopener">
          {file.name}
        </a>
        <small>
          {size(file.size)}, {file.createdBy.name}, <When at={file.createdAt} time />
          {file.version > 1 && `, ${t('version', { version: file.version })}`}
        </small>
      </span>
    </li>
  );
}

function AddFiles({ onFiles }: { readonly onFiles: (files: readonly File[]) => void }) {
  const { t } = useTranslation('files');
  const phone = usePhone();
  return (
    <div className={styles.add}>
      <FileButton multiple onChange={onFiles}>
        {(props) => (
          <Button {...props} variant="default" leftSection={<IconUpload size={16} />}>
            {t('add')}
          </Button>
        )}
      </FileButton>
      {phone && (
        <FileButton accept="image/*" capture="environment" onChange={(file) => file && onFiles([file])}>
          {(props) => (
            <Button {...props} variant="default" leftSection={<IconCamera size={16} />}>
              {t('photo')}
            </Button>
          )}
        </FileButton>
      )}
    </div>
  );
}

interface Sending {
  readonly name: string;
  readonly part: number;
}

function useAttach(document: string) {
  const { t } = useTranslation('files');
  const queryClient = useQueryClient();
  const textOf = useProblemText();
  const [sending, setSending] = useState<readonly Sending[]>([]);
  const attach = async (file: File) => {
    const { name } = file;
    const others = (known: readonly Sending[]) => known.filter((one) => one.name !== name);
    const progress = (part: number) => setSending((known) => [...others(known), { name, part }]);
    progress(0);
    try {
      await attachFile(document, file, progress);
    } catch (error) {
      sayFailed(t('failed', { name }), textOf(error));
    }
    setSending(others);
    await queryClient.invalidateQueries({ queryKey: ['documents', document] });
  };
  return { sending, send: (files: readonly File[]) => files.forEach((file) => void attach(file)) };
}
