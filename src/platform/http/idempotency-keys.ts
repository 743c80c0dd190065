import { Injectable } from '@nestjs/common';
import type { Actor, Context } from '../context.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { Refusal } from '../errors.js';

/** A request that may come more than once. */
export interface RepeatableRequest {
  readonly actor: Actor;
  /** The client's name for the request; its own for each actor. */
  readonly key: string;
  /** Tells whether a repeat is the same request. */
  readonly hash: Buffer;
}

/** What was answered, as far as a repeat needs it. */
export interface KeptAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly location: string | null;
}

const keptMs = 24 * 3_600_000;

/**
 * Makes a request take effect once, however often it comes. The key is written first and the answer last in the very
 * transaction of the effect: a crash leaves all of them or none.
 */
@Injectable()
export class IdempotencyKeys {
  /** Requests that this process is answering, by actor and key. */
  private readonly running = new Map<string, Promise<unknown>>();

  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Answers what was answered to this request before; otherwise lets `handle` answer and keeps that. A request that
   * fails, or changes nothing through a unit of work, is not kept: its repeat is handled anew.
   * @throws Refusal invalid when the key was used for another request; whatever `handle` throws
   */
  async answerOnce(
    request: RepeatableRequest,
    handle: () => Promise<KeptAnswer>,
  ): Promise<{ answer: KeptAnswer; replayed: boolean }> {
    const name = `${request.actor.id} ${request.key}`;
    // Repeats wait here for the first one; in the database each would occupy a connection while waiting.
    for (let first = this.running.get(name); first; first = this.running.get(name)) await first.catch(() => undefined);
    const answering = this.answer(request, handle);
    this.running.set(name, answering);
    try {
      return await answering;
    } finally {
      this.running.delete(name);
    }
  }

  /** Deletes keys older than a day; answers how many. */
  async sweep({ tx, now }: Context): Promise<number> {
    const old = new Date(now.getTime() - keptMs);
    return (await tx.query('DELETE FROM idempotency_key WHERE created_at < $1 RETURNING 1 AS one', [old])).length;
  }

  private async answer(request: RepeatableRequest, handle: () => Promise<KeptAnswer>) {
    const before = await this.answeredBefore(request);
    if (before) return { answer: before, replayed: true };
    let overtaken = false;
    const edges = {
      opening: async (context: Context) => {
        overtaken = !(await this.claim(context, request));
        // A refusal, so that nobody between here and the edge takes it for a fault to be worked around.
        if (overtaken) throw new Refusal('conflict', 'answered-meanwhile', 'The same request was answered meanwhile.');
      },
      closing: (context: Context, answer: KeptAnswer) => this.keep(context, request, answer),
    };
    try {
      return { answer: await this.unitOfWork.together(request.actor, edges, handle), replayed: false };
    } catch (error) {
      const meanwhile = overtaken ? await this.answeredBefore(request) : undefined;
      if (meanwhile) return { answer: meanwhile, replayed: true };
      throw error;
    }
  }

  private async answeredBefore({ actor, key, hash }: RepeatableRequest): Promise<KeptAnswer | undefined> {
    const [row] = await this.unitOfWork.read<KeptAnswer & { request_hash: Buffer }>(
      'SELECT request_hash, status, body, location FROM idempotency_key WHERE person_id = $1 AND key = $2',
      [actor.id, key],
    );
    if (!row) return undefined;
    if (row.request_hash.equals(hash)) return row;
    throw new Refusal(
      'invalid',
      'idempotency-key-reused',
      'This Idempotency-Key was used for a request with another address or content. Send a new key with a new request.',
    );
  }

  /** Writes the key; waits for another process that is writing it. False when that one has committed. */
  private async claim({ tx, now }: Context, { actor, key, hash }: RepeatableRequest): Promise<boolean> {
    const claimed = await tx.query(
      `INSERT INTO idempotency_key (person_id, key, request_hash, created_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT DO NOTHING RETURNING 1 AS one`,
      [actor.id, key, hash, now],
    );
    return claimed.length > 0;
  }

  private async keep({ tx }: Context, { actor, key }: RepeatableRequest, answer: KeptAnswer): Promise<void> {
    await tx.query(
      'UPDATE idempotency_key SET status = $3, body = $4, location = $5 WHERE person_id = $1 AND key = $2',
      [actor.id, key, answer.status, JSON.stringify(answer.body ?? null), answer.location],
    );
  }
}
