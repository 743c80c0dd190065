import type { Actor } from '../../platform/context.js';
import { mayEverything } from './can.js';
import { grantsFor, type Grant, type StreamRights, type Verb } from './grant.js';
import { sharedVerbs, shareHolders, shareInForce, shareLevels, type ShareLevel } from './shares.js';

/**
 * The documents on which `can` allows `verb`: all, none, or those for which one of the conditions over `document d`
 * holds, and those opened by name. Unless `walks`, each condition alone is served by an index.
 */
export interface ScopeReach {
  readonly kind: 'all' | 'none' | 'some';
  readonly conditions: readonly string[];
  /** A condition reaches most documents of the stream, so that none of them is gathered first. */
  readonly walks: boolean;
  /** Rows `x` whose `document_id` is a document opened by name, of whatever stream: table and condition. */
  readonly opened: readonly string[];
}

/** Values are appended to `parameters`, each once, and the conditions name them by their position there ($1 is the first). */
export function scopeReach(
  actor: Actor,
  verb: Verb,
  { stream, grants }: StreamRights,
  parameters: unknown[],
): ScopeReach {
  const all = { kind: 'all', conditions: [], walks: true, opened: [] } as const;
  const none = { kind: 'none', conditions: [], walks: false, opened: [] } as const;
  if (actor.kind === 'system') return all;
  if (actor.kind === 'public' && verb !== 'register') return none;
  if (actor.limit && !actor.limit.streams.includes(stream)) return none;
  if (mayEverything(actor)) return all;
  const given = grantsFor(actor.roles, verb, grants);
  if (given.some(isBoundless)) return all;
  const levels = shareLevels.filter((level) => sharedVerbs[level].includes(verb));
  if (given.length === 0 && levels.length === 0) return none;
  const bound = binder(actor, parameters);
  const conditions = [...ways(actor, given, bound)].map(([way, whens]) => {
    // Values are given only to conditions that stand in the statement: PostgreSQL refuses one that nothing names.
    if (whens.includes(undefined)) return way;
    const told = new Set(whens.map((when) => when?.sql(actor, (value) => bound({ value })) ?? 'true'));
    return `(${way} AND ${told.size === 1 ? [...told].join('') : `(${[...told].join(' OR ')})`})`;
  });
  const walks = given.some(({ scope }) => scope === 'company');
  return { kind: 'some', conditions, walks, opened: openedSql(verb, levels, bound) };
}

/** The same as a condition over `document d`: one pair of parentheses or a constant. */
export function scopeCondition(actor: Actor, verb: Verb, rights: StreamRights, parameters: unknown[]): string {
  const { kind, conditions, opened } = scopeReach(actor, verb, rights, parameters);
  if (kind !== 'some') return String(kind === 'all');
  const named = opened.map((rows) => `EXISTS (SELECT 1 FROM ${rows} AND x.document_id = d.id)`);
  return `(${[...conditions, ...named].join(' OR ')})`;
}

function isBoundless({ scope, confidential, when }: Grant): boolean {
  return scope === 'company' && confidential === true && when === undefined;
}

type Bound = (what: 'me' | 'holders' | 'colleagues' | 'units' | 'departments' | { readonly value: unknown }) => string;

/**
 * The ways in which the grants reach documents, each with the conditions of the grants that reach them so. Many rules make
 * few ways, and each way is looked up in its index but once.
 */
function ways(actor: Actor, given: readonly Grant[], bound: Bound): Map<string, Grant['when'][]> {
  const found = new Map<string, Grant['when'][]>();
  for (const grant of given)
    for (const way of waysOf(actor, grant, bound)) found.set(way, [...(found.get(way) ?? []), grant.when]);
  return found;
}

function waysOf(actor: Actor, { scope, confidential }: Grant, bound: Bound): string[] {
  const own = [`d.responsible_id = ${bound('me')}`, `d.author_id = ${bound('me')}`];
  const open = confidential === true ? '' : 'NOT d.confidential';
  if (scope === 'company') return [...own, open === '' ? 'true' : open];
  const opened = (way: string) => (open === '' ? way : `(${way} AND ${open})`);
  if (scope === 'group') {
    if (actor.colleagueIds.length === 0) return own;
    const colleagues = `ANY(${bound('colleagues')}::uuid[])`;
    return [...own, ...[`d.responsible_id = ${colleagues}`, `d.author_id = ${colleagues}`].map(opened)];
  }
  if (scope === 'own' || unitsOf(actor, scope).length === 0) return own;
  return [...own, opened(`d.unit_id = ANY(${bound(scope === 'unit' ? 'units' : 'departments')}::uuid[])`)];
}

function unitsOf(actor: Actor, scope: 'unit' | 'department'): readonly string[] {
  return scope === 'unit' ? actor.unitIds : [...new Set([...actor.unitIds, ...actor.headedUnitIds])];
}

function openedSql(verb: Verb, levels: readonly ShareLevel[], bound: Bound): string[] {
  const opened = verb === 'read' ? [`document_access x WHERE x.person_id = ${bound('me')}`] : [];
  if (levels.length === 0) return opened;
  const wide = levels.length === shareLevels.length ? '' : ` AND x.level = '${levels.join('')}'`;
  return [
    ...opened,
    `document_share x WHERE x.holder_id = ANY(${bound('holders')}::uuid[]) AND ${shareInForce}${wide}`,
  ];
}

const places = new WeakMap<unknown[], Map<string, string>>();

/** Values that conditions of several streams have in common stand among the parameters once. */
function binder(actor: Actor, parameters: unknown[]): Bound {
  const known = places.get(parameters) ?? new Map<string, string>();
  places.set(parameters, known);
  return (what) => {
    const key = `${actor.id} ${JSON.stringify(what)}`;
    let place = known.get(key);
    if (place === undefined)
      known.set(key, (place = `$${parameters.push(valueOf(actor, what))}${what === 'me' ? '::uuid' : ''}`));
    return place;
  };
}

function valueOf(actor: Actor, what: Parameters<Bound>[0]): unknown {
  if (what === 'me') return actor.id;
  if (what === 'holders') return shareHolders(actor);
  if (what === 'colleagues') return [...actor.colleagueIds];
  if (what === 'units') return [...unitsOf(actor, 'unit')];
  if (what === 'departments') return [...unitsOf(actor, 'department')];
  return what.value;
}
