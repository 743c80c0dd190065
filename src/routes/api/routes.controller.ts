import { Controller, Get, Header, HttpCode, Param, Post, Put, Req } from '@nestjs/common';
import { ApiConsumes, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { CurrentActor } from '../../organisation/session/current-actor.decorator.js';
import type { Actor } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Refusal } from '../../platform/errors.js';
import { actionNames } from '../definitions/action-names.js';
import { checkRoute } from '../definitions/check-route.js';
import { sourceOf } from '../definitions/load-routes.js';
import { RouteRegistry } from '../definitions/route-registry.service.js';
import type { RouteProblem } from '../model/route-model.js';

const keyForm = /^[a-z0-9][a-z0-9-]*(\/[a-z0-9][a-z0-9-]*)*$/;

/** Route definitions. A key such as `sales/long-sale` may be sent with its slash or with `%2F`. */
@ApiTags('routes')
@Controller('/api/routes')
export class RoutesController {
  constructor(
    private readonly routes: RouteRegistry,
    private readonly work: UnitOfWork,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The published routes' })
  list() {
    const items = this.routes
      .all()
      .map(({ key, version, hash, graph }) => ({ key, version, hash, name: graph.name ?? key }));
    return { items, nextCursor: null };
  }

  @Get([':route', ':solution/:route'])
  @Header('content-type', 'application/xml; charset=utf-8')
  @ApiOperation({ summary: 'The BPMN XML of a route' })
  get(@Param() params: RouteParams): string {
    return this.routes.get(keyOf(params)).xml;
  }

  @Put([':route', ':solution/:route'])
  @ApiConsumes('application/xml')
  @ApiOperation({ summary: 'Publish a new version of a route; running runs keep theirs' })
  async put(@CurrentActor() actor: Actor, @Param() params: RouteParams, @Req() request: FastifyRequest) {
    if (!actor.roles.includes('admin'))
      throw new Refusal('forbidden', 'admin-only', 'Routes are published by an administrator.');
    const key = keyOf(params);
    if (!keyForm.test(key))
      throw new Refusal(
        'malformed',
        'bad-route-key',
        'A key of a route is of small letters, digits and hyphens, with / between parts.',
      );
    const source = sourceOf(key, key, xmlOf(request.body));
    const { problems } = await this.work.run(actor, (context) => this.routes.publish(context, [source]));
    if (problems.length > 0) throw unsound(problems.map(({ problem }) => problem));
    await this.routes.reload();
    const { version, hash } = this.routes.get(key);
    return { key, version, hash };
  }

  @Post([':route/check', ':solution/:route/check'])
  @HttpCode(200)
  @ApiConsumes('application/xml')
  @ApiOperation({ summary: 'Check a drawing (or, with an empty body, the published one) without publishing it' })
  async check(@Param() params: RouteParams, @Req() request: FastifyRequest) {
    const key = keyOf(params);
    const xml = hasBody(request.body) ? xmlOf(request.body) : this.routes.get(key).xml;
    const routes = new Set([...this.routes.all().map((route) => route.key), key]);
    const checked = await checkRoute(xml, { routes, actions: new Set<string>(actionNames) });
    return { sound: !('problems' in checked), problems: 'problems' in checked ? checked.problems : [] };
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

/** BPMN comes as the body itself, or as `{xml}` from programs that speak JSON only. */
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
    problems.map(({ element, code, message, line }) => ({
      path: element ?? '',
      code,
      message: line === undefined ? message : `Line ${line}: ${message}`,
    })),
  );
}
