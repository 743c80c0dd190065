import { lazy, Suspense } from 'react';
import { SkeletonRows } from '../../ui/states.tsx';
import type { FileViewerProps } from './file-viewer.tsx';

const FileViewer = lazy(async () => ({ default: (await import('./file-viewer.tsx')).FileViewer }));

/** The viewer of files, loaded when the first one is opened. */
export function LateViewer(props: FileViewerProps) {
  return (
    <Suspense fallback={<SkeletonRows rows={12} height={32} />}>
      <FileViewer {...props} />
    </Suspense>
  );
}
