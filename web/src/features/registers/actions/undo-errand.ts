import type { Schemas } from '../../../api/client.ts';
import type { Errand, ErrandResult } from './errand.ts';

/** Whether everything that was done can be taken back, and something was done. */
export function canUndo(results: readonly ErrandResult[]): boolean {
  const done = results.filter(({ problem }) => problem === undefined);
  return done.length > 0 && done.every(({ undo }) => undo !== undefined);
}

/**
 * The errands that give back what an errand has changed, in parts of at most `most` documents: one for all that had the
 * same before. Each document must still have the version that the errand gave it.
 */
export function undoErrands(errand: Errand, results: readonly ErrandResult[], most: number): Schemas['BulkDto'][] {
  const alike = new Map<string, Schemas['BulkDto']>();
  const full: Schemas['BulkDto'][] = [];
  for (const { id, undo } of results) {
    if (!undo) continue;
    const before = {
      ...(errand.responsible !== undefined && { responsible: undo.responsible }),
      ...(errand.status !== undefined && { status: undo.status }),
    };
    const key = JSON.stringify(before);
    const part = alike.get(key) ?? { ...before, ids: [], versions: [] };
    part.ids.push(id);
    part.versions?.push(undo.version);
    alike.set(key, part);
    if (part.ids.length < most) continue;
    full.push(part);
    alike.delete(key);
  }
  return [...full, ...alike.values()];
}
