import { useEffect, useRef } from 'react';
import type { RegisterRows } from '../paging/use-register-rows.ts';
import type { Document } from '../register-columns.ts';

interface TableKeys {
  readonly rows: RegisterRows;
  readonly current: number;
  readonly shown: string | undefined;
  /** Rows that fit on the screen. */
  readonly page: number;
  readonly onCurrent: (index: number) => void;
  readonly onShow: (document: Document | undefined) => void;
  readonly onOpen: (document: Document) => void;
  readonly onMark: (index: number, upTo: boolean) => void;
  readonly reveal: (index: number) => void;
}

/** The row that a key leads to; undefined for other keys. Before the first step no row is current (-1). */
export function rowByKey(key: string, current: number, page: number, total: number): number | undefined {
  const within = (index: number) => Math.min(Math.max(index, 0), total - 1);
  switch (key) {
    case 'j':
    case 'ArrowDown':
      return within(current + 1);
    case 'k':
    case 'ArrowUp':
      return within(current - 1);
    case 'PageDown':
      return within(current + page);
    case 'PageUp':
      return within(current - page);
    case 'Home':
      return within(0);
    case 'End':
      return within(total - 1);
    default:
      return undefined;
  }
}

/** The register without a mouse. Keys that are typed into a field, or meant for a menu or a button, are not taken. */
export function useTableKeys(keys: TableKeys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || !isForTable(event.target)) return;
      if (act(event, latest.current)) event.preventDefault();
    };
    document.addEventListener('keydown', hear);
    return () => document.removeEventListener('keydown', hear);
  }, []);
}

function isForTable(target: EventTarget | null): boolean {
  if (!(target instanceof Element) || target === document.body) return true;
  if (document.querySelector('[role="dialog"], [role="menu"]')) return false;
  return target.closest('[role="grid"]') === target || target.matches('main, [data-preview]');
}

function act(event: KeyboardEvent, keys: TableKeys): boolean {
  const { rows, current, shown, onCurrent, onShow, onOpen, onMark } = keys;
  const next = rows.total === 0 ? undefined : rowByKey(event.key, current, keys.page, rows.total);
  if (next !== undefined) {
    onCurrent(next);
    keys.reveal(next);
    const document = rows.at(next);
    // What is shown beside the list follows.
    if (document && shown !== undefined) onShow(document);
    if (event.shiftKey) onMark(next, true);
    return true;
  }
  const here = rows.at(current);
  if (event.key === 'Escape' && shown !== undefined) {
    onShow(undefined);
    return true;
  }
  if (!here) return false;
  if (event.key === 'Enter') onOpen(here);
  else if (event.key === ' ' || event.key === 'x') onMark(current, event.shiftKey);
  else if (event.key === 'p') onShow(here.id === shown ? undefined : here);
  else return false;
  return true;
}
