import { say } from '../../../platform/words/sentence.js';
import { documentColumns, documentOf, type AttentionSource, type DocumentColumns } from '../attention-item.js';

interface ClosedRow extends DocumentColumns {
  readonly unit_id: string;
}

/** Documents of units that are closed, of which something is still expected. */
export const closedUnits: AttentionSource = {
  reasons: ['unit-closed'],
  async find({ organisation, context, cards, visible, limit }) {
    const closed = [...organisation.units.values()].filter(({ closedAt }) => closedAt != null);
    if (closed.length === 0) return [];
    const done = cards.flatMap(({ stream, definition }) =>
      definition.statuses.filter(({ final }) => final === true).map(({ key }) => `${stream} ${key}`),
    );
    const parameters: unknown[] = [closed.map(({ id }) => id), done];
    const rows = await context.tx.query<ClosedRow>(
      `SELECT d.unit_id, ${documentColumns} FROM document d
       WHERE d.unit_id = ANY ($1::uuid[]) AND d.stream || ' ' || d.status <> ALL ($2::text[]) AND ${visible(parameters)}
       ORDER BY d.created_at, d.id LIMIT ${limit}`,
      parameters,
    );
    return rows.map((row) => {
      const unit = organisation.units.get(row.unit_id);
      return {
        reason: 'unit-closed' as const,
        since: unit?.closedAt ?? context.now.toISOString(),
        message: say('Its unit "{unit}" is closed. Somebody of another unit should be responsible for it.', {
          unit: unit?.name ?? '',
        }),
        document: documentOf(row),
        mend: [],
      };
    });
  },
};
