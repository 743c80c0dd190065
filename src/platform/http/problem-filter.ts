import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isWithoutConnection } from '../database/data-source.js';
import { Refusal, refusalStatus, type Problem } from '../errors.js';
import { languageFromHeader, type Language } from '../languages.js';
import { say, type Sentence } from '../words/sentence.js';
import { tell } from '../words/tell.js';
import './request-actor.js';

/** An RFC 9457 problem document. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly errors?: readonly Problem[];
}

const titles: Readonly<Record<number, Sentence>> = {
  400: say('The request is malformed'),
  401: say('Sign in first'),
  403: say('You may not do this'),
  404: say('Not found'),
  405: say('Method not allowed'),
  409: say('Conflict with what is already there'),
  412: say('Changed meanwhile'),
  413: say('Too large'),
  415: say('This type of content is not accepted'),
  422: say('The card does not follow its rules'),
  429: say('Too many requests'),
  500: say('Something went wrong on the server'),
  503: say('Not available at the moment'),
};

/** What is said to other languages for refusals of the libraries that speak HTTP, whose words are English. */
const otherWords: Readonly<Record<number, Sentence>> = {
  413: say('What was sent is larger than the server takes.'),
  429: say('Too many requests in a short time. Wait a minute, then try again.'),
};

/** A request that somebody was not entitled to. */
export interface RefusedRequest {
  readonly request: FastifyRequest;
  /** The code of the refusal. */
  readonly code: string;
}

/**
 * Turns every error into a problem document, once and for all endpoints. `onForbidden` is told of each 403; it is not
 * waited for.
 */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('HTTP');

  constructor(private readonly onForbidden?: (refused: RefusedRequest) => void) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    const request = http.getRequest<FastifyRequest>();
    const language = languageOf(request);
    const problem = toProblem(error, request.id, language);
    if (problem.status >= 500) {
      const cause = error instanceof Error ? error.stack : String(error);
      this.logger.error(`${request.method} ${request.url.split('?')[0]} failed (request ${request.id}): ${cause}`);
    }
    if (problem.status === 403) this.onForbidden?.({ request, code: problem.type.replace(/^.*:/, '') });
    if (problem.status === 429 || problem.status === 503) void reply.header('retry-after', '5');
    // A body that was not read to its end would stand before the next request of the connection.
    if (!request.raw.complete) void reply.header('connection', 'close');
    void reply.header('content-language', language);
    void reply.status(problem.status).type('application/problem+json').send(problem);
  }
}

/** The language of whoever is signed in; otherwise the one that the browser asks for. */
export function languageOf({ actor, headers }: Pick<FastifyRequest, 'actor' | 'headers'>): Language {
  return actor?.kind === 'person' ? actor.language : languageFromHeader(headers['accept-language']);
}

/**
 * The problem document of an error, in the language of whoever reads it. Details of unexpected errors stay in the log,
 * under the number of the request. After those nobody knows what was carried out: the answer to a COMMIT may be what
 * was lost.
 */
export function toProblem(error: unknown, requestId: string, language: Language): ProblemDocument {
  if (error instanceof Refusal) {
    const problems = error.problemsIn(language);
    return {
      ...error.extra,
      ...heading(error.code, refusalStatus[error.kind], error.messageIn(language), language),
      ...(problems.length > 0 ? { errors: problems } : {}),
    };
  }
  if (error instanceof HttpException) {
    return heading('request-refused', error.getStatus(), inOtherWords(error, error.getStatus(), language), language);
  }
  const status = statusOf(error);
  if (status !== undefined && status < 500) {
    return heading(codeOf(error), status, inOtherWords(error as Error, status, language), language);
  }
  if (isWithoutConnection(error)) {
    const busy = say('The database had no connection free within 10 seconds (request {request}). Try again later.', {
      request: requestId,
    });
    return heading('database-busy', 503, tell(language, busy), language);
  }
  const failed = say(
    'The failure was written to the log as request {request}. It is not known whether what was asked for was carried out: look before you ask for it again.',
    { request: requestId },
  );
  return heading('internal-error', 500, tell(language, failed), language);
}

function inOtherWords(error: Error, status: number, language: Language): string {
  const known = language === 'en' ? undefined : (otherWords[status] ?? titles[status]);
  return known === undefined ? error.message : tell(language, known);
}

function heading(code: string, status: number, detail: string, language: Language): ProblemDocument {
  const title = tell(language, titles[status] ?? say('The request failed'));
  return { type: `urn:millrace:problem:${code}`, title, status, detail };
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
