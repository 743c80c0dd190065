import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import { from, lastValueFrom, type Observable } from 'rxjs';
import type { Actor } from '../context.js';
import { Refusal } from '../errors.js';
import { IdempotencyKeys } from './idempotency-keys.js';
import { notReplayed } from './not-replayed.decorator.js';
import './request-actor.js';

const keyForm = /^[\x20-\x7e]{1,200}$/;

/**
 * Honours `Idempotency-Key` on every POST: a repeat within 24 hours gets the answer of the first, with the header
 * `Idempotency-Replayed: true`. Without the header it does nothing. Visitors who have not signed in are one actor to us, so
 * their key counts together with what they sent: nobody gets another's answer by choosing the same key. Uploads are
 * refused with it: their content is still on its way when a repeat must be recognised.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly keys: IdempotencyKeys,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const key = request.headers['idempotency-key'];
    if (key === undefined || request.method !== 'POST' || !request.actor) return next.handle();
    if (this.reflector.get<boolean | undefined>(notReplayed, context.getHandler())) return next.handle();
    if (/^\s*multipart\//i.test(request.headers['content-type'] ?? '')) {
      const message = 'Idempotency-Key is not supported with uploads. Send the request without this header.';
      throw new Refusal('malformed', 'idempotency-key-with-upload', message);
    }
    if (typeof key !== 'string' || !keyForm.test(key)) {
      const message = 'Expected an Idempotency-Key of 1 to 200 printable ASCII characters, e.g. a UUID.';
      throw new Refusal('malformed', 'idempotency-key-malformed', message);
    }
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return from(this.answer(request, request.actor, key, reply, next));
  }

  private async answer(
    request: FastifyRequest,
    actor: Actor,
    key: string,
    reply: FastifyReply,
    next: CallHandler,
  ): Promise<unknown> {
    const hash = hashOf(request);
    const own = actor.kind === 'public' ? `${key} ${hash.toString('hex')}` : key;
    const { answer, replayed } = await this.keys.answerOnce({ actor, key: own, hash }, async () => {
      const body: unknown = await lastValueFrom(next.handle(), { defaultValue: undefined });
      const location = reply.getHeader('location');
      return { status: reply.statusCode, body, location: typeof location === 'string' ? location : null };
    });
    if (!replayed) return answer.body;
    void reply.status(answer.status).header('idempotency-replayed', 'true');
    if (answer.location !== null) void reply.header('location', answer.location);
    return answer.body ?? undefined;
  }
}

/** Hash over method, address and content. */
function hashOf({ method, url, body }: FastifyRequest): Buffer {
  return createHash('sha256')
    .update(`${method}\n${url}\n${JSON.stringify(body ?? null)}`)
    .digest();
}
