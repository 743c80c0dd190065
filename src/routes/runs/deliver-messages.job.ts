import { Injectable, type OnModuleInit } from '@nestjs/common';
import { loadDocument } from '../../documents/document-row.js';
import { systemActor } from '../../organisation/directory/actors.js';
import type { Context } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Refusal } from '../../platform/errors.js';
import { JobRegistry } from '../../platform/jobs/job-registry.js';
import { startTriggers } from '../compile/starts.js';
import { RouteRegistry } from '../definitions/route-registry.service.js';
import { lockRun } from './load-run.js';
import { runJobs } from './run-record.js';
import { RunStepper } from './run-stepper.js';
import { StartRun } from './start-run.js';

interface MessageRow {
  readonly id: string;
  readonly name: string;
  readonly key: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly document_id: string | null;
  readonly from_run: string | null;
}

/**
 * Gives messages to the runs that wait for them: one message to one place. Each try locks one run only, so that runs which
 * tell each other something never wait for each other. Safe to repeat: what was delivered is delivered.
 */
@Injectable()
export class DeliverMessages implements OnModuleInit {
  constructor(
    private readonly registry: JobRegistry,
    private readonly work: UnitOfWork,
    private readonly routes: RouteRegistry,
    private readonly stepper: RunStepper,
    private readonly starts: StartRun,
  ) {}

  onModuleInit(): void {
    this.registry.register(runJobs.deliverMessage, async (payload) => {
      await this.deliver((payload as { id: string }).id);
    });
    this.registry.register(runJobs.matchMessages, (payload) => this.match((payload as { name: string }).name));
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
    return this.work.run(systemActor, (context) => this.startByMessage(context, id));
  }

  /** A run has come to wait for such messages: those sent before are tried again, oldest first. */
  private async match(name: string): Promise<void> {
    await this.work.run(systemActor, ({ tx, now }) =>
      tx.query(`UPDATE route_message SET state = 'expired' WHERE state = 'waiting' AND expires_at <= $1`, [now]),
    );
    const waiting = await this.work.read<{ id: string }>(
      `SELECT id FROM route_message WHERE name = $1 AND state = 'waiting' ORDER BY sent_at, id LIMIT 1000`,
      [name],
    );
    for (const { id } of waiting) await this.deliver(id);
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

  /** A route that such a message begins is started for the document of the message. */
  private async startByMessage(context: Context, id: string): Promise<boolean> {
    const message = await waitingMessage(context, id);
    if (!message?.document_id) return message === undefined;
    const document = await loadDocument(context.tx, message.document_id);
    for (const { key, graph } of this.routes.all()) {
      if (graph.stream !== undefined && graph.stream !== document?.stream) continue;
      const start = startTriggers(graph).find(
        ({ trigger }) => trigger.type === 'message' && trigger.name === message.name,
      );
      if (!start) continue;
      const request = { documentId: message.document_id, route: key, variables: message.variables };
      try {
        const run = await this.starts.execute(context, { ...request, start: start.element });
        await delivered(context, id, run.id);
        return true;
      } catch (error) {
        // It runs already: the message stays for a run that comes to wait for it.
        if (!(error instanceof Refusal)) throw error;
        return false;
      }
    }
    return false;
  }
}

/** Locks the message unless it was delivered, or somebody is at it. */
async function waitingMessage({ tx }: Context, id: string): Promise<MessageRow | undefined> {
  const [message] = await tx.query<MessageRow>(
    `SELECT id, name, key, variables, document_id, from_run FROM route_message WHERE id = $1 AND state = 'waiting' FOR UPDATE`,
    [id],
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
