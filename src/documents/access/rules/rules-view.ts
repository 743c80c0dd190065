import type { Scope, Verb } from '../../../organisation/access/grant.js';
import type { Organisation } from '../../../organisation/directory/organisation.js';
import { textIn, type Language, type LocalisedText } from '../../../platform/languages.js';
import { readableFacts } from '../../../streams/access/condition-operands.js';
import { fieldsShownToAll, type AccessPart } from '../../../streams/definition/access-part.js';
import type { AccessInForce } from '../../../streams/definitions/change-access.js';
import { publicRole } from '../../../streams/definitions/check-access.js';
import type { AccessRulesDto } from './rules.dto.js';

/** One rule of a stream as it is edited. */
export interface AccessRuleView {
  readonly role: string;
  readonly verbs: readonly Verb[];
  readonly level: Scope;
  /** FEEL; null: for all documents. */
  readonly when: string | null;
  readonly confidential: boolean;
}

/** A field of the card with who sees and changes it; null: whoever sees and changes the document. */
export interface FieldAccessView {
  readonly key: string;
  readonly name: string;
  readonly type: string;
  readonly viewRoles: readonly string[] | null;
  readonly editRoles: readonly string[] | null;
  /** It stands in the title, in the calendar or as the amount, so that it cannot be hidden from some. */
  readonly shownToAll: boolean;
}

/** A role that a rule may name. */
export interface RuleRoleView {
  readonly key: string;
  /** In the reader's language. */
  readonly name: string;
  /** How many people hold it now. */
  readonly people: number;
}

/** Who may do what in a stream, as an administrator edits it. */
export interface AccessRulesView {
  readonly stream: string;
  readonly version: number;
  /** What is in force says the same as the file of the stream. */
  readonly asInFile: boolean;
  readonly rules: readonly AccessRuleView[];
  readonly fields: readonly FieldAccessView[];
  readonly roles: readonly RuleRoleView[];
  /** What conditions may read besides the fields of the card. */
  readonly readable: readonly string[];
}

/** What is needed beside the version in force. */
export interface RulesViewer {
  readonly stream: string;
  readonly org: Organisation;
  readonly language: Language;
  /** Keys that may be named, and the names of those that can be given. */
  readonly roles: ReadonlySet<string>;
  readonly names: ReadonlyMap<string, LocalisedText>;
}

/** The rules in force, with what can be chosen from. */
export function rulesView({ version, definition, fileAccess }: AccessInForce, viewer: RulesViewer): AccessRulesView {
  const { stream, org, language, roles, names } = viewer;
  const shown = fieldsShownToAll(definition);
  const people = [...org.persons.values()].filter(({ active }) => active);
  const nameOf = (key: string) => textIn(language, names.get(key) ?? org.posts.get(key)?.name ?? key);
  return {
    ...{ stream, version, asInFile: fileAccess === null },
    rules: definition.access.map(({ role, verbs, scope, when, confidential }) => ({
      ...{ role, verbs, level: scope, when: when ?? null, confidential: confidential === true },
    })),
    fields: definition.fields.map(({ key, name, type, viewRoles, editRoles }) => ({
      ...{ key, name: textIn(language, name), type, shownToAll: shown.has(key) },
      ...{ viewRoles: viewRoles ?? null, editRoles: editRoles ?? null },
    })),
    roles: [...roles].sort().map((key) => {
      const holders = people.filter((person) => person.roles.includes(key)).length;
      return { key, name: key === publicRole ? key : nameOf(key), people: holders };
    }),
    readable: readableFacts,
  };
}

/** The sent rules in the form of a definition. */
export function accessPartOfBody({ rules, fields }: AccessRulesDto): AccessPart {
  return {
    rules: rules.map(({ role, verbs, level, when, confidential }) => ({
      ...{ role, verbs, scope: level },
      ...(when !== undefined && when !== null && { when }),
      ...(confidential === true && { confidential }),
    })),
    fields: Object.fromEntries(
      fields
        .filter(({ viewRoles, editRoles }) => viewRoles || editRoles)
        .map(({ key, viewRoles, editRoles }) => [
          key,
          { ...(viewRoles && { viewRoles }), ...(editRoles && { editRoles }) },
        ]),
    ),
  };
}
