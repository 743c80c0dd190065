import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isWithoutConnection } from '../database/data-source.js';
import { Refusal, refusalStatus, type Problem } from '../errors.js';

/** An RFC 9457 problem document. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly errors?: readonly Problem[];
}

const titles: Readonly<Record<number, string>> = {
  400: 'The request is malformed',
  401: 'Sign in first',
  403: 'You may not do this',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict with what is already there',
  412: 'Changed meanwhile',
  413: 'Too large',
  415: 'This type of content is not accepted',
  422: 'The card does not follow its rules',
  429: 'Too many requests',
  500: 'Something went wrong on the server',
  503: 'Not available at the moment',
};

/** Turns every error into a problem document, once and for all endpoints. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('HTTP');

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    const request = http.getRequest<FastifyRequest>();
    const problem = toProblem(error, request.id);
    if (problem.status >= 500) {
      const cause = error instanceof Error ? error.stack : String(error);
      this.logger.error(`${request.method} ${request.url.split('?')[0]} failed (request ${request.id}): ${cause}`);
    }
    if (problem.status === 429 || problem.status === 503) void reply.header('retry-after', '5');
    // A body that was not read to its end would stand before the next request of the connection.
    if (!request.raw.complete) void reply.header('connection', 'close');
    void reply.status(problem.status).type('application/problem+json').send(problem);
  }
}

/**
 * The problem document of an error; details of unexpected ones stay in the log, under the number of the request. After
 * those nobody knows what was carried out: the answer to a COMMIT may be what was lost.
 */
export function toProblem(error: unknown, requestId: string): ProblemDocument {
  if (error instanceof Refusal) {
    return {
      ...error.extra,
      ...heading(error.code, refusalStatus[error.kind], error.message),
      ...(error.problems.length > 0 ? { errors: error.problems } : {}),
    };
  }
  if (error instanceof HttpException) return heading('request-refused', error.getStatus(), error.message);
  const status = statusOf(error);
  if (status !== undefined && status < 500) {
    return heading(codeOf(error), status, (error as Error).message);
  }
  if (isWithoutConnection(error)) {
    const detail = `The database had no connection free within 10 seconds (request ${requestId}). Try again later.`;
    return heading('database-busy', 503, detail);
  }
  const detail =
    `The failure was written to the log as request ${requestId}. It is not known whether what was asked for was ` +
    'carried out: look before you ask for it again.';
  return heading('internal-error', 500, detail);
}

function heading(code: string, status: number, detail: string): ProblemDocument {
  return { type: `urn:millrace:problem:${code}`, title: titles[status] ?? 'The request failed', status, detail };
}

/** Errors of the HTTP library itself (body too large, malformed JSON, unknown media type) carry `statusCode`. */
function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return undefined;
  return typeof error.statusCode === 'number' && error.statusCode >= 400 ? error.statusCode : undefined;
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' ? code.toLowerCase().replaceAll('_', '-') : 'request-refused';
}
