import { useEffect, useRef } from 'react';
import { pageOf } from '../files.ts';
import type { ViewerProps } from './viewer-props.ts';
import styles from './viewer.module.css';

/**
 * A text document or the text of a letter. The frame runs no scripts; that it counts as this origin lets us measure, print and
 * hear keys, and lets the page itself do nothing.
 */
export function PageViewer({ shown, preview, zoom, tools }: ViewerProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  useEffect(() => {
    tools({ zoom: true, print: () => frame.current?.contentWindow?.print() });
  }, [tools]);
  const scale = () => {
    const body = frame.current?.contentDocument?.body;
    if (body) body.style.zoom = String(zoom);
  };
  useEffect(scale);
  return (
    <iframe
      ref={frame}
      className={styles.page}
      src={pageOf(shown)}
      title={preview.name}
      sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-modals"
      onLoad={() => {
        scale();
        frame.current?.contentWindow?.addEventListener('keydown', passOn);
      }}
    />
  );
}

/** Keys pressed in the page mean the same as beside it. */
function passOn(event: KeyboardEvent): void {
  const { key, code, ctrlKey, metaKey, shiftKey, altKey } = event;
  const copy = new KeyboardEvent('keydown', { key, code, ctrlKey, metaKey, shiftKey, altKey, bubbles: true });
  if (/^(Arrow(Up|Down)|Page|Home|End| $)/.test(key)) return;
  document.documentElement.dispatchEvent(copy);
}
