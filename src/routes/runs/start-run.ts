import { Injectable } from '@nestjs/common';
import type { DocumentRow } from '../../documents/document-row.js';
import type { Context } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { say, sayTogether } from '../../platform/words/sentence.js';
import { newId } from '../../platform/ids.js';
import { JobQueue } from '../../platform/jobs/job-queue.js';
import { RouteRegistry } from '../definitions/route-registry.service.js';
import type { EventOf } from '../engine/protocol.js';
import { initialState } from '../engine/state.js';
import { readsNumberAtStart } from './first-stretch.js';
import { runJobs, type RunRecord } from './run-record.js';
import { RunStepper } from './run-stepper.js';
import type { HistoryEntry } from './save-run.js';
import { enqueueRun, StartPolicy } from './start-policy.js';

export interface StartRequest {
  readonly documentId: string;
  /** `sales/long-sale` */
  readonly route: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** Start event id or message name, for a route with several. */
  readonly start?: string;
  /** The document's row, when the caller has read it already. */
  readonly document?: DocumentRow;
}

/** A run that has begun, and the answer to what was written of it. */
export interface StartedRun {
  readonly run: RunRecord;
  readonly written: Promise<unknown>;
}

/** Starts a route for a document, in the caller's transaction, up to its first wait. */
@Injectable()
export class StartRun {
  constructor(
    private readonly routes: RouteRegistry,
    private readonly stepper: RunStepper,
    private readonly policy: StartPolicy,
    private readonly jobs: JobQueue,
  ) {}

  /**
   * Starts a route at a person's wish: only one that people may start, for documents of its stream, with the variables
   * that it lets people give: the others, such as a threshold, belong to the rules.
   * What is written is not waited for, and may be refused as `execute` is.
   * @throws Refusal forbidden, invalid, and those of `execute`
   */
  async byHand(context: Context, request: StartRequest & { readonly document: DocumentRow }): Promise<StartedRun> {
    const { graph } = this.routes.get(request.route);
    const { stream } = request.document;
    if (!graph.byHand) {
      const message = say('"{route}" is started by rules and other routes only.', { route: request.route });
      throw new Refusal('forbidden', 'not-by-hand', message);
    }
    if (graph.stream !== undefined && graph.stream !== stream) {
      const message = say('"{route}" is for documents of the stream "{expected}", not "{stream}".', {
        route: request.route,
        expected: graph.stream,
        stream,
      });
      throw new Refusal('invalid', 'other-stream', message, [{ path: 'route', code: 'other-stream', message }]);
    }
    const declared = graph.variables.filter((variable) => variable.byHand).map(({ name }) => name);
    const unknown = Object.keys(request.variables ?? {}).filter((name) => !declared.includes(name));
    if (unknown.length > 0) {
      const expected = declared.length > 0 ? say('It takes {names}.', { names: declared }) : say('It takes none.');
      const problems = unknown.map((name) => ({
        path: `variables.${name}`,
        code: 'undeclared',
        message: sayTogether([say('The route does not let people give "{name}".', { name }), expected]),
      }));
      throw new Refusal('invalid', 'undeclared-variables', problems[0]?.message ?? expected, problems);
    }
    return this.begin(context, request);
  }

  /**
   * Starts a route, or queues the start where the route says so and another run of it goes on for the document.
   * @throws Refusal notFound for an unknown route, conflict when the route cannot be started so, or runs already for
   * this document
   */
  async execute(context: Context, request: StartRequest): Promise<RunRecord> {
    const { run, written } = await this.begin(context, request);
    await written;
    return run;
  }

  private async begin(context: Context, request: StartRequest): Promise<StartedRun> {
    const { run, event, extras } = this.prepare(context, request);
    const admission = await this.policy.admit(context, this.routes.get(run.route).graph.runs, run);
    if (admission === 'queued') {
      await enqueueRun(context, run, event);
      await this.jobs.add(context.tx, runJobs.startQueued, { documentId: run.documentId, route: run.route });
      return { run: { ...run, status: 'queued' }, written: Promise.resolve() };
    }
    const { document } = request;
    const known = document ? { ...extras, document } : extras;
    const issued = await this.stepper.issue(context, run, event, known);
    if ('refused' in issued) throw new Refusal('conflict', issued.refused.code, issued.refused.message);
    return { run: issued.run, written: issued.written.catch(alreadyRunning(request.route)) };
  }

  /**
   * Starts the route of a document that is being registered in the same transaction, without waiting for answers.
   * Undefined, with nothing sent, when what the route does first might read the number, which is not known yet.
   */
  async issue(
    context: Context,
    request: StartRequest & { readonly document: DocumentRow },
  ): Promise<{ readonly written: Promise<unknown> } | undefined> {
    const { graph } = this.routes.get(request.route);
    if (readsNumberAtStart(graph)) return undefined;
    const { run, event, extras } = this.prepare(context, request);
    const issued = await this.stepper.issue(context, run, event, { ...extras, document: request.document });
    if ('refused' in issued) throw new Refusal('conflict', issued.refused.code, issued.refused.message);
    return issued;
  }

  private prepare(
    context: Context,
    request: StartRequest,
  ): { run: RunRecord; event: EventOf<'start'>; extras: { history: HistoryEntry[] } } {
    const pinned = this.routes.pin(request.route);
    const run: RunRecord = {
      id: newId(),
      documentId: request.documentId,
      route: pinned.route,
      routeVersion: pinned.version,
      calledVersions: pinned.called,
      status: 'running',
      state: initialState(),
      sequence: 0,
      documentVersion: 0,
      startedBy: context.actor.id,
    };
    const event = {
      type: 'start' as const,
      at: context.now.getTime(),
      variables: request.variables ?? {},
      ...(request.start === undefined ? {} : { startEvent: request.start }),
    };
    const detail = { run: run.id, route: run.route, version: run.routeVersion };
    return { run, event, extras: { history: [{ event: 'route.started', detail }] } };
  }
}

/** Two starts at once are told apart by the index that allows one running run of a route for a document. */
function alreadyRunning(route: string): (error: unknown) => never {
  return (error) => {
    if ((error as { constraint?: unknown }).constraint !== 'route_run_once') throw error;
    throw new Refusal('conflict', 'already-running', say('The document is on the route "{route}" already.', { route }));
  };
}
