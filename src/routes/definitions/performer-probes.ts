import { Injectable } from '@nestjs/common';
import type { Context } from '../../platform/context.js';
import type { RouteProblem } from '../model/route-model.js';
import type { CheckedRoute } from './check-route.js';

/** Tries on documents that there are whether the steps of a route find somebody. */
export interface PerformerProbe {
  /** Problems where nobody is found on any sample, warnings where nobody is found on some. */
  tryOn(context: Context, route: CheckedRoute): Promise<RouteProblem[]>;
}

/** Where the folder that knows assignments leaves its probe, while it is initialised. */
@Injectable()
export class PerformerProbes {
  private readonly probes: PerformerProbe[] = [];

  add(probe: PerformerProbe): void {
    this.probes.push(probe);
  }

  async tryOn(context: Context, route: CheckedRoute): Promise<RouteProblem[]> {
    const found: RouteProblem[] = [];
    for (const probe of this.probes) found.push(...(await probe.tryOn(context, route)));
    return found;
  }
}
