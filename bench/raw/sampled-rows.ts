import { statement } from '../frame/databases.js';

/** Contents of the rows that the product wrote for one document: the raw statements write the very same. */
export type SampledRows = Readonly<Record<SampledColumn, string>>;

const columns = {
  stream: 'd.stream',
  title: 'd.title',
  author: 'd.author_id',
  fields: 'd.fields',
  search: 'd.search',
  detail: 'h.detail',
  route: 'r.route',
  state: 'r.state',
  event: 'e.event',
  trail: 'e.trail',
  instance: 'a.instance',
  element: 'a.element',
  step: 'a.step',
  instruction: 'a.instruction',
  outcomes: 'a.outcomes',
  performer: 'a.performer_id',
  because: 'a.due_because',
} as const;

export type SampledColumn = keyof typeof columns;

/**
 * Reads the rows of the youngest document of `stream` that has an assignment at `element`.
 * @throws Error when there is none
 */
export async function sampleRows(url: string, stream: string, element: string): Promise<SampledRows> {
  const list = Object.entries(columns).map(([name, sql]) => `coalesce((${sql})::text, 'null') AS ${name}`);
  const [row] = await statement<SampledRows>(
    url,
    `SELECT ${list.join(', ')} FROM assignment a JOIN document d ON d.id = a.document_id JOIN route_run r ON r.id = a.run_id
       JOIN document_history h ON h.document_id = d.id AND h.event = 'document.registered'
       JOIN route_run_event e ON e.run_id = r.id
     WHERE d.stream = $1 AND a.element = $2 ORDER BY d.id DESC, e.sequence DESC LIMIT 1`,
    [stream, element],
  );
  if (!row) throw new Error(`No document of "${stream}" has an assignment at "${element}" yet.`);
  return row;
}

/** Of the sampled contents, those that `statements` name. */
export function constantsOf(statements: readonly string[], rows: SampledRows): Record<string, string> {
  const named = new Set(statements.flatMap((text) => [...text.matchAll(/(?<!:):([a-z]\w*)/g)].map(([, name]) => name)));
  return Object.fromEntries(Object.entries(rows).filter(([name]) => named.has(name)));
}
