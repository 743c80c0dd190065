import type { Helper } from './helper.js';

/** True where `{{#if}}` would be: not null, not empty, not zero, not false. */
function holds(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

/** `{{#if (eq status "draft")}}`: the same value of the same type. */
export const eqHelper: Helper = ({ args: [left, right] }) => left === right;

/** `{{#if (and a b)}}`: every one holds. */
export const andHelper: Helper = ({ args }) => args.every(holds);

/** `{{#if (or a b)}}`: at least one holds. */
export const orHelper: Helper = ({ args }) => args.some(holds);

/** `{{#if (not a)}}`: it does not hold. */
export const notHelper: Helper = ({ args: [value] }) => !holds(value);
