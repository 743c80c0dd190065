import { UnstyledButton } from '@mantine/core';
import {
  IconFile,
  IconFileSpreadsheet,
  IconFileText,
  IconFileTypePdf,
  IconMail,
  IconPhoto,
  type TablerIcon,
} from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from '../i18n/use-translation.ts';
import { useFormat } from '../i18n/use-format.ts';
import { When } from '../ui/when.tsx';
import { previewQuery, type FileView } from './files.ts';
import styles from './files.module.css';

interface Props {
  readonly files: readonly FileView[];
  readonly onOpen: (id: string) => void;
}

/** Files to be read in place. What is pointed at is loaded already. */
export function FileList({ files, onOpen }: Props) {
  const { t } = useTranslation('files');
  const { size } = useFormat();
  const queryClient = useQueryClient();
  return (
    <ul className={styles.list}>
      {files.map((file) => {
        const Icon = iconOf(file);
        return (
          <li key={file.id}>
            <UnstyledButton
              onClick={() => onOpen(file.id)}
              onPointerEnter={() => void queryClient.prefetchQuery(previewQuery(file))}
            >
              <Icon size={18} stroke={1.6} aria-hidden />
              <span>
                <span className={styles.name}>{file.name}</span>
                <small>
                  {size(file.size)}, {file.createdBy.name}, <When at={file.createdAt} time />
                  {file.version > 1 && `, ${t('version', { version: file.version })}`}
                </small>
              </span>
            </UnstyledButton>
          </li>
        );
      })}
    </ul>
  );
}

function iconOf({ type, name }: FileView): TablerIcon {
  if (type.startsWith('image/')) return IconPhoto;
  if (type === 'application/pdf') return IconFileTypePdf;
  if (type === 'message/rfc822') return IconMail;
  if (/sheet|excel/.test(type) || /\.(csv|tsv)$/i.test(name)) return IconFileSpreadsheet;
  return /word|text/.test(type) ? IconFileText : IconFile;
}
