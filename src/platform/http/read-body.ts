import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { Refusal } from '../errors.js';
import { refuseDeepJson } from './request-shape.js';
import { validationRefusal } from './validation.js';

/**
 * Checks a body against its DTO class where one member is free JSON (`free`), such as the fields of a card: that one is
 * handed on as it came instead of being copied, and depth is limited before anything recurses.
 * @throws Refusal malformed
 */
export function readBody<Body extends object>(type: new () => Body, body: unknown, free: keyof Body & string): Body {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new Refusal('malformed', 'malformed-request', 'Expected a JSON object as the body of the request.');
  }
  refuseDeepJson(body);
  const given = body as Readonly<Record<string, unknown>>;
  const instance = plainToInstance(type, { ...given, [free]: undefined });
  Object.assign(instance, { [free]: given[free] });
  const errors = validateSync(instance, { whitelist: true, forbidNonWhitelisted: true, stopAtFirstError: true });
  if (errors.length > 0) throw validationRefusal(errors);
  return instance;
}
