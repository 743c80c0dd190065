import { isLanguage, textIn, languages, type Language, type LocalisedText } from '../../platform/languages.js';
import { say, type Sentence } from '../../platform/words/sentence.js';
import { freeKey } from '../directory/key-of-name.js';
import type { Organisation, Person, Unit } from '../directory/organisation.js';
import { readYes, type ImportColumn, type ImportSheet } from './import-columns.js';
import type { SheetRow, SheetRows } from './read-workbook.js';

/** Something wrong with a cell. */
export interface ImportProblem {
  readonly sheet: ImportSheet;
  readonly row: number;
  readonly column: string;
  readonly code: string;
  readonly message: Sentence;
}

export type ImportAction = 'add' | 'change' | 'same';

export interface PlannedUnit {
  readonly row: number;
  readonly action: ImportAction;
  readonly key: string;
  readonly name: LocalisedText;
  /** Key; undefined to leave it as it is. */
  readonly parent: string | undefined;
}

export interface PlannedPerson {
  readonly row: number;
  readonly action: ImportAction;
  readonly login: string;
  readonly name: string;
  readonly email?: string;
  readonly phone?: string;
  readonly language?: Language;
  readonly roles?: readonly string[];
}

export interface PlannedPost {
  readonly action: ImportAction;
  readonly key: string;
  readonly name: LocalisedText;
  /** Key. */
  readonly unit: string;
  /** Logins of those who get it; whoever holds it keeps it. */
  readonly holders: readonly string[];
}

/** What a file would change. Units stand before those below them. */
export interface ImportPlan {
  readonly units: readonly PlannedUnit[];
  readonly people: readonly PlannedPerson[];
  readonly posts: readonly PlannedPost[];
  /** Login of the new head by key of the unit. */
  readonly heads: ReadonlyMap<string, string>;
  readonly problems: readonly ImportProblem[];
}

const keyForm = /^[a-z0-9][a-z0-9._-]{0,59}$/;
const loginForm = /^[a-z0-9][a-z0-9._@-]{0,99}$/;
const addressForm = /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/;

/**
 * What the rows would change of the organisation. What is empty in a row stays as it is; nothing and nobody is taken away.
 * @param present phones and own roles are not in the picture of the organisation
 */
export function planImport(
  rows: SheetRows,
  org: Organisation,
  present: { readonly roles: ReadonlySet<string>; readonly ownRoles: ReadonlyMap<string, readonly string[]> },
): ImportPlan {
  const problems: ImportProblem[] = [];
  const units = planUnits(rows.units, org, problems);
  const unitNames = new Map<string, string>();
  for (const unit of org.units.values())
    for (const name of allNames(unit.key, unit.name)) unitNames.set(name, unit.key);
  for (const unit of units) for (const name of allNames(unit.key, unit.name)) unitNames.set(name, unit.key);
  const people = planPeople(rows.people, org, present, problems);
  const places = planPlaces(rows.people, org, unitNames, problems);
  return { units: inOrder(units), people, ...places, problems };
}

function planUnits(rows: readonly SheetRow[], org: Organisation, problems: ImportProblem[]): PlannedUnit[] {
  const told = teller('units', problems);
  const keys = new Set([...org.unitByKey.keys(), ...rows.map(({ values }) => (values['key'] ?? '').toLowerCase())]);
  const planned = new Map<string, PlannedUnit>();
  for (const { row, values } of rows) {
    const key = (values['key'] ?? '').toLowerCase();
    const [name = '', parent = ''] = [values['name'], values['parent']?.toLowerCase()];
    const known = org.unitByKey.get(key);
    if (!keyForm.test(key)) told(row, 'key', 'key', say('Expected a key of small letters, digits and . _ -.'));
    else if (planned.has(key)) told(row, 'key', 'twice', say('This stands in a row above already.'));
    else if (name === '' && !known) told(row, 'name', 'missing', say('Expected the name of the unit.'));
    else if (parent !== '' && !keys.has(parent)) {
      told(row, 'parent', 'unknown-unit', say('There is no unit with the key "{key}".', { key: parent }));
    } else planned.set(key, unitOf(row, key, name, parent === '' ? undefined : parent, org, known));
  }
  const above = (key: string) => planned.get(key)?.parent ?? parentKey(org, org.unitByKey.get(key));
  for (const { row, key } of planned.values()) {
    const seen = new Set<string>();
    let at: string | undefined = key;
    while (at !== undefined && !seen.has(at)) {
      seen.add(at);
      at = above(at);
    }
    if (at === key) told(row, 'parent', 'ring', say('A unit cannot stand below itself or below one of its own units.'));
  }
  return [...planned.values()];
}

function unitOf(
  row: number,
  key: string,
  name: string,
  parent: string | undefined,
  org: Organisation,
  known: Unit | undefined,
): PlannedUnit {
  if (!known) return { row, key, name, parent, action: 'add' };
  const sameName = name === '' || allNames(key, known.name).includes(name.toLowerCase());
  const same = sameName && (parent === undefined || parent === parentKey(org, known));
  return { row, key, name: sameName ? known.name : name, parent, action: same ? 'same' : 'change' };
}

function parentKey(org: Organisation, unit: Unit | undefined): string | undefined {
  return unit?.parentId == null ? undefined : org.units.get(unit.parentId)?.key;
}

function planPeople(
  rows: readonly SheetRow[],
  org: Organisation,
  present: Parameters<typeof planImport>[2],
  problems: ImportProblem[],
): PlannedPerson[] {
  const told = teller('people', problems);
  const planned = new Map<string, PlannedPerson>();
  for (const { row, values } of rows) {
    const login = (values['login'] ?? '').toLowerCase();
    const { name = '', email = '', phone = '', roles = '', head = '' } = values;
    const language = (values['language'] ?? '').slice(0, 2).toLowerCase();
    const known = org.personByLogin.get(login);
    const keys = roles.split(/[\s,;]+/).filter(Boolean);
    const strange = keys.find((key) => !present.roles.has(key));
    if (!loginForm.test(login))
      told(row, 'login', 'login', say('Expected letters, digits and . _ @ -, e.g. "anna.kowalska".'));
    else if (known?.active === false || known?.service) {
      told(row, 'login', 'closed', say('This account is closed, or is that of a program.'));
    }
    if (name === '' && !known && !planned.has(login))
      told(row, 'name', 'missing', say('Expected the name of the person.'));
    if (email !== '' && !addressForm.test(email)) told(row, 'email', 'email', say('Expected an e-mail address.'));
    if (language !== '' && !isLanguage(language)) {
      told(row, 'language', 'language', say('Expected one of {languages}.', { languages: languages.join(', ') }));
    }
    if (strange !== undefined) told(row, 'roles', 'unknown-role', say('There is no role "{role}".', { role: strange }));
    if (readYes(head) === undefined) told(row, 'head', 'yes-or-no', say('Expected yes or no.'));
    const before = planned.get(login);
    const person = {
      ...before,
      ...{ row: before?.row ?? row, login, name: name || before?.name || known?.name || '' },
      ...(email !== '' && { email }),
      ...(phone !== '' && { phone }),
      ...(isLanguage(language) && { language }),
      ...(keys.length > 0 && { roles: [...new Set([...(before?.roles ?? []), ...keys])].sort() }),
    };
    planned.set(login, { ...person, action: personAction(person, known, present.ownRoles.get(login)) });
  }
  return [...planned.values()];
}

function personAction(
  wanted: Omit<PlannedPerson, 'action'>,
  known: Person | undefined,
  ownRoles: readonly string[] = [],
): ImportAction {
  if (!known) return 'add';
  const same =
    wanted.name === known.name &&
    (wanted.email === undefined || wanted.email === known.email) &&
    (wanted.language === undefined || wanted.language === known.language) &&
    (wanted.roles === undefined || wanted.roles.join() === [...ownRoles].sort().join()) &&
    // Phones are not in the picture; written again as they are, they change nothing.
    wanted.phone === undefined;
  return same ? 'same' : 'change';
}

/** Who gets which post, and heads which unit. A post is known by its key, or by its name in its unit. */
function planPlaces(
  rows: readonly SheetRow[],
  org: Organisation,
  unitNames: ReadonlyMap<string, string>,
  problems: ImportProblem[],
): Pick<ImportPlan, 'posts' | 'heads'> {
  const told = teller('people', problems);
  const posts = new Map<string, PlannedPost>();
  const heads = new Map<string, string>();
  for (const { row, values } of rows) {
    const { unit = '', post = '' } = values;
    const login = (values['login'] ?? '').toLowerCase();
    const leads = readYes(values['head'] ?? '') === true;
    const byKey = org.posts.get(post.toLowerCase());
    const unitKey = unit === '' ? byKey && org.units.get(byKey.unitId)?.key : unitNames.get(unit.toLowerCase());
    if (unitKey === undefined) {
      if (unit !== '') told(row, 'unit', 'unknown-unit', say('There is no unit "{unit}".', { unit }));
      else if (post !== '' || leads) told(row, 'unit', 'missing', say('Expected the unit of the post.'));
      continue;
    }
    if (leads) {
      const other = heads.get(unitKey);
      if (other !== undefined && other !== login)
        told(row, 'head', 'two-heads', say('The unit has a head in a row above already.'));
      heads.set(unitKey, login);
    }
    if (post === '') continue;
    const inUnit = [...org.posts.values()].find(
      (known) =>
        org.units.get(known.unitId)?.key === unitKey && allNames(known.key, known.name).includes(post.toLowerCase()),
    );
    const known = inUnit ?? byKey;
    const fresh = [...posts.values()].find(
      ({ action, unit: of, name }) =>
        action === 'add' && of === unitKey && textIn('en', name).toLowerCase() === post.toLowerCase(),
    );
    const key =
      known?.key ??
      fresh?.key ??
      freeKey(`${unitKey} ${post}`, (wanted) => org.posts.has(wanted) || posts.has(wanted), 'post');
    const holders = [...new Set([...(posts.get(key)?.holders ?? []), login])];
    const holds = holders.every((holder) => org.personByLogin.get(holder)?.postKeys.includes(key));
    const moved = known !== undefined && org.units.get(known.unitId)?.key !== unitKey;
    const action: ImportAction = !known ? 'add' : holds && !moved ? 'same' : 'change';
    posts.set(key, { key, name: known?.name ?? post, unit: unitKey, holders, action });
  }
  const headOf = (key: string) => org.persons.get(org.unitByKey.get(key)?.headId ?? '')?.login;
  return { posts: [...posts.values()], heads: new Map([...heads].filter(([key, login]) => headOf(key) !== login)) };
}

function allNames(key: string, name: LocalisedText): string[] {
  const texts = typeof name === 'string' ? [name] : Object.values(name);
  return [key, ...texts.map((text) => text.toLowerCase())];
}

/** Those above before those below; what stands in a ring comes last. */
function inOrder(units: readonly PlannedUnit[]): PlannedUnit[] {
  const waiting = new Map(units.map((unit) => [unit.key, unit]));
  const ordered: PlannedUnit[] = [];
  let before = -1;
  while (ordered.length > before) {
    before = ordered.length;
    for (const unit of waiting.values()) {
      if (unit.parent !== undefined && waiting.has(unit.parent)) continue;
      ordered.push(unit);
      waiting.delete(unit.key);
    }
  }
  return [...ordered, ...waiting.values()];
}

function teller<Sheet extends ImportSheet>(sheet: Sheet, problems: ImportProblem[]) {
  return (row: number, column: ImportColumn<Sheet>, code: string, message: Sentence): void => {
    problems.push({ sheet, row, column, code, message });
  };
}
