import { Tabs } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';
import type { Schemas } from '../../api/client.ts';
import { printOnly } from './print.ts';
import type { ViewerProps } from './viewer-props.ts';
import styles from './viewer.module.css';

type Sheet = Schemas['SheetPreview'];

/** A workbook: its sheets as tabs, the first rows of each, and a word where there are more. */
export function SheetsViewer({ preview, zoom, tools }: ViewerProps) {
  const { t } = useTranslation('files');
  const sheets = preview.sheets ?? [];
  const [chosen, setChosen] = useState(0);
  const table = useRef<HTMLTableElement>(null);
  useEffect(() => {
    tools({ zoom: true, print: () => table.current && printOnly([table.current.cloneNode(true) as Element]) });
  }, [tools]);
  const sheet = sheets[chosen];
  if (!sheet) return <p className={styles.note}>{t('viewer.noSheets')}</p>;
  return (
    <div className={styles.sheets}>
      {sheets.length > 1 && (
        <Tabs value={String(chosen)} onChange={(value) => setChosen(Number(value))} className={styles.tabs}>
          <Tabs.List>
            {sheets.map(({ name }, index) => (
              <Tabs.Tab key={index} value={String(index)}>
                {name}
              </Tabs.Tab>
            ))}
          </Tabs.List>
        </Tabs>
      )}
      {sheet.truncated && (
        <p className={styles.note} role="note">
          {t('viewer.moreRows', { count: sheet.rows.length })}
        </p>
      )}
      <div className={styles.cells} tabIndex={0} role="region" aria-label={sheet.name}>
        {sheet.rows.length === 0 ? (
          <p className={styles.note}>{t('viewer.emptySheet')}</p>
        ) : (
          <Cells sheet={sheet} zoom={zoom} table={table} />
        )}
      </div>
    </div>
  );
}

interface CellsProps {
  readonly sheet: Sheet;
  readonly zoom: number;
  readonly table: React.RefObject<HTMLTableElement | null>;
}

function Cells({ sheet, zoom, table }: CellsProps) {
  const width = Math.max(...sheet.rows.map((row) => row.length));
  return (
    <table ref={table} style={{ zoom }}>
      <thead>
        <tr>
          <td />
          {Array.from({ length: width }, (_, at) => (
            <th key={at} scope="col">
              {columnName(at)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {sheet.rows.map((row, line) => (
          <tr key={line}>
            <th scope="row">{line + 1}</th>
            {Array.from({ length: width }, (_, at) => (
              <td key={at} data-number={row[at]?.number} data-bold={row[at]?.bold}>
                {row[at]?.text}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A, B, … Z, AA, AB. */
function columnName(at: number): string {
  const last = String.fromCodePoint(65 + (at % 26));
  return at < 26 ? last : columnName(Math.floor(at / 26) - 1) + last;
}
