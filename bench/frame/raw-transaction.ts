/**
 * The statements that a piece of work comes to in the end, and nothing else: run by pgbench and by the bare driver, they
 * are the limit that the product is measured beside. Each statement is a round trip.
 *
 * Statements name their values `:name`. `:id` is a whole number of its own for each transaction; the constants are the
 * same for all.
 */
export interface RawTransaction {
  readonly name: string;
  readonly statements: readonly string[];
  readonly constants: Readonly<Record<string, string>>;
}

/** A UUID made of the transaction's number, so that rows of one transaction can point at each other. */
export const idSql = "lpad(to_hex(:id::bigint), 32, '0')::uuid";

/** Each run of a transaction takes its numbers from a block of its own, and each client from a part of the block. */
export const clientBlock = 1_000_000;
const runBlock = 1_000_000_000;
let runs = 0;

/** The first number of a block that no run has used yet. */
export function nextBlock(): number {
  runs += 1;
  return runs * runBlock;
}

/** A statement for the driver: `$1` in place of names, and the names in that order. */
export function numbered(statement: string): { text: string; names: string[] } {
  const names: string[] = [];
  const text = statement.replaceAll(/(?<!:):([a-z]\w*)/g, (_, name: string) => {
    if (!names.includes(name)) names.push(name);
    return `$${names.indexOf(name) + 1}`;
  });
  return { text, names };
}
