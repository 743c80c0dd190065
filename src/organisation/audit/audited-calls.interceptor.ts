import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { from, mergeMap, type Observable } from 'rxjs';
import { AuditLog } from '../../platform/audit/audit-log.js';
import { isTold } from '../../platform/audit/told-calls.js';
import type { Actor } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { notAudited } from '../../platform/http/not-audited.decorator.js';
import '../../platform/http/request-actor.js';

const safeMethods = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Sees to it that no call changes anything without a trace: a call that was carried out, is not GET, and left no entry in
 * the audit log and no event in the history of a document, gets an entry `call.made` with its address and what was sent.
 * What tells more is written where the change is made.
 */
@Injectable()
export class AuditedCalls implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly audit: AuditLog,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { actor, method } = request;
    const reason = this.reflector.getAllAndOverride<string | undefined>(notAudited, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (!actor || safeMethods.includes(method) || reason !== undefined) return next.handle();
    return next
      .handle()
      .pipe(
        mergeMap((answer: unknown) => (isTold(actor) ? [answer] : from(this.note(actor, request).then(() => answer)))),
      );
  }

  private async note(actor: Actor, { method, routeOptions, params, query, body }: FastifyRequest): Promise<void> {
    const id = `${method} ${routeOptions.url ?? ''}`;
    const after = { ...filled('params', params), ...filled('query', query), ...filled('body', body) };
    await this.unitOfWork.run(actor, (context) =>
      this.audit.write(context, { verb: 'call.made', object: { kind: 'call', id }, after }),
    );
  }
}

function filled(name: string, value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0 ? { [name]: value } : {};
}
