import { UnstyledButton } from '@mantine/core';
import { IconPaperclip } from '@tabler/icons-react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { When } from '../../ui/when.tsx';
import { PageViewer } from './page-viewer.tsx';
import type { ViewerProps } from './viewer-props.ts';
import styles from './viewer.module.css';

/** A letter: from whom and when, what came with it, and its text, for which nothing is loaded from outside. */
export function LetterViewer(props: ViewerProps) {
  const { t } = useTranslation('files');
  const { size } = useFormat();
  const { letter } = props.preview;
  if (!letter) return null;
  return (
    <div className={styles.letter}>
      <header>
        <h2>{letter.subject || t('viewer.letter.noSubject')}</h2>
        <dl>
          {(['from', 'to', 'cc'] as const)
            .filter((who) => letter[who] !== '')
            .map((who) => (
              <div key={who}>
                <dt>{t(`viewer.letter.${who}`)}</dt>
                <dd>{letter[who]}</dd>
              </div>
            ))}
          {letter.sentAt !== undefined && (
            <div>
              <dt>{t('viewer.letter.sent')}</dt>
              <dd>
                <When at={letter.sentAt} time />
              </dd>
            </div>
          )}
        </dl>
        {letter.attachments.length > 0 && (
          <ul aria-label={t('viewer.letter.attachments')}>
            {letter.attachments.map(({ part, name, size: bytes }) => (
              <li key={part}>
                <UnstyledButton onClick={() => props.onPart(part, name)}>
                  <IconPaperclip size={16} stroke={1.6} aria-hidden />
                  <span>{name}</span>
                  <small>{size(bytes)}</small>
                </UnstyledButton>
              </li>
            ))}
          </ul>
        )}
        {letter.incomplete && <p role="note">{t('viewer.letter.incomplete')}</p>}
      </header>
      <PageViewer {...props} />
    </div>
  );
}
