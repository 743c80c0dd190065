import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { getMetadataStorage } from 'class-validator';
import { Refusal, type Problem } from '../errors.js';

/** Checks bodies and queries against their DTO classes; unknown members are refused, each problem has its path. */
export function validationPipe(): ValidationPipe {
  rememberRules();
  return new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    transform: true,
    stopAtFirstError: true,
    exceptionFactory: validationRefusal,
  });
}

type RulesOf = ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas'];

const remembered = new WeakSet<object>();

/**
 * Lets the library gather the rules of a class once: for each object it would go through all classes that there are. The
 * rules are declared before the first object comes.
 */
function rememberRules(): void {
  const storage = getMetadataStorage();
  if (remembered.has(storage)) return;
  remembered.add(storage);
  const gather = storage.getTargetValidationMetadatas.bind(storage);
  const known = new Map<Parameters<RulesOf>[0], Map<string, ReturnType<RulesOf>>>();
  storage.getTargetValidationMetadatas = (target, ...rest) => {
    const ofClass = known.get(target) ?? new Map<string, ReturnType<RulesOf>>();
    known.set(target, ofClass);
    const which = JSON.stringify(rest);
    const rules = ofClass.get(which) ?? gather(target, ...rest);
    ofClass.set(which, rules);
    return rules;
  };
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
