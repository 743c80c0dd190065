import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { Refusal, type Problem } from '../errors.js';

/** Checks bodies and queries against their DTO classes; unknown members are refused, each problem has its path. */
export function validationPipe(): ValidationPipe {
  return new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    transform: true,
    stopAtFirstError: true,
    exceptionFactory: validationRefusal,
  });
}

/** The refusal of a request whose parts break the rules of its DTO class. */
export function validationRefusal(errors: readonly ValidationError[]): Refusal {
  const problems = errors.flatMap((error) => flatten(error, ''));
  return new Refusal('malformed', 'malformed-request', problems[0]?.message ?? 'The request is malformed.', problems);
}

function flatten(error: ValidationError, prefix: string): Problem[] {
  const path = /^\d+$/.test(error.property)
    ? `${prefix}[${error.property}]`
    : [prefix, error.property].filter(Boolean).join('.');
  const own = Object.entries(error.constraints ?? {}).map(([code, message]) => ({ path, code, message }));
  return [...own, ...(error.children ?? []).flatMap((child) => flatten(child, path))];
}
