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

  constructor(private readonly tx: Tx) {}

  /** Reads what `source` will ask for. The rows of turns stay locked, so that two runs never take the same turn. */
  async prepare(source: string): Promise<void> {
    if (source.includes('leastLoaded') && !this.counts) this.counts = await this.readCounts();
    const keys = [...source.matchAll(/roundRobin\(\s*"([^"]+)"/g)].map(([, key = '']) => key).sort();
    for (const key of keys) if (!this.turns.has(key)) this.turns.set(key, await this.lockTurn(key));
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

  private async readCounts(): Promise<Map<string, number>> {
    const rows = await this.tx.query<{ performer_id: string; open: number }>(
      `SELECT performer_id, count(*)::int AS open FROM assignment
       WHERE state IN ('created', 'ready', 'reserved', 'in-progress', 'suspended', 'returned') AND performer_id IS NOT NULL
       GROUP BY performer_id`,
    );
    const counts = new Map(rows.map(({ performer_id: id, open }) => [id, open]));
    for (const id of this.assignedBefore) counts.set(id, (counts.get(id) ?? 0) + 1);
    return counts;
  }

  private async lockTurn(key: string): Promise<string | null> {
    const rows = await this.tx.query<{ last_id: string | null }>(
      `INSERT INTO performer_turn (key) VALUES ($1) ON CONFLICT (key) DO UPDATE SET turns = performer_turn.turns
       RETURNING last_id`,
      [key],
    );
    return rows[0]?.last_id ?? null;
  }
}
