import type { RunSummary } from '../../../routes/runs.ts';
import type { DocumentView } from '../../../streams/documents.ts';

export type DocumentAction =
  'start' | 'send' | 'assign' | 'papers' | 'give' | 'access' | 'setStatus' | 'cancelRun' | 'print';

/** What I may do with a document besides changing its card, in the order of the menu. Phones print nothing. */
export function actionsOf(
  may: DocumentView['may'],
  runs: readonly Pick<RunSummary, 'state'>[],
  phone: boolean,
): DocumentAction[] {
  const under = runs.some(({ state }) => state === 'running' || state === 'queued');
  const offered: Readonly<Record<DocumentAction, boolean>> = {
    start: may.includes('route'),
    send: may.includes('send'),
    assign: may.includes('assign'),
    papers: may.includes('generate'),
    give: may.includes('edit'),
    access: true,
    setStatus: may.includes('edit'),
    cancelRun: may.includes('route') && under,
    print: !phone,
  };
  return (Object.keys(offered) as DocumentAction[]).filter((action) => offered[action]);
}
