import { memo, useState, type CSSProperties } from 'react';
import { useTranslation } from '../../../i18n/use-translation.ts';
import type { Marks } from '../marks.ts';
import { useTopOfNewList } from '../use-top-of-new-list.ts';
import styles from './register-table.module.css';
import { TableBody, headHeight, type BodyProps } from './table-body.tsx';
import { TableHead, type HeadProps } from './table-head.tsx';

export interface TableProps extends HeadProps, Omit<BodyProps, 'scroller'> {
  readonly label: string;
  /** Says which list is shown: another one begins at its top. */
  readonly list: string;
  readonly onMarkAll: () => void;
}

const markWidth = 44;

/** The register as a table of which the head and the first column stay in sight. */
export function RegisterTable(props: TableProps) {
  const { rows, columns, layout, current } = props;
  // Kept as state: what is below is drawn before the element is there.
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  useTopOfNewList(scroller, props.list);
  const widths = layout.map(({ width }) => width);
  const measures = {
    '--head': `${headHeight}px`,
    '--mark': `${markWidth}px`,
    '--columns': `${markWidth}px ${widths.map((width) => `${width}px`).join(' ')}`,
    '--columns-width': `${widths.reduce((sum, width) => sum + width, markWidth)}px`,
  } as CSSProperties;
  const active = rows.at(current);
  return (
    <div
      ref={setScroller}
      className={styles.scroller}
      style={measures}
      role="grid"
      tabIndex={0}
      aria-label={props.label}
      aria-rowcount={rows.total + 1}
      aria-colcount={columns.length + 1}
      aria-multiselectable
      aria-busy={rows.older || rows.pending}
      aria-activedescendant={active ? `row-${active.id}` : undefined}
      data-older={rows.older || undefined}
      onScrollCapture={({ currentTarget }) => {
        const aside = currentTarget.scrollLeft > 0;
        if (aside !== 'aside' in currentTarget.dataset) currentTarget.toggleAttribute('data-aside', aside);
      }}
      data-scroll-restoration-id={`register-${props.stream}`}
    >
      <div className={styles.head} role="row" aria-rowindex={1}>
        <MarkAll marks={props.marks} onMarkAll={props.onMarkAll} />
        <Head {...props} />
      </div>
      <TableBody {...props} scroller={scroller} />
    </div>
  );
}

/** Drawn anew only when something about the columns changes, not with every page of rows. */
const Head = memo(TableHead, (before, after) =>
  (['columns', 'layout', 'sort', 'nameOf', 'onLayout', 'canFilter'] as const).every(
    (key) => before[key] === after[key],
  ),
);

function MarkAll({ marks, onMarkAll }: { readonly marks: Marks; readonly onMarkAll: () => void }) {
  const { t } = useTranslation('registers');
  return (
    <div className={styles.corner} role="columnheader" aria-label={t('marks.column')}>
      <label title={t('marks.all')}>
        <input
          type="checkbox"
          checked={marks.all && marks.ids.size === 0}
          ref={(box) => {
            if (box) box.indeterminate = marks.ids.size > 0;
          }}
          onChange={onMarkAll}
          aria-label={t('marks.all')}
        />
      </label>
    </div>
  );
}
