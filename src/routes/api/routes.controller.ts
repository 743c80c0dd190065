import { Controller, Get, Header, HttpCode, Param, Post, Put, Query, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { CurrentActor } from '../../organisation/session/current-actor.decorator.js';
import type { Actor } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { Page } from '../../platform/http/page.js';
import { Refusal } from '../../platform/errors.js';
import { NotAudited } from '../../platform/http/not-audited.decorator.js';
import { languageOf } from '../../platform/http/problem-filter.js';
import { say, writtenDown, type Sentence } from '../../platform/words/sentence.js';
import { startTriggers } from '../compile/starts.js';
import { sourceOf, type RouteSource } from '../definitions/load-routes.js';
import { PublishRoutes } from '../definitions/publish-routes.js';
import { RouteChecks } from '../definitions/route-checks.service.js';
import { RouteRegistry } from '../definitions/route-registry.service.js';
import type { RouteProblem } from '../model/route-model.js';
import { RouteVersionDto } from './routes.dto.js';
import { routeProblem, shownStart, type PublishedRoute, type RouteCheck, type RouteView } from './route-views.js';

/** BPMN as the body itself, or in JSON. */
const drawing = {
  oneOf: [
    { type: 'string' },
    {
      type: 'object',
      required: ['xml'],
      properties: { xml: { type: 'string' }, scenarios: { type: 'array', items: { type: 'object' } } },
    },
  ],
};

const keyForm = /^[a-z0-9][a-z0-9-]*(\/[a-z0-9][a-z0-9-]*)*$/;

/** Route definitions. A key such as `sales/long-sale` may be sent with its slash or with `%2F`. */
@ApiTags('routes')
@Controller('/api/routes')
export class RoutesController {
  constructor(
    private readonly routes: RouteRegistry,
    private readonly publishRoutes: PublishRoutes,
    private readonly checks: RouteChecks,
    private readonly work: UnitOfWork,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'The published routes',
    description:
      'Each with the stream that it is for, what a second start for a document does (`runs`: refuse, queue, parallel or replace), and the events that begin it (`starts`: none is a start by people, rules and other routes).',
  })
  list(): Page<RouteView> {
    const items = this.routes.all().map(({ key, version, hash, graph, scenarios }) => ({
      key,
      version,
      hash,
      name: graph.name ?? key,
      stream: graph.stream ?? null,
      byHand: graph.byHand,
      runs: graph.runs,
      variables: graph.variables
        .filter((one) => one.byHand)
        .map((one) => ({ name: one.name, default: one.default.source })),
      starts: startTriggers(graph).map(shownStart),
      scenarios: Array.isArray(scenarios) ? scenarios.length : 0,
    }));
    return { items, nextCursor: null };
  }

  @Get([':route', ':solution/:route'])
  @Header('content-type', 'application/xml; charset=utf-8')
  @ApiOperation({ summary: 'The BPMN XML of a route: the version in force, or the one that a run is pinned to' })
  async get(@Param() params: RouteParams, @Query() { version }: RouteVersionDto): Promise<string> {
    const key = keyOf(params);
    return version === undefined ? this.routes.get(key).xml : this.routes.xmlOf(key, version);
  }

  @Put([':route', ':solution/:route'])
  @ApiConsumes('application/xml', 'application/json')
  @ApiBody({ schema: drawing })
  @ApiOperation({
    summary: 'Publish a new version of a route; running runs keep theirs',
    description:
      'The body is the BPMN XML, or JSON `{xml, scenarios?}`. The scenarios, else those of the version in force, are played and must go as they say. The answer has what was found and did not stand in the way: `warnings`.',
  })
  async put(
    @CurrentActor() actor: Actor,
    @Param() params: RouteParams,
    @Req() request: FastifyRequest,
  ): Promise<PublishedRoute> {
    if (!actor.roles.includes('admin'))
      throw new Refusal('forbidden', 'admin-only', 'Routes are published by an administrator.');
    const key = keyOf(params);
    if (!keyForm.test(key))
      throw new Refusal(
        'malformed',
        'bad-route-key',
        'A key of a route is of small letters, digits and hyphens, with / between parts.',
      );
    const source = sourceFrom(key, request.body);
    const { problems, warnings } = await this.work.run(actor, (context) =>
      this.publishRoutes.execute(context, [source], 'person'),
    );
    if (problems.length > 0) throw unsound(problems.map(({ problem }) => problem));
    await this.routes.reload();
    const { version, hash } = this.routes.get(key);
    return { key, version, hash, warnings: warnings.map((found) => routeProblem(found, languageOf(request))) };
  }

  @NotAudited('it changes nothing')
  @Post([':route/check', ':solution/:route/check'])
  @HttpCode(200)
  @ApiConsumes('application/xml', 'application/json')
  @ApiBody({ schema: drawing })
  @ApiOperation({
    summary: 'Check a drawing (or, with an empty body, the published one) without publishing it',
    description:
      'The body is as for publishing. Answers `sound`, every problem with element, name, line, code, severity and message, and how many scenarios went as they say. For administrators the performers are tried on the latest documents of the stream.',
  })
  async check(
    @CurrentActor() actor: Actor,
    @Param() params: RouteParams,
    @Req() request: FastifyRequest,
  ): Promise<RouteCheck> {
    const source = this.sourceToCheck(keyOf(params), request.body);
    // a performer tried on documents tells of documents that not everybody may see
    const sample = actor.roles.includes('admin');
    const judged = await this.work.run(actor, (context) =>
      this.checks.judge(context, [source], { sample, nobody: 'error' }),
    );
    return {
      sound: judged.problems.length === 0,
      problems: [...judged.problems, ...judged.warnings].map((found) => routeProblem(found, languageOf(request))),
      scenarios: { passed: judged.passed },
    };
  }

  private sourceToCheck(key: string, body: unknown): RouteSource {
    const published = this.routes.all().find((route) => route.key === key);
    const source = hasBody(body) ? sourceFrom(key, body) : sourceOf(key, key, this.routes.get(key).xml);
    const scenarios = source.scenarios ?? published?.scenarios ?? undefined;
    return scenarios === undefined ? source : { ...source, scenarios };
  }
}

interface RouteParams {
  readonly solution?: string;
  readonly route: string;
}

function keyOf({ solution, route }: RouteParams): string {
  return solution === undefined ? route : `${solution}/${route}`;
}

function hasBody(body: unknown): boolean {
  return typeof body === 'string'
    ? body.trim() !== ''
    : body !== undefined && body !== null && Object.keys(body).length > 0;
}

/** BPMN comes as the body itself, or as `{xml, scenarios?}`. */
function sourceFrom(key: string, body: unknown): RouteSource {
  const source = sourceOf(key, key, xmlOf(body));
  const scenarios = typeof body === 'object' && body !== null && 'scenarios' in body ? body.scenarios : undefined;
  return scenarios === undefined ? source : { ...source, scenarios };
}

function xmlOf(body: unknown): string {
  if (typeof body === 'string') return body;
  if (typeof body === 'object' && body !== null && 'xml' in body && typeof body.xml === 'string') return body.xml;
  throw new Refusal('malformed', 'no-bpmn', 'Send the BPMN XML as the body, with content type application/xml.');
}

function unsound(problems: readonly RouteProblem[]): Refusal {
  return new Refusal(
    'invalid',
    'unsound-route',
    'The route was not published; the version before stays in force.',
    problems.map((problem) => ({ path: problem.element ?? '', code: problem.code, message: withPlace(problem) })),
  );
}

function withPlace({ name, message, line }: RouteProblem): Sentence {
  const found = writtenDown(name === undefined ? message : `"${name}": ${message}`);
  return line === undefined ? found : say('Line {line}: {found}', { line: String(line), found });
}
