import { useEffect, useRef } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { printOnly } from './print.ts';
import type { ViewerProps } from './viewer-props.ts';
import styles from './viewer.module.css';

/** Text as it is, whatever a program would make of it. */
export function TextViewer({ preview, zoom, tools }: ViewerProps) {
  const { t } = useTranslation('files');
  const { size } = useFormat();
  const text = useRef<HTMLPreElement>(null);
  useEffect(() => {
    tools({ zoom: true, print: () => text.current && printOnly([text.current.cloneNode(true) as Element]) });
  }, [tools]);
  if (!preview.text) return null;
  return (
    <div className={styles.text} tabIndex={0} role="region" aria-label={preview.name}>
      {preview.text.truncated && (
        <p className={styles.note} role="note">
          {t('viewer.moreText', { shown: size(512 * 1024), whole: size(preview.size) })}
        </p>
      )}
      <pre ref={text} style={{ zoom }}>
        {preview.text.text}
      </pre>
    </div>
  );
}
