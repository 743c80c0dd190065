import { Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { loadDocument } from '../../documents/document-row.js';
import { systemActor } from '../../organisation/directory/actors.js';
import type { Context } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Refusal } from '../../platform/errors.js';
import { JobQueue } from '../../platform/jobs/job-queue.js';
import { JobRegistry } from '../../platform/jobs/job-registry.js';
import { startTriggers } from '../compile/starts.js';
import { RouteRegistry, type PublishedRoute } from '../definitions/route-registry.service.js';
import { lockRun } from './load-run.js';
import { runJobs } from './run-record.js';
import { RunStepper } from './run-stepper.js';
import { StartRun } from './start-run.js';

const expireEveryMs = 600_000;

interface MessageRow {
  readonly id: string;
  readonly name: string;
  readonly key: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly document_id: string | null;
  readonly from_run: string | null;
}

interface ToMatch {
  readonly name: string;
  readonly documentId?: string;
}

/**
 * Gives messages to the runs that wait for them: one message to one place. Each try locks one run only, so that runs which
 * tell each other something never wait for each other. Safe to repeat: what was delivered is delivered.
 */
@Injectable()
export class DeliverMessages implements OnModuleInit, OnApplicationBootstrap {
  constructor(
    private readonly registry: JobRegistry,
    private readonly jobs: JobQueue,
    private readonly work: UnitOfWork,
    private readonly routes: RouteRegistry,
    private readonly stepper: RunStepper,
    private readonly starts: StartRun,
  ) {}

  onModuleInit(): void {
    this.registry.register(runJobs.deliverMessage, async (payload) => {
      await this.expire();
      await this.deliver((payload as { id: string }).id);
    });
    this.registry.register(runJobs.matchMessages, (payload) => this.match(payload as ToMatch));
    this.registry.register(runJobs.expireMessages, async () => {
      await this.expire();
      await this.work.run(systemActor, (context) => this.plan(context, expireEveryMs));
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.work.run(systemActor, (context) => this.plan(context, 0));
  }

  /** Looks for a receiver of one message; answers whether it has had one. Without one it waits until it expires. */
  async deliver(id: string): Promise<boolean> {
    const tried: string[] = [];
    for (;;) {
      const outcome = await this.work.run(systemActor, (context) => this.tryOne(context, id, tried));
      if (outcome === 'delivered') return true;
      if (outcome === 'nobody') break;
      tried.push(outcome.stale);
    }
    for (const [route, element] of await this.begunBy(id)) {
      if (await this.startByMessage(id, route, element)) return true;
    }
    return false;
  }

  /** Ends the wait of messages whose time is over. A message that somebody is just delivering is left to the next time. */
  async expire(): Promise<void> {
    await this.work.run(systemActor, ({ tx, now }) =>
      tx.query(
        `UPDATE route_message SET state = 'expired' WHERE id IN (
           SELECT id FROM route_message WHERE state = 'waiting' AND expires_at <= $1 FOR UPDATE SKIP LOCKED)`,
        [now],
      ),
    );
  }

  /**
   * A run has come to wait for such messages, or one that they begin has ended for a document: those sent before that may
   * be meant are tried again, oldest first.
   */
  private async match({ name, documentId }: ToMatch): Promise<void> {
    await this.expire();
    const waiting = await this.work.read<{ id: string }>(
      `SELECT id FROM route_message m WHERE m.name = $1 AND m.state = 'waiting' AND (m.document_id = $2 OR EXISTS (
         SELECT FROM route_subscription s WHERE s.kind = 'message' AND s.name = m.name
           AND (s.key IS NULL OR m.key IS NULL OR s.key = m.key)))
       ORDER BY m.sent_at, m.id`,
      [name, documentId ?? null],
    );
    const failures: unknown[] = [];
    for (const { id } of waiting) {
      await this.deliver(id).catch((error: unknown) => failures.push(error));
    }
    // One that cannot be delivered must not stand before the others; the job is tried again for it.
    if (failures.length > 0) throw failures[0];
  }

  private async tryOne(
    context: Context,
    id: string,
    tried: readonly string[],
  ): Promise<'delivered' | 'nobody' | { readonly stale: string }> {
    const message = await waitingMessage(context, id);
    if (!message) return 'delivered';
    const [place] = await context.tx.query<{ run_id: string }>(candidates, [
      message.name,
      message.key,
      message.document_id,
      message.from_run,
      tried,
    ]);
    if (!place) return 'nobody';
    const run = await lockRun(context.tx, place.run_id);
    const stepped = await this.stepper.step(context, run, {
      type: 'message',
      at: context.now.getTime(),
      name: message.name,
      variables: message.variables,
      ...(message.key === null ? {} : { key: JSON.parse(message.key) as unknown }),
    });
    if (!('run' in stepped)) return { stale: place.run_id };
    await delivered(context, id, place.run_id);
    return 'delivered';
  }

  /** The routes that a message may begin for its document, with their start events. */
  private begunBy(id: string): Promise<[PublishedRoute['key'], string][]> {
    return this.work.run(systemActor, async (context) => {
      const message = await waitingMessage(context, id);
      if (!message?.document_id) return [];
      const document = await loadDocument(context.tx, message.document_id);
      return this.routes.all().flatMap(({ key, graph }): [string, string][] => {
        if (graph.stream !== undefined && graph.stream !== document?.stream) return [];
        const start = startTriggers(graph).find(
          ({ trigger }) => trigger.type === 'message' && trigger.name === message.name,
        );
        return start ? [[key, start.element]] : [];
      });
    });
  }

  /**
   * Starts one route with a message, in a transaction of its own: a start that is refused has spoilt it. The message then
   * stays for another route, or for a run that comes to wait for it.
   */
  private startByMessage(id: string, route: string, start: string): Promise<boolean> {
    return this.work
      .run(systemActor, async (context) => {
        const message = await waitingMessage(context, id);
        if (!message?.document_id) return message === undefined;
        const { document_id: documentId, variables } = message;
        const run = await this.starts.execute(context, { documentId, route, variables, start });
        await delivered(context, id, run.id);
        return true;
      })
      .catch((error: unknown) => {
        if (error instanceof Refusal && error.kind === 'conflict') return false;
        throw error;
      });
  }

  /** The key keeps one in the queue, however many processes start. */
  private async plan({ tx, now }: Context, inMs: number): Promise<void> {
    const runAt = new Date(now.getTime() + inMs);
    await this.jobs.add(tx, runJobs.expireMessages, {}, { key: runJobs.expireMessages, runAt });
  }
}

/** Locks the message, when nobody has had it and its time is not over. */
async function waitingMessage({ tx, now }: Context, id: string): Promise<MessageRow | undefined> {
  const [message] = await tx.query<MessageRow>(
    `SELECT id, name, key, variables, document_id, from_run FROM route_message
     WHERE id = $1 AND state = 'waiting' AND expires_at > $2 FOR UPDATE`,
    [id, now],
  );
  return message;
}

async function delivered({ tx, now }: Context, id: string, runId: string): Promise<void> {
  await tx.query(`UPDATE route_message SET state = 'delivered', delivered_to = $2, delivered_at = $3 WHERE id = $1`, [
    id,
    runId,
    now,
  ]);
}

// The same key goes before none, the sender's own document before others, who waits longest before the rest.
const candidates = `
  SELECT s.run_id FROM route_subscription s JOIN route_run r ON r.id = s.run_id
  WHERE s.kind = 'message' AND s.name = $1 AND r.status = 'running' AND r.id IS DISTINCT FROM $4::uuid
    AND (s.key IS NULL OR $2::text IS NULL OR s.key = $2) AND NOT r.id = ANY ($5::uuid[])
  ORDER BY (s.key IS NOT DISTINCT FROM $2) DESC, (r.document_id IS NOT DISTINCT FROM $3::uuid) DESC, r.id LIMIT 1`;
