import { isDeepStrictEqual } from 'node:util';
import type { Objection } from '../../platform/errors.js';
import { say } from '../../platform/words/sentence.js';
import { compileCondition } from '../access/compile-condition.js';
import { fieldsShownToAll, withAccessPart, type AccessPart } from '../definition/access-part.js';
import { checkMeaning } from '../definition/check-meaning.js';
import type { AccessGrant, StreamDefinition } from '../definition/stream-definition.js';

/** The role of whoever fills in a form without having signed in. */
export const publicRole = 'public';

/**
 * What is wrong with rules of access for a stream: which rule (`rules[2].when`) or field (`fields.margin.viewRoles`), what
 * is wrong, and what was expected.
 */
export function checkAccessPart(
  definition: StreamDefinition,
  part: AccessPart,
  roles: ReadonlySet<string>,
): Objection[] {
  const objections = [
    ...part.rules.flatMap((rule, index) => checkRule(rule, index, part.rules, { definition, roles })),
    ...checkFields(definition, part, roles),
  ];
  if (objections.length > 0) return objections;
  // Whatever else a definition may not be; none of these is known to be left over.
  return checkMeaning(withAccessPart(definition, part)).map(({ path, code, message }) => ({
    ...{ path: path.join('.'), code, message },
  }));
}

interface Surroundings {
  readonly definition: StreamDefinition;
  readonly roles: ReadonlySet<string>;
}

function checkRule(
  rule: AccessGrant,
  index: number,
  rules: readonly AccessGrant[],
  { definition, roles }: Surroundings,
): Objection[] {
  const place = `rules[${index}]`;
  const { role, verbs, when } = rule;
  const found: Objection[] = [];
  if (!roles.has(role)) found.push(unknownRole(`${place}.role`, role, roles));
  if (role === publicRole && verbs.some((verb) => verb !== 'register')) {
    const message = say('Whoever has not signed in may only register. Take the other rights out of this rule.');
    found.push({ path: `${place}.verbs`, code: 'public-registers', message });
  }
  const compiled = when === undefined ? undefined : compileCondition(when, definition.fields);
  if (compiled && 'problem' in compiled)
    found.push({ path: `${place}.when`, code: 'access-condition', message: compiled.problem });
  const twin = rules.findIndex((other) => isDeepStrictEqual(other, rule));
  if (twin < index) {
    const message = say('This rule is there already, as number {number}.', { number: twin + 1 });
    found.push({ path: place, code: 'duplicate-rule', message });
  }
  return found;
}

function checkFields(definition: StreamDefinition, { fields }: AccessPart, roles: ReadonlySet<string>): Objection[] {
  const shown = fieldsShownToAll(definition);
  return Object.entries(fields).flatMap(([key, access]) => {
    const place = `fields.${key}`;
    const field = definition.fields.find((one) => one.key === key);
    if (!field) {
      const message = say('The stream has no field "{field}".', { field: key });
      return [{ path: place, code: 'unknown-field', message }];
    }
    const found = (['viewRoles', 'editRoles'] as const).flatMap((which) => {
      const missing = access[which]?.find((role) => !roles.has(role));
      return missing === undefined ? [] : [unknownRole(`${place}.${which}`, missing, roles)];
    });
    if (access.viewRoles && shown.has(key)) {
      const message = say(
        'The field "{field}" stands in the title, in the calendar or as the amount, where everybody sees it. It cannot be hidden from some.',
        { field: key },
      );
      found.push({ path: `${place}.viewRoles`, code: 'hidden-from-some', message });
    }
    return found;
  });
}

function unknownRole(path: string, role: string, roles: ReadonlySet<string>): Objection {
  const known = [...roles].sort();
  return {
    path,
    code: 'unknown-role',
    message: say('There is no role "{role}". Known are: {known}.', { role, known }),
  };
}
