import { Injectable } from '@nestjs/common';
import { Directory } from '../../organisation/directory/directory.js';
import { TemplateStore } from '../../output/templates/template.store.js';
import type { Context } from '../../platform/context.js';
import { StreamRegistry } from '../../streams/definitions/stream-registry.service.js';
import { actionNames } from './action-names.js';
import { checkRoute } from './check-route.js';
import { judgeRoutes, type CheckSource, type Judgement } from './judge-routes.js';
import type { RouteSource } from './load-routes.js';
import { PerformerProbes } from './performer-probes.js';
import { RouteRegistry } from './route-registry.service.js';
import { streamFacts, type RouteSurroundings } from './route-surroundings.js';

export interface CheckOptions {
  /** Whether the steps are tried on documents of the stream: for those who may see all of them. */
  readonly sample: boolean;
  /** How much it matters that nobody is found, see `RouteSurroundings`. */
  readonly nobody: 'error' | 'warning';
}

/** Checks routes against all that this installation has: streams, templates, the organisation, other routes, documents. */
@Injectable()
export class RouteChecks {
  constructor(
    private readonly streams: StreamRegistry,
    private readonly templates: TemplateStore,
    private readonly directory: Directory,
    private readonly routes: RouteRegistry,
    private readonly probes: PerformerProbes,
  ) {}

  /** Which of the sources may be published together, and all that is wrong with the others. */
  judge(context: Context, sources: readonly RouteSource[], options: CheckOptions): Promise<Judgement> {
    const surroundings = { ...this.surroundings(), nobody: options.nobody };
    const check: CheckSource = async (source, routes) => {
      const checked = await checkRoute(source.xml, { ...surroundings, routes });
      if ('problems' in checked || !options.sample) return checked;
      const mild = options.nobody === 'warning';
      const all = await this.probes.tryOn(context, checked);
      // a new installation has no documents, which is nothing to warn of at its first start
      const tried = mild ? all.filter(({ code }) => code !== 'not-tried') : all;
      const found = tried.map((problem) => (mild ? { ...problem, severity: 'warning' as const } : problem));
      const told = [...checked.warnings, ...found];
      return found.some(({ severity }) => severity !== 'warning') ? { problems: told } : { ...checked, warnings: told };
    };
    return judgeRoutes(sources, new Map(this.routes.all().map((route) => [route.key, route])), check);
  }

  private surroundings(): Omit<RouteSurroundings, 'routes'> {
    return {
      actions: new Set<string>(actionNames),
      streams: streamFacts(this.streams.all().map(({ definition }) => definition)),
      templates: new Map(this.templates.all().map(({ key, definition }) => [key, definition.kind])),
      organisation: this.directory.snapshot(),
    };
  }
}
