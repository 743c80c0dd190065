import { useEffect, useRef, useState } from 'react';
import { contentOf } from '../files.ts';
import type { ViewerProps } from './viewer-props.ts';
import { printOnly } from './print.ts';
import { NoViewer } from './no-viewer.tsx';
import styles from './viewer.module.css';

/** A picture, turned as its camera was held; larger than the pane it is moved by scrolling. */
export function ImageViewer({ shown, preview, zoom, tools }: ViewerProps) {
  const picture = useRef<HTMLImageElement>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    tools({ zoom: true, print: () => picture.current && printOnly([picture.current.cloneNode() as Element]) });
  }, [tools]);
  // Some browsers know more kinds of pictures than others.
  if (failed) return <NoViewer shown={shown} preview={{ ...preview, kind: 'none', reason: 'unknown-type' }} />;
  return (
    <div className={styles.image} tabIndex={0} role="region" aria-label={preview.name}>
      <img
        ref={picture}
        src={contentOf(shown)}
        alt={preview.name}
        data-zoomed={zoom !== 1 || undefined}
        style={zoom === 1 ? undefined : { width: `${zoom * 100}%` }}
        onError={() => setFailed(true)}
      />
    </div>
  );
}
