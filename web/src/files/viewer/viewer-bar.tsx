import { ActionIcon, NativeSelect } from '@mantine/core';
import {
  IconArrowLeft,
  IconChevronLeft,
  IconChevronRight,
  IconDownload,
  IconPrinter,
  IconSearch,
  IconX,
  IconZoomIn,
  IconZoomOut,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ComponentType } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { contentOf, versionsQuery, type FileView, type Shown } from '../files.ts';
import type { ViewerTools } from './viewer-props.ts';
import styles from './viewer.module.css';

interface Props {
  readonly file: FileView;
  readonly shown: Shown;
  readonly name: string;
  /** Which of `count` files it is, from 0. */
  readonly place: number;
  readonly count: number;
  readonly zoom: number;
  readonly tools: ViewerTools;
  readonly onZoom: (by: 1 | -1) => void;
  readonly onStep: (by: 1 | -1) => void;
  readonly onVersion: (version: number) => void;
  /** Back to the letter whose attachment is shown. */
  readonly onBack: (() => void) | undefined;
  readonly onClose: () => void;
}

/** What is open, and what can be done with it. */
export function ViewerBar(props: Props) {
  const { t } = useTranslation('files');
  const { file, shown, name, place, count, zoom, tools, onBack, onClose } = props;
  return (
    <header className={styles.bar}>
      {onBack && <Action label={t('viewer.toLetter')} icon={IconArrowLeft} onClick={onBack} />}
      <h2 title={name}>{name}</h2>
      {file.version > 1 && <Versions {...props} />}
      {count > 1 && (
        <span className={styles.steps}>
          <Action
            label={t('viewer.previous')}
            icon={IconChevronLeft}
            onClick={() => props.onStep(-1)}
            off={place === 0}
          />
          <span>{t('viewer.place', { place: place + 1, count })}</span>
          <Action
            label={t('viewer.next')}
            icon={IconChevronRight}
            onClick={() => props.onStep(1)}
            off={place === count - 1}
          />
        </span>
      )}
      <span className={styles.actions}>
        {tools.zoom && (
          <>
            <Action label={t('viewer.smaller')} icon={IconZoomOut} onClick={() => props.onZoom(-1)} off={zoom <= 0.5} />
            <Action label={t('viewer.larger')} icon={IconZoomIn} onClick={() => props.onZoom(1)} off={zoom >= 4} />
          </>
        )}
        {tools.search && <Action label={t('viewer.search')} icon={IconSearch} onClick={tools.search} />}
        {tools.print && <Action label={t('viewer.print')} icon={IconPrinter} onClick={tools.print} />}
        <ActionIcon
          component="a"
          href={contentOf(shown)}
          download={name}
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={t('viewer.download')}
          data-tip={t('viewer.download')}
        >
          <IconDownload size={18} stroke={1.6} />
        </ActionIcon>
      </span>
      <Action label={t('viewer.close')} icon={IconX} onClick={onClose} />
    </header>
  );
}

function Versions({ file, shown, onVersion }: Props) {
  const { t } = useTranslation('files');
  const { when } = useFormat();
  const { data } = useQuery(versionsQuery(file.id));
  const versions = data?.items ?? [file];
  return (
    <NativeSelect
      size="xs"
      className={styles.versions}
      aria-label={t('viewer.version')}
      value={shown.version}
      onChange={({ currentTarget }) => onVersion(Number(currentTarget.value))}
      data={versions.map(({ version, createdAt, createdBy }) => ({
        value: String(version),
        label: t('viewer.versionOf', { version, when: when(createdAt), who: createdBy.name }),
      }))}
    />
  );
}

interface ActionProps {
  readonly label: string;
  readonly icon: ComponentType<{ size: number; stroke: number }>;
  readonly onClick: () => void;
  readonly off?: boolean;
}

function Action({ label, icon: Icon, onClick, off = false }: ActionProps) {
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="lg"
      aria-label={label}
      data-tip={label}
      onClick={onClick}
      disabled={off}
    >
      <Icon size={18} stroke={1.6} />
    </ActionIcon>
  );
}
