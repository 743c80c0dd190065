import type { Tx } from '../../platform/context.js';

/** What performer expressions ask of the database: who has how much to do, and whose turn it was last. */
export interface PerformerPools {
  openCount(personId: string): number;
  lastInTurn(key: string): string | null;
  /** Remembers that the person was chosen, for `roundRobin` of that key. */
  took(key: string, personId: string): void;
}

/** For routes that ask nothing of the kind. */
export const noPools: PerformerPools = { openCount: () => 0, lastInTurn: () => null, took: () => undefined };

/** A call with its key, which is a text in quotes: the row of a turn is locked before the expression is evaluated. */
const turnCall = /\broundRobin\s*\(\s*"([^"\\]+)"/g;
const leastLoaded = /\bleastLoaded\b/;

/**
 * The pools of one step of a run. They are read only when an expression names them, since expressions themselves cannot
 * wait; what the step itself assigns counts at once, so that three parallel assignments go to three people.
 */
export class StepPools implements PerformerPools {
  private counts: Map<string, number> | undefined;
  private readonly turns = new Map<string, string | null>();
  private readonly taken = new Map<string, string>();
  /** Assigned in this step before the counts were read; the rows are written at its end. */
  private readonly assignedBefore: string[] = [];

  /**
   * @param everyText all expressions that may be asked for in this transaction: their pools are locked together, in one
   * order, so that steps that need several never wait for each other in a ring
   */
  constructor(
    private readonly tx: Tx,
    private readonly everyText: () => readonly string[],
  ) {}

  /**
   * Reads what `source` will ask for. It stays locked until the transaction ends: two steps at the same moment never take
   * the same turn, and the second to look for the least loaded sees what the first has assigned.
   */
  async prepare(source: string): Promise<void> {
    const asks = turnsIn(source).some((key) => !this.turns.has(key)) || (leastLoaded.test(source) && !this.counts);
    if (!asks) return;
    const texts = [source, ...this.everyText()];
    if (texts.some((text) => leastLoaded.test(text))) this.counts ??= await this.lockCounts();
    const keys = [...new Set(texts.flatMap(turnsIn))].filter((key) => !this.turns.has(key));
    if (keys.length > 0) await this.lockTurns(keys);
  }

  openCount(personId: string): number {
    return this.counts?.get(personId) ?? 0;
  }

  lastInTurn(key: string): string | null {
    return this.turns.get(key) ?? null;
  }

  took(key: string, personId: string): void {
    this.turns.set(key, personId);
    this.taken.set(key, personId);
  }

  /** An assignment of this step went to the person. */
  assigned(personId: string | null): void {
    if (personId === null) return;
    if (this.counts) this.counts.set(personId, this.openCount(personId) + 1);
    else this.assignedBefore.push(personId);
  }

  /** Writes the turns that were taken. */
  async save(): Promise<void> {
    for (const [key, personId] of this.taken) {
      await this.tx.query('UPDATE performer_turn SET last_id = $2, turns = turns + 1 WHERE key = $1', [key, personId]);
    }
    this.taken.clear();
  }

  private async lockCounts(): Promise<Map<string, number>> {
    // The counts are a statement of their own: it begins when the lock is held.
    const [, rows] = await Promise.all([
      this.tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', ['performers:least-loaded']),
      this.tx.query<{ performer_id: string; open: number }>(
        `SELECT performer_id, count(*)::int AS open FROM assignment
         WHERE state IN ('created', 'ready', 'reserved', 'in-progress', 'suspended', 'returned') AND performer_id IS NOT NULL
         GROUP BY performer_id`,
      ),
    ]);
    const counts = new Map(rows.map(({ performer_id: id, open }) => [id, open]));
    for (const id of this.assignedBefore) counts.set(id, (counts.get(id) ?? 0) + 1);
    return counts;
  }

  private async lockTurns(keys: readonly string[]): Promise<void> {
    const rows = await this.tx.query<{ key: string; last_id: string | null }>(
      `INSERT INTO performer_turn (key) SELECT key FROM unnest($1::text[]) AS key ORDER BY key
       ON CONFLICT (key) DO UPDATE SET turns = performer_turn.turns RETURNING key, last_id`,
      [keys],
    );
    for (const { key, last_id: last } of rows) this.turns.set(key, last);
  }
}

function turnsIn(source: string): string[] {
  return [...source.matchAll(turnCall)].map(([, key = '']) => key);
}
