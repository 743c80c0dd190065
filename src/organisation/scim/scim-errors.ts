import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../../platform/errors.js';
import { toProblem } from '../../platform/http/problem-filter.js';
import { errorSchema, ScimRefusal, type ScimType } from './scim-shapes.js';

/** An error as SCIM tells it (RFC 7644, 3.12). */
export interface ScimError {
  readonly schemas: readonly string[];
  readonly status: string;
  readonly scimType?: ScimType;
  readonly detail: string;
}

/** Turns what goes wrong into the errors that directories understand. */
@Catch()
export class ScimErrors implements ExceptionFilter {
  private readonly logger = new Logger('SCIM');

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    const request = http.getRequest<FastifyRequest>();
    const { status, scimType, detail } = told(error, request);
    if (status >= 500) {
      const cause = error instanceof Error ? error.stack : String(error);
      this.logger.error(`${request.method} ${request.url.split('?')[0]} failed (request ${request.id}): ${cause}`);
    }
    const body: ScimError = {
      schemas: [errorSchema],
      status: String(status),
      ...(scimType === undefined ? {} : { scimType }),
      detail,
    };
    if (status === 429 || status === 503) void reply.header('retry-after', '5');
    void reply.status(status).type('application/scim+json').send(body);
  }
}

interface Told {
  readonly status: number;
  readonly scimType: ScimType | undefined;
  readonly detail: string;
}

function told(error: unknown, request: FastifyRequest): Told {
  if (error instanceof ScimRefusal) {
    return { status: error.status, scimType: error.scimType, detail: error.message };
  }
  // What the rules of the organisation refuse is a value that does not fit; SCIM knows no 422.
  if (error instanceof Refusal && error.kind === 'invalid') {
    return { status: 400, scimType: 'invalidValue', detail: error.message };
  }
  const taken = error instanceof Refusal && ['login-taken', 'key-taken'].includes(error.code);
  const { status, detail } = toProblem(error, request.id, 'en');
  return { status, detail, scimType: taken ? 'uniqueness' : undefined };
}
