import { Injectable } from '@nestjs/common';
import type { Context, Tx } from '../context.js';
import { SecretBox } from './secret-box.js';

/** A value that is sealed, with what it was sealed for. */
export interface SealedValue {
  /** As the row is found again. */
  readonly key: string;
  /** `owner` of SecretBox. */
  readonly owner: string;
  readonly sealed: string;
}

/** Where secrets lie in the database. */
export interface SealedColumn {
  /** For people, e.g. `mailboxes`. */
  readonly name: string;
  readonly purpose: string;
  all(tx: Tx): Promise<SealedValue[]>;
  /** Puts `sealed` in the place of the value, where that is still the same; answers whether it was. */
  replace(tx: Tx, value: SealedValue, sealed: string): Promise<boolean>;
  /** What an older form of the program closed in otherwise than SecretBox does; undefined when it did not. */
  openOld?(value: SealedValue): string | undefined;
}

/** What became of the secrets of one column. */
export interface Resealed {
  readonly name: string;
  /** Sealed anew. */
  readonly done: number;
  /** Sealed with the key in use already. */
  readonly current: number;
  /** What cannot be opened, and why. */
  readonly failures: readonly string[];
}

/** Knows every place where secrets lie sealed, so that all of them can be sealed anew when SECRET_KEY was changed. */
@Injectable()
export class SealedColumns {
  private readonly columns: SealedColumn[] = [];

  constructor(private readonly secrets: SecretBox) {}

  /** Called by whoever keeps secrets, when the program starts. */
  register(column: SealedColumn): void {
    this.columns.push(column);
  }

  /** Seals everything with the key in use, beside a program that runs; again is harmless. */
  async reseal({ tx }: Context): Promise<Resealed[]> {
    const results: Resealed[] = [];
    for (const column of this.columns) results.push(await this.resealColumn(tx, column));
    return results;
  }

  private async resealColumn(tx: Tx, column: SealedColumn): Promise<Resealed> {
    let [done, current] = [0, 0];
    const failures: string[] = [];
    for (const value of await column.all(tx)) {
      if (this.secrets.isCurrent(value.sealed)) {
        current += 1;
        continue;
      }
      try {
        const text = column.openOld?.(value) ?? this.secrets.unseal(column.purpose, value.owner, value.sealed);
        const replaced = await column.replace(tx, value, this.secrets.seal(column.purpose, value.owner, text));
        if (replaced) done += 1;
      } catch (error) {
        failures.push(`${column.name} ${value.key}: ${(error as Error).message}`);
      }
    }
    return { name: column.name, done, current, failures };
  }
}

/** A column of text in a table with one column that names the row. */
export function sealedColumn(
  name: string,
  purpose: string,
  at: { readonly table: string; readonly key: string; readonly column: string; readonly owner: string },
): SealedColumn {
  return {
    name,
    purpose,
    all: (tx) =>
      tx.query<SealedValue>(
        `SELECT ${at.key}::text AS key, ${at.owner} AS owner, ${at.column} AS sealed FROM ${at.table} ORDER BY 1`,
      ),
    replace: async (tx, { key, sealed: old }, sealed) => {
      const rows = await tx.query(
        `UPDATE ${at.table} SET ${at.column} = $3 WHERE ${at.key}::text = $1 AND ${at.column} = $2 RETURNING 1 AS one`,
        [key, old, sealed],
      );
      return rows.length > 0;
    },
  };
}
