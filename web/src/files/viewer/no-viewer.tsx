import { Button } from '@mantine/core';
import { IconDownload, IconFile } from '@tabler/icons-react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { EmptyState } from '../../ui/states.tsx';
import { contentOf, type FilePreview, type Shown } from '../files.ts';

interface Props {
  readonly shown: Shown;
  readonly preview: FilePreview;
}

/** A file that is not shown: what it is, why, and the way to have it. */
export function NoViewer({ shown, preview }: Props) {
  const { t } = useTranslation('files');
  const { size } = useFormat();
  return (
    <EmptyState
      icon={<IconFile size={32} stroke={1.4} />}
      title={preview.name}
      action={
        <Button
          component="a"
          href={contentOf(shown)}
          download={preview.name}
          leftSection={<IconDownload size={16} stroke={1.6} />}
        >
          {t('viewer.download')}
        </Button>
      }
    >
      {t(`viewer.reason.${preview.reason ?? 'unknown-type'}`)} {size(preview.size)}.
    </EmptyState>
  );
}
