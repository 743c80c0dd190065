import { compileExpression } from '../../platform/feel/expression.js';
import { tell } from '../../platform/words/tell.js';
import { compileCondition } from '../access/compile-condition.js';
import type { ShapeFault } from './check-shape.js';
import type { FieldDefinition } from './field-definition.js';
import type { StreamDefinition } from './stream-definition.js';

/** What rules know of how a document came. */
const arrivalNames = new Set(['channel', 'unit', 'language']);

type Path = readonly (string | number)[];

/**
 * What is wrong with the FEEL expressions of a definition: they must parse, and may read only what will be there. A
 * computed field and `visibleWhen` see the fields above, `requiredWhen` the whole card and the status; a rule of autoprocessing sees the card, the same again as `card`, as
 * `linked` the cards that the linking rules found, and as `document` how it came: channel, unit and language.
 */
export function checkExpressions(definition: StreamDefinition): ShapeFault[] {
  const above = new Set<string>();
  const whole = new Set([...definition.fields.map(({ key }) => key), 'status']);
  const faults = definition.fields.flatMap((field, index) => {
    const { visibleWhen, requiredWhen } = field;
    const check = (source: string | undefined, which: string, readable: ReadonlySet<string>) =>
      source === undefined ? [] : checkFeel(source, ['fields', index, which], readable, new Set());
    const found = [
      ...check(field.type === 'computed' ? field.expression : undefined, 'expression', above),
      ...check(visibleWhen, 'visibleWhen', above),
      ...check(requiredWhen, 'requiredWhen', whole),
    ];
    above.add(field.key);
    return found;
  });
  const readable = new Set([...above, 'card', 'linked', 'document']);
  const linked = new Set(definition.linking.map((rule) => rule.field));
  const fields = new Map(definition.fields.map((field) => [field.key, field]));
  const rules = definition.autoprocessing.flatMap((rule, index) => {
    const path: Path = ['autoprocessing', index];
    const set = Object.entries(rule.set ?? {}).flatMap(([key, source]) => [
      ...checkTarget(fields.get(key), key, [...path, 'set', key]),
      ...checkFeel(source, [...path, 'set', key], readable, linked),
    ]);
    return [...(rule.when === undefined ? [] : checkFeel(rule.when, [...path, 'when'], readable, linked)), ...set];
  });
  return [...faults, ...rules, ...checkAccess(definition)];
}

/** Conditions of access must mean the same to FEEL and to the database. */
function checkAccess({ access, fields }: StreamDefinition): ShapeFault[] {
  return access.flatMap(({ when }, index) => {
    const compiled = when === undefined ? undefined : compileCondition(when, fields);
    if (!compiled || 'condition' in compiled) return [];
    return [{ path: ['access', index, 'when'], code: 'access-condition', message: tell('en', compiled.problem) }];
  });
}

function checkTarget(field: FieldDefinition | undefined, key: string, path: Path): ShapeFault[] {
  if (!field) return [{ path, code: 'unknown-field', message: `The card has no field "${key}".` }];
  if (field.type !== 'computed') return [];
  return [{ path, code: 'computed', message: `"${key}" is computed and cannot be set.` }];
}

function checkFeel(
  source: string,
  path: Path,
  readable: ReadonlySet<string>,
  linked: ReadonlySet<string>,
): ShapeFault[] {
  const compiled = compileExpression(source);
  if ('problem' in compiled)
    return [{ path, code: 'expression', message: `The FEEL expression is wrong: ${compiled.problem}` }];
  return compiled.expression.names.flatMap((name) => {
    const [root = '', next] = name.split('.');
    if (!readable.has(root))
      return [{ path, code: 'unknown-name', message: `"${root}" is not known here. Known: ${list(readable)}.` }];
    if (root === 'linked' && (next === undefined || !linked.has(next)))
      return [{ path, code: 'unknown-name', message: `"${name}": only ${list(linked)} can be linked.` }];
    if (root === 'document' && !(next !== undefined && arrivalNames.has(next)))
      return [
        { path, code: 'unknown-name', message: `"${name}": of the document only ${list(arrivalNames)} are known.` },
      ];
    if (root === 'card' && next !== undefined && !readable.has(next))
      return [{ path, code: 'unknown-name', message: `The card has no field "${next}".` }];
    return [];
  });
}

function list(names: ReadonlySet<string>): string {
  return names.size === 0 ? 'nothing' : [...names].join(', ');
}
