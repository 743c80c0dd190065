import { ActionIcon, TextInput } from '@mantine/core';
import { IconChevronDown, IconChevronUp, IconX } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { contentOf } from '../files.ts';
import { NoViewer } from './no-viewer.tsx';
import { openPdf, type Matches, type OpenPdf } from './pdf-document.ts';
import { printOnly } from './print.ts';
import type { ViewerProps } from './viewer-props.ts';
import styles from './viewer.module.css';

/** A PDF: pages as they are, text that can be selected and searched. */
export function PdfViewer({ shown, preview, zoom, tools }: ViewerProps) {
  const { t } = useTranslation('files');
  const container = useRef<HTMLDivElement>(null);
  const pdf = useRef<OpenPdf>(undefined);
  const [pages, setPages] = useState(0);
  const [page, setPage] = useState(1);
  const [failed, setFailed] = useState<'locked' | 'broken'>();
  const [matches, setMatches] = useState<Matches>();
  const [searching, setSearching] = useState(false);
  const url = contentOf(shown);
  useEffect(() => {
    if (!container.current) return;
    const opened = openPdf(
      container.current,
      { url, size: preview.size },
      { onPages: setPages, onPage: setPage, onMatches: setMatches, onFailed: setFailed },
    );
    pdf.current = opened;
    return () => opened.close();
  }, [url, preview.size]);
  useEffect(() => {
    tools({
      zoom: true,
      print: () => void pdf.current?.draw().then(printOnly),
      search: () => setSearching(true),
    });
  }, [tools]);
  useEffect(() => pdf.current?.zoom(zoom), [zoom]);
  if (failed) return <NoViewer shown={shown} preview={{ ...preview, kind: 'none', reason: failed }} />;
  return (
    <div className={styles.pdf}>
      {searching && (
        <Search
          matches={matches}
          onFind={(text, again) => pdf.current?.find(text, again)}
          onClose={() => {
            setSearching(false);
            setMatches(undefined);
            pdf.current?.find('', undefined);
          }}
        />
      )}
      <div ref={container} className={styles.pages} tabIndex={0} role="region" aria-label={preview.name}>
        <div className="pdfViewer" />
      </div>
      {pages > 0 && (
        <p className={styles.place} aria-live="polite">
          {t('viewer.page', { page, pages })}
        </p>
      )}
    </div>
  );
}

interface SearchProps {
  readonly matches: Matches | undefined;
  readonly onFind: (text: string, again: 'next' | 'previous' | undefined) => void;
  readonly onClose: () => void;
}

function Search({ matches, onFind, onClose }: SearchProps) {
  const { t } = useTranslation('files');
  const [text, setText] = useState('');
  return (
    <search className={styles.search}>
      <TextInput
        data-autofocus
        autoFocus
        size="sm"
        value={text}
        aria-label={t('viewer.search')}
        placeholder={t('viewer.search')}
        onChange={({ currentTarget }) => {
          setText(currentTarget.value);
          onFind(currentTarget.value, undefined);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onFind(text, event.shiftKey ? 'previous' : 'next');
          if (event.key === 'Escape') onClose();
          // What is typed here means nothing to the viewer around it.
          event.stopPropagation();
        }}
      />
      <span role="status">{text !== '' && matches && t('viewer.matches', { ...matches })}</span>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('viewer.previousMatch')}
        onClick={() => onFind(text, 'previous')}
      >
        <IconChevronUp size={18} stroke={1.6} />
      </ActionIcon>
      <ActionIcon variant="subtle" color="gray" aria-label={t('viewer.nextMatch')} onClick={() => onFind(text, 'next')}>
        <IconChevronDown size={18} stroke={1.6} />
      </ActionIcon>
      <ActionIcon variant="subtle" color="gray" aria-label={t('viewer.endSearch')} onClick={onClose}>
        <IconX size={18} stroke={1.6} />
      </ActionIcon>
    </search>
  );
}
