import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AuditLog } from '../../platform/audit/audit-log.js';
import type { Context } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { say } from '../../platform/words/sentence.js';
import { isUuid, newId } from '../../platform/ids.js';
import { KnownStreams } from '../substitution/known-streams.js';
import { Sweeps } from '../sweeping/sweeps.js';
import { hashOfApiToken, newApiToken, type TokenScope } from './api-token.js';
import { TokenLookup } from './token-lookup.js';

/** A token as its owner sees it: by its name, since the token itself is kept nowhere. */
export interface ApiTokenView {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  /** Keys of the streams that it is good for, and for nothing besides; null: no such limit. */
  readonly streams: readonly string[] | null;
  readonly createdAt: string;
  readonly expiresAt: string;
  /** Exact to five minutes. */
  readonly lastUsedAt: string | null;
  readonly lastUsedFrom: string | null;
}

/** A token that was made; `token` is shown this once. */
export interface NewApiTokenView extends ApiTokenView {
  readonly token: string;
}

export interface TokenWish {
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  /** Keys; absent: not limited to streams. */
  readonly streams?: readonly string[] | undefined;
  readonly days: number;
}

interface TokenRow {
  readonly id: string;
  readonly personId: string;
  readonly name: string;
  readonly scopes: TokenScope[];
  readonly streams: string[] | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly usedAt: Date | null;
  readonly usedFrom: string | null;
}

const columns = `id, person_id AS "personId", name, scopes, streams, created_at AS "createdAt", expires_at AS "expiresAt",
  used_at AS "usedAt", used_from AS "usedFrom"`;
const dayMs = 86_400_000;
const mostTokens = 50;

/** Tokens by which programs call the API on behalf of somebody: make, list, revoke. */
@Injectable()
export class ApiTokens implements OnModuleInit {
  constructor(
    private readonly lookup: TokenLookup,
    private readonly audit: AuditLog,
    private readonly sweeps: Sweeps,
    private readonly known: KnownStreams,
  ) {}

  onModuleInit(): void {
    this.sweeps.hourly('organisation.sweep-tokens', async ({ tx, now }) => {
      return (await tx.query('DELETE FROM api_token WHERE expires_at <= $1 RETURNING 1 AS one', [now])).length;
    });
  }

  /** The tokens of people that have not expired, by person. */
  async of({ tx, now }: Context, personIds: readonly string[]): Promise<Map<string, ApiTokenView[]>> {
    const rows = await tx.query<TokenRow>(
      `SELECT ${columns} FROM api_token WHERE person_id = ANY ($1) AND expires_at > $2 ORDER BY created_at, id`,
      [personIds, now],
    );
    const byPerson = new Map<string, ApiTokenView[]>();
    for (const row of rows) byPerson.set(row.personId, [...(byPerson.get(row.personId) ?? []), view(row)]);
    return byPerson;
  }

  /** @throws Refusal conflict for one too many, invalid for a stream that there is not */
  async make(context: Context, personId: string, { name, scopes, streams, days }: TokenWish): Promise<NewApiTokenView> {
    const { tx, actor, now } = context;
    this.checkStreams(streams ?? []);
    const token = newApiToken();
    const [row] = await tx.query<TokenRow>(
      `INSERT INTO api_token (id, person_id, token_hash, name, scopes, created_at, created_by, expires_at, streams)
       SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9 WHERE (SELECT count(*) FROM api_token WHERE person_id = $2) < ${mostTokens}
       RETURNING ${columns}`,
      [
        newId(),
        personId,
        hashOfApiToken(token),
        name,
        [...new Set(scopes)],
        now,
        actor.id,
        new Date(now.getTime() + days * dayMs),
        streams ? [...new Set(streams)] : null,
      ],
    );
    if (!row)
      throw new Refusal(
        'conflict',
        'too-many-tokens',
        say('There are {most} tokens. Revoke one first.', { most: mostTokens }),
      );
    const after = {
      id: row.id,
      name,
      scopes: row.scopes,
      streams: row.streams,
      expiresAt: row.expiresAt.toISOString(),
    };
    await this.audit.write(context, { verb: 'api-token.made', object: { kind: 'person', id: personId }, after });
    return { ...view(row), token };
  }

  private checkStreams(streams: readonly string[]): void {
    const unknown = streams.find((key) => !this.known.has(key));
    if (unknown === undefined) return;
    const message = say('There is no stream "{stream}".', { stream: unknown.slice(0, 60) });
    throw new Refusal('invalid', 'stream-unknown', message, [{ path: 'streams', code: 'stream-unknown', message }]);
  }

  /** At once, in every process. @throws Refusal notFound */
  async revoke(context: Context, personId: string, id: string): Promise<void> {
    const [gone] = isUuid(id)
      ? await context.tx.query<{ hash: string; name: string }>(
          `DELETE FROM api_token WHERE id = $1 AND person_id = $2 RETURNING encode(token_hash, 'hex') AS hash, name`,
          [id, personId],
        )
      : [];
    if (!gone) throw new Refusal('notFound', 'unknown-token', 'There is no such token.');
    this.lookup.forget(gone.hash);
    const before = { id, name: gone.name };
    await this.audit.write(context, { verb: 'api-token.revoked', object: { kind: 'person', id: personId }, before });
  }
}

function view({ id, name, scopes, streams, createdAt, expiresAt, usedAt, usedFrom }: TokenRow): ApiTokenView {
  return {
    id,
    name,
    scopes,
    streams,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    lastUsedAt: usedAt?.toISOString() ?? null,
    lastUsedFrom: usedFrom,
  };
}
