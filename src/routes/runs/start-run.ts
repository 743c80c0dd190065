import { Injectable } from '@nestjs/common';
import type { Context } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { newId } from '../../platform/ids.js';
import { RouteRegistry } from '../definitions/route-registry.service.js';
import { initialState } from '../engine/state.js';
import type { RunRecord } from './run-record.js';
import { RunStepper } from './run-stepper.js';

export interface StartRequest {
  readonly documentId: string;
  /** `sales/long-sale` */
  readonly route: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** Start event id or message name, for a route with several. */
  readonly start?: string;
}

/** Starts a route for a document, in the caller's transaction, up to its first wait. */
@Injectable()
export class StartRun {
  constructor(
    private readonly routes: RouteRegistry,
    private readonly stepper: RunStepper,
  ) {}

  /** @throws Refusal notFound for an unknown route, conflict when the route cannot be started so */
  async execute(context: Context, request: StartRequest): Promise<RunRecord> {
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
    const stepped = await this.stepper.step(
      context,
      run,
      {
        type: 'start',
        at: context.now.getTime(),
        variables: request.variables ?? {},
        ...(request.start === undefined ? {} : { startEvent: request.start }),
      },
      { history: [{ event: 'route.started', detail: { run: run.id, route: run.route, version: run.routeVersion } }] },
    );
    if ('refused' in stepped) throw new Refusal('conflict', stepped.refused.code, stepped.refused.message);
    if ('outdated' in stepped) throw new Error('A new run closes no assignment.');
    return stepped.run;
  }
}
