import { Menu } from '@mantine/core';
import {
  IconArrowLeft,
  IconArrowNarrowDown,
  IconArrowNarrowUp,
  IconArrowRight,
  IconDots,
  IconEyeOff,
  IconFilter,
} from '@tabler/icons-react';
import { useState, type DragEvent } from 'react';
import { useTranslation } from '../../../i18n/use-translation.ts';
import { LateMenu } from '../../../ui/late-menu.tsx';
import { move, resize, shift, toggle, type PlacedColumn } from '../column-layout.ts';
import type { Column } from '../register-columns.ts';
import styles from './register-table.module.css';
import { ResizeGrip } from './resize-grip.tsx';

export interface HeadProps {
  readonly columns: readonly Column[];
  readonly layout: readonly PlacedColumn[];
  readonly sort: string;
  readonly nameOf: (column: Column) => string;
  readonly onLayout: (layout: PlacedColumn[]) => void;
  readonly onSort: (sort: string) => void;
  /** Absent where one cannot filter by the column. */
  readonly onFilter: (key: string) => void;
  readonly canFilter: (key: string) => boolean;
}

/** The names of the columns: a press sorts, an edge resizes, a name is dragged; the menu does all of it by keyboard. */
export function TableHead(props: HeadProps) {
  const [dragged, setDragged] = useState<string>();
  const [over, setOver] = useState<string>();
  const end = () => {
    setDragged(undefined);
    setOver(undefined);
  };
  return props.columns.map((column, index) => (
    <HeadCell
      key={column.key}
      {...props}
      column={column}
      index={index}
      over={over === column.key && dragged !== column.key}
      drag={{
        draggable: true,
        onDragStart: (event) => {
          event.dataTransfer.effectAllowed = 'move';
          event.dataTransfer.setData('text/plain', column.key);
          setDragged(column.key);
        },
        onDragOver: (event) => {
          if (dragged === undefined) return;
          event.preventDefault();
          setOver(column.key);
        },
        onDrop: (event) => {
          event.preventDefault();
          if (dragged !== undefined) props.onLayout(move(props.layout, dragged, column.key));
          end();
        },
        onDragEnd: end,
      }}
    />
  ));
}

interface CellProps extends HeadProps {
  readonly column: Column;
  readonly index: number;
  readonly over: boolean;
  readonly drag: {
    readonly draggable: true;
    readonly onDragStart: (event: DragEvent) => void;
    readonly onDragOver: (event: DragEvent) => void;
    readonly onDrop: (event: DragEvent) => void;
    readonly onDragEnd: () => void;
  };
}

function HeadCell({ column, index, over, drag, ...props }: CellProps) {
  const { t } = useTranslation('registers');
  const { key, sortable } = column;
  const direction = props.sort === key ? 'ascending' : props.sort === `-${key}` ? 'descending' : undefined;
  const Arrow = direction === 'ascending' ? IconArrowNarrowUp : IconArrowNarrowDown;
  const label = props.nameOf(column);
  const words = (
    <>
      <span>{label}</span>
      {direction && <Arrow size={14} aria-hidden />}
    </>
  );
  const width = props.layout[index]?.width ?? column.width;
  return (
    <div
      className={index === 0 ? styles.firstHead : styles.headCell}
      role="columnheader"
      aria-sort={direction}
      data-over={over || undefined}
      {...drag}
    >
      {sortable ? (
        <button
          type="button"
          className={styles.sort}
          data-sorted={direction}
          title={label}
          onClick={() => props.onSort(direction === 'ascending' ? `-${key}` : direction === 'descending' ? '' : key)}
        >
          {words}
        </button>
      ) : (
        <span className={styles.sort} title={label}>
          {words}
        </span>
      )}
      <LateMenu
        position="bottom-end"
        width={220}
        button={(ofMenu) => (
          <button type="button" className={styles.more} aria-label={t('head.more', { name: label })} {...ofMenu}>
            <IconDots size={16} aria-hidden />
          </button>
        )}
      >
        <HeadMenu column={column} {...props} />
      </LateMenu>
      <ResizeGrip
        width={width}
        onResize={(wanted) => props.onLayout(resize(props.layout, key, wanted))}
        onReset={() => props.onLayout(resize(props.layout, key, column.width))}
      />
    </div>
  );
}

const step = 32;

function HeadMenu({ column, layout, onLayout, onSort, onFilter, canFilter }: HeadProps & { readonly column: Column }) {
  const { t } = useTranslation('registers');
  const { key, sortable } = column;
  const width = layout.find((placed) => placed.key === key)?.width ?? column.width;
  const icon = { size: 16, stroke: 1.6 };
  return (
    <>
      {sortable && (
        <>
          <Menu.Item leftSection={<IconArrowNarrowUp {...icon} />} onClick={() => onSort(key)}>
            {t('head.ascending')}
          </Menu.Item>
          <Menu.Item leftSection={<IconArrowNarrowDown {...icon} />} onClick={() => onSort(`-${key}`)}>
            {t('head.descending')}
          </Menu.Item>
        </>
      )}
      {canFilter(key) && (
        <Menu.Item leftSection={<IconFilter {...icon} />} onClick={() => onFilter(key)}>
          {t('head.filter')}
        </Menu.Item>
      )}
      {(sortable || canFilter(key)) && <Menu.Divider />}
      <Menu.Item leftSection={<IconArrowLeft {...icon} />} onClick={() => onLayout(shift(layout, key, -1))}>
        {t('head.left')}
      </Menu.Item>
      <Menu.Item leftSection={<IconArrowRight {...icon} />} onClick={() => onLayout(shift(layout, key, 1))}>
        {t('head.right')}
      </Menu.Item>
      <Menu.Item closeMenuOnClick={false} onClick={() => onLayout(resize(layout, key, width + step))}>
        {t('head.wider')}
      </Menu.Item>
      <Menu.Item closeMenuOnClick={false} onClick={() => onLayout(resize(layout, key, width - step))}>
        {t('head.narrower')}
      </Menu.Item>
      <Menu.Divider />
      <Menu.Item
        leftSection={<IconEyeOff {...icon} />}
        disabled={layout.length === 1}
        onClick={() => onLayout(toggle(layout, column))}
      >
        {t('head.hide')}
      </Menu.Item>
    </>
  );
}
