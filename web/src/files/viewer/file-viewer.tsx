import { Modal } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useCallback, useEffect, useRef, useState, type ComponentType } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { usePhone } from '../../ui/use-phone.ts';
import { previewQuery, type FilePreview, type FileView, type Shown } from '../files.ts';
import { ImageViewer } from './image-viewer.tsx';
import { LetterViewer } from './letter-viewer.tsx';
import { NoViewer } from './no-viewer.tsx';
import { PageViewer } from './page-viewer.tsx';
import { SheetsViewer } from './sheets-viewer.tsx';
import { TextViewer } from './text-viewer.tsx';
import { ViewerBar } from './viewer-bar.tsx';
import type { ViewerProps, ViewerTools } from './viewer-props.ts';
import styles from './viewer.module.css';
import { zoomed } from './zoom.ts';

const viewers: Readonly<Record<FilePreview['kind'], ComponentType<ViewerProps>>> = {
  pdf: lazy(() => import('./pdf-viewer.tsx').then(({ PdfViewer }) => ({ default: PdfViewer }))),
  image: ImageViewer,
  page: PageViewer,
  letter: LetterViewer,
  sheets: SheetsViewer,
  text: TextViewer,
  none: NoViewer,
};

export interface FileViewerProps {
  /** The files that one goes through from one to the next. */
  readonly files: readonly FileView[];
  readonly chosen: string;
  readonly onChoose: (id: string) => void;
  readonly onClose: () => void;
  /** In the pane where it stands, or over the whole screen; on a phone always the latter. */
  readonly place: 'pane' | 'screen';
}

/** Files read where one is: in the pane, or over the whole screen. Esc closes, the arrows go to the next and back. */
export function FileViewer(props: FileViewerProps) {
  const { t } = useTranslation('files');
  const phone = usePhone();
  const file = props.files.find(({ id }) => id === props.chosen);
  if (!file) return null;
  if (!phone && props.place === 'pane') return <Viewer key={file.id} {...props} file={file} />;
  return (
    <Modal.Root
      opened
      onClose={props.onClose}
      fullScreen
      closeOnEscape={false}
      // It covers everything; and the lock is a style sheet without the nonce of the page.
      lockScroll={false}
      transitionProps={{ duration: 0 }}
    >
      <Modal.Content aria-label={t('viewer.title', { name: file.name })} className={styles.screen}>
        <Viewer key={file.id} {...props} file={file} />
      </Modal.Content>
    </Modal.Root>
  );
}

/** A file within the letter that is open. */
interface Part {
  readonly part: string;
  readonly name: string;
}

function Viewer({ files, file, onChoose, onClose }: FileViewerProps & { readonly file: FileView }) {
  const [version, setVersion] = useState(file.version);
  const [parts, setParts] = useState<readonly Part[]>([]);
  const [zoom, setZoom] = useState(1);
  const [tools, setTools] = useState<ViewerTools>({});
  const place = files.indexOf(file);
  const part = parts.at(-1);
  const shown: Shown = { id: file.id, version, ...(part && { part: part.part }) };
  const leave = () => {
    setTools({});
    setZoom(1);
  };
  const back = () => {
    leave();
    if (part) setParts(parts.slice(0, -1));
    else onClose();
  };
  const step = (by: 1 | -1) => {
    const next = files[place + by];
    if (next) onChoose(next.id);
  };
  useHotkeys(
    [
      ['Escape', back],
      ['ArrowRight', () => step(1)],
      ['ArrowLeft', () => step(-1)],
      ['shift++', () => setZoom(zoomed(zoom, 1))],
      ['+', () => setZoom(zoomed(zoom, 1))],
      ['=', () => setZoom(zoomed(zoom, 1))],
      ['-', () => setZoom(zoomed(zoom, -1))],
      ['mod+P', () => tools.print?.()],
      ...(tools.search ? ([['mod+F', tools.search]] as [string, () => void][]) : []),
    ],
    ['INPUT', 'TEXTAREA', 'SELECT'],
  );
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => root.current?.focus(), []);
  return (
    <div
      ref={root}
      className={styles.viewer}
      tabIndex={-1}
      data-autofocus
      // These scroll the file here; outside they would go to another assignment.
      onKeyDown={(event) => /^(ArrowUp|ArrowDown)$/.test(event.key) && event.nativeEvent.stopPropagation()}
    >
      <ViewerBar
        file={file}
        shown={shown}
        name={part?.name ?? file.name}
        place={place}
        count={files.length}
        zoom={zoom}
        tools={tools}
        onZoom={(by) => setZoom(zoomed(zoom, by))}
        onStep={step}
        onVersion={(chosen) => {
          leave();
          setParts([]);
          setVersion(chosen);
        }}
        onBack={part ? back : undefined}
        onClose={onClose}
      />
      <Content
        key={`${version} ${part?.part ?? ''}`}
        shown={shown}
        zoom={zoom}
        tools={useCallback((known: ViewerTools) => setTools(known), [])}
        onPart={(address, name) => {
          leave();
          setParts([...parts, { part: address, name }]);
        }}
      />
    </div>
  );
}

function Content({ shown, ...props }: Omit<ViewerProps, 'preview'>) {
  const { data: preview, error, refetch } = useQuery(previewQuery(shown));
  if (error && !preview) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!preview) return <SkeletonRows rows={12} height={32} />;
  const Shows = viewers[preview.kind];
  return (
    <div className={styles.content}>
      <Suspense fallback={<SkeletonRows rows={12} height={32} />}>
        <Shows shown={shown} preview={preview} {...props} />
      </Suspense>
    </div>
  );
}
