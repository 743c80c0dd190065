import type { EntityManager } from 'typeorm';
import type { Language } from './languages.js';

/** Where a request came from, as the audit log keeps it. */
export interface Origin {
  /** Network address. */
  readonly address: string;
  /** Id of the session, or of the API token, that it carried. */
  readonly session?: string;
}

/** The streams that an API token is good for. */
export interface StreamLimit {
  /** Keys. */
  readonly streams: readonly string[];
  /** Whoever made the token may do everything there; the token is no administrator's anywhere else. */
  readonly everything: boolean;
}

/** On whose behalf something is done. */
export interface Actor {
  /** The person's id; for the system and the public a fixed nil-like id that no person has. */
  readonly id: string;
  readonly kind: 'person' | 'system' | 'public';
  readonly login: string;
  readonly name: string;
  readonly language: Language;
  /** Keys of the roles held, own and through posts. */
  readonly roles: readonly string[];
  /** Units the person belongs to (ids). */
  readonly unitIds: readonly string[];
  /** Units the person heads, with everything below them (ids). */
  readonly headedUnitIds: readonly string[];
  /** Units the person belongs to, with everything above them (ids). */
  readonly withinUnitIds: readonly string[];
  /** Groups the person is a member of (ids). */
  readonly groupIds: readonly string[];
  /** Everybody who is in one of these groups (ids). */
  readonly colleagueIds: readonly string[];
  /** What an API token is limited to; absent: nothing but the rights of its owner limits it. */
  readonly limit?: StreamLimit;
  /** Absent where no request is behind it. */
  readonly origin?: Origin;
}

/** A statement that is prepared once per connection under its name. Text must be constant for a name. */
export interface Statement {
  readonly name: string;
  readonly text: string;
  /** The statement takes a lock that many wait for and selects `commitEarlySql` (database/durable-commits.ts). */
  readonly commitsEarly?: boolean;
}

/**
 * An open database transaction. `query` and `run` send parametrised SQL over the transaction's own connection;
 * statements issued without awaiting the previous one are pipelined in order.
 */
export interface Tx {
  query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  run<Row>(statement: Statement, values: readonly unknown[]): Promise<Row[]>;
  /** The TypeORM side of the same transaction, for entity work off the hot paths. */
  readonly manager: EntityManager;
}

/** What every use case receives: who acts, in which transaction, at what time. */
export interface Context {
  readonly actor: Actor;
  readonly tx: Tx;
  readonly now: Date;
}
