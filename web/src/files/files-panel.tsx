import { ActionIcon, Button, FileButton, Progress } from '@mantine/core';
import { IconCamera, IconUpload, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from '../i18n/use-translation.ts';
import { useProblemText } from '../ui/problem-text.ts';
import { usePhone } from '../ui/use-phone.ts';
import { namedPhoto, type Sending } from './attaching.ts';
import { FileList } from './file-list.tsx';
import { filesQuery } from './files.ts';
import styles from './files.module.css';
import { useAttach } from './use-attach.ts';
import { useDrop } from './use-drop.ts';
import { useOpenFile } from './use-open-file.ts';
import { LateViewer } from './viewer/late-viewer.tsx';

interface Props {
  readonly document: string;
  /** Whether files may be added. */
  readonly mayAdd: boolean;
}

/** The files of a document. New ones are dropped anywhere on the screen, chosen, or taken with the camera of a phone. */
export function FilesPanel({ document, mayAdd }: Props) {
  const { t } = useTranslation('files');
  const { data } = useQuery(filesQuery(document));
  const { sending, send, retry, drop } = useAttach(document);
  const { file, open } = useOpenFile();
  const over = useDrop(send, mayAdd);
  const files = data?.items ?? [];
  return (
    <div className={styles.files}>
      {data?.items.length === 0 && <p className={styles.none}>{t(mayAdd ? 'drop' : 'none')}</p>}
      <FileList files={files} onOpen={open} />
      {sending.map((one) => (
        <OnItsWay key={one.key} sending={one} onRetry={() => retry(one)} onDrop={() => drop(one.key)} />
      ))}
      {mayAdd && <AddFiles onFiles={send} />}
      {over && (
        <div className={styles.over} role="status">
          <IconUpload size={32} stroke={1.4} aria-hidden />
          {t('dropHere')}
        </div>
      )}
      {file !== undefined && (
        <LateViewer files={files} chosen={file} place="screen" onChoose={open} onClose={() => open(undefined)} />
      )}
    </div>
  );
}

interface OnItsWayProps {
  readonly sending: Sending;
  readonly onRetry: () => void;
  readonly onDrop: () => void;
}

function OnItsWay({ sending: { file, part, state, problem }, onRetry, onDrop }: OnItsWayProps) {
  const { t } = useTranslation('files');
  const textOf = useProblemText();
  const { name } = file;
  return (
    <div className={styles.sending} role={state === 'refused' ? 'alert' : undefined}>
      <span>{name}</span>
      {state === 'sending' ? (
        <Progress value={part * 100} aria-label={t('sending', { name })} />
      ) : (
        <>
          <p data-refused={state === 'refused' || undefined}>
            {state === 'lost' ? t('lost') : t('failed', { name })} {state === 'refused' && textOf(problem)}
          </p>
          <Button size="compact-sm" variant="default" onClick={onRetry}>
            {t('retry')}
          </Button>
          <ActionIcon variant="subtle" color="gray" aria-label={t('giveUp', { name })} onClick={onDrop}>
            <IconX size={16} stroke={1.6} />
          </ActionIcon>
        </>
      )}
    </div>
  );
}

function AddFiles({ onFiles }: { readonly onFiles: (files: readonly File[]) => void }) {
  const { t } = useTranslation('files');
  const phone = usePhone();
  return (
    <div className={styles.add}>
      <FileButton multiple onChange={onFiles}>
        {(props) => (
          <Button {...props} variant="default" leftSection={<IconUpload size={16} stroke={1.6} />}>
            {t('add')}
          </Button>
        )}
      </FileButton>
      {phone && (
        <FileButton
          accept="image/*"
          capture="environment"
          onChange={(photo) => photo && onFiles([namedPhoto(photo, new Date())])}
        >
          {(props) => (
            <Button {...props} variant="default" leftSection={<IconCamera size={16} stroke={1.6} />}>
              {t('photo')}
            </Button>
          )}
        </FileButton>
      )}
    </div>
  );
}
