import { absenceOf } from '../../../organisation/directory/queries.js';
import {
  documentColumns,
  documentOf,
  forwarding,
  type AttentionItem,
  type AttentionSearch,
  type AttentionSource,
  type DocumentColumns,
} from '../attention-item.js';

interface HeldRow extends DocumentColumns {
  readonly id: string;
  readonly run_id: string | null;
  readonly performer_id: string;
  readonly issued_at: Date;
  readonly step: string | null;
}

const open = `a.state IN ('created', 'ready', 'reserved', 'in-progress', 'returned')`;

/** Open assignments of people who are absent with nobody acting for them, and of people who have left. */
export const people: AttentionSource = async (search) => {
  const { organisation, context } = search;
  const now = context.now.getTime();
  const persons = [...organisation.persons.values()];
  const left = persons.filter(({ active }) => !active).map(({ id }) => id);
  const absent = persons.filter(({ id, active }) => active && absenceOf(organisation, id, now) !== null);
  const alone = absent.map(({ id }) => id);
  const [heldByLeft, heldByAbsent] = [await held(search, left), await held(search, alone)];
  return [
    ...heldByLeft.map((row) => item(search, row, 'performer-left')),
    ...heldByAbsent.map((row) => item(search, row, 'absent-without-substitute')),
  ];
};

/** Assignments that such people still have: those with a substitute in force for them have been handed on. */
async function held({ context, visible, limit }: AttentionSearch, ids: readonly string[]): Promise<HeldRow[]> {
  if (ids.length === 0) return [];
  const parameters: unknown[] = [limit, ids];
  return context.tx.query<HeldRow>(
    `SELECT a.id, a.run_id, a.performer_id, a.issued_at, a.step ->> 'name' AS step, ${documentColumns}
     FROM assignment a JOIN document d ON d.id = a.document_id
     WHERE a.performer_id = ANY ($2::uuid[]) AND ${open} AND ${visible(parameters)}
     ORDER BY a.issued_at, a.id LIMIT $1`,
    parameters,
  );
}

function item(
  { organisation, context }: AttentionSearch,
  row: HeldRow,
  reason: 'performer-left' | 'absent-without-substitute',
): AttentionItem {
  const name = organisation.persons.get(row.performer_id)?.name ?? row.performer_id;
  const what = row.step ?? 'an assignment';
  const absence = absenceOf(organisation, row.performer_id, context.now.getTime());
  const until = absence ? new Date(absence.until).toISOString() : '';
  const substitution = {
    label: 'Name a substitute',
    method: 'POST',
    path: '/api/substitutions',
    body: { absent: row.performer_id, substitute: '', startsAt: context.now.toISOString(), endsAt: until },
  } as const;
  return {
    reason,
    since: row.issued_at.toISOString(),
    message:
      reason === 'performer-left'
        ? `"${what}" is with ${name}, who is not active any more.`
        : `"${what}" is with ${name}, who is absent until ${until}, and nobody acts for ${name} in it.`,
    document: documentOf(row),
    assignment: row.id,
    ...(row.run_id === null ? {} : { run: row.run_id }),
    mend: reason === 'performer-left' ? [forwarding(row.id)] : [forwarding(row.id), substitution],
  };
}
