import type { Context } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { say } from '../../platform/words/sentence.js';
import type { Language } from '../../platform/languages.js';
import { shareHolders } from '../../organisation/access/shares.js';
import type { CardValues } from '../../streams/card/card-scope.js';
import type { CompiledCard } from '../../streams/card/compile-card.js';
import { grantedSql, pointerSelection, type AccessRow, type VisibleDocuments } from '../access/visible-documents.js';
import { cardProblem } from '../card/card-messages.js';

interface Holder extends AccessRow {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly key: string;
}

/** Whether a statement failed because something that must be unique is there already (SQLSTATE 23505). */
export function isUniqueViolation(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === '23505';
}

/** The name of the index or constraint that a unique violation broke. */
export function brokenConstraint(error: unknown): string | undefined {
  const constraint = isUniqueViolation(error) && (error as { constraint?: unknown }).constraint;
  return typeof constraint === 'string' ? constraint : undefined;
}

/**
 * The refusal of a card whose unique value another document has. To be called after the failed statement was rolled
 * back: a statement begun now sees what the other transaction committed. Undefined when no such document is found,
 * so that something else must have been in the way.
 */
export async function uniqueConflict(
  ctx: Context,
  card: CompiledCard,
  values: CardValues,
  asked: { readonly language: Language; readonly exceptId: string; readonly visible: VisibleDocuments },
): Promise<Refusal | undefined> {
  const holders = await findHolders(ctx, card, values, asked.exceptId);
  const [first] = holders;
  if (!first) return undefined;
  const problems = holders.map(({ key, number }) => cardProblem(`fields.${key}`, 'unique', asked.language, number));
  const { id, number, title } = first;
  const visible = asked.visible.decide(ctx.actor, 'read', first).allowed;
  const message = say('Document {number} has the same {fields}. Open that one instead.', {
    number,
    fields: holders.map(({ key }) => key).join(', '),
  });
  return new Refusal('conflict', 'already-registered', message, problems, {
    existing: visible ? { id, number, title } : { number },
  });
}

async function findHolders(ctx: Context, card: CompiledCard, values: CardValues, exceptId: string): Promise<Holder[]> {
  const parameters: unknown[] = [shareHolders(ctx.actor), exceptId];
  const searches = card.uniqueKeys(values).flatMap(({ key }) => {
    const sql = card.field(key)?.sql;
    if (!sql) return [];
    const value = `$${parameters.push(sql.parameter(values[key] ?? null))}::${sql.cast}`;
    return `(SELECT ${pointerSelection}, ${grantedSql('$1')}, '${key}' AS key
      FROM document d WHERE d.stream = '${card.stream}' AND ${sql.expression('d.fields')} = ${value} AND d.id <> $2::uuid
      LIMIT 1)`;
  });
  return searches.length === 0 ? [] : ctx.tx.query<Holder>(searches.join(' UNION ALL '), parameters);
}
