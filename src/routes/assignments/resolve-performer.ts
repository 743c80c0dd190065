import { compileExpression, evaluate } from '../../platform/feel/expression.js';
import type { Organisation } from '../../organisation/directory/organisation.js';
import { substituteFor } from '../../organisation/directory/queries.js';
import type { Matter } from '../../organisation/substitution/matter.js';
import { organisationFunctions, personOf, poolFunctions } from './performer-functions.js';
import { noPools, type PerformerPools } from './performer-pools.js';

/** Whom an assignment goes to: one performer, or candidates of whom the first to claim it takes it. */
export interface ResolvedPerformer {
  readonly performerId: string | null;
  /** The absent person for whom the performer acts. */
  readonly actingForId: string | null;
  readonly candidateIds: readonly string[];
  /** Who would be candidates if nobody were absent; null when the candidates are just those. */
  readonly wantedIds: readonly string[] | null;
}

/** Where performers are looked for. */
export interface PerformerSearch {
  readonly organisation: Organisation;
  /** What expressions read: document, card, steps, variables. */
  readonly scope: Readonly<Record<string, unknown>>;
  readonly atMs: number;
  /** The document, for substitutions that are limited by stream or amount. */
  readonly matter?: Matter;
  readonly pools?: PerformerPools;
  /** Ids of people who may not have it, with the name of what they did before. */
  readonly excluded?: ReadonlyMap<string, string>;
}

/**
 * Evaluates a performer expression against the organisation. One person becomes the performer, several become
 * candidates; absent people are replaced by their substitutes. Nobody is a failure with its reason, never a fallback.
 */
export function resolvePerformer(search: PerformerSearch, source: string): ResolvedPerformer | { failure: string } {
  const people = evaluatePeople(search, source);
  if ('failure' in people) return people;
  if (people.ids.length === 0) return { failure: `Nobody was found to assign: "${source}" gives no active person.` };
  return choose(search, source, people.ids);
}

/** Somebody who is known already, or the substitute; undefined for one who is not active any more. */
export function assignAgain(search: PerformerSearch, performer: unknown): ResolvedPerformer | undefined {
  const person = personOf(search.organisation, performer);
  const chosen = person && choose({ ...search, excluded: new Map() }, person.login, [person.id]);
  return chosen && 'failure' in chosen ? undefined : chosen;
}

/** One person or none: for controllers. None, or an expression without value, is no failure. */
export function resolveOne(search: PerformerSearch, source: string): { personId: string | null } | { failure: string } {
  const people = evaluatePeople(search, source);
  if ('failure' in people) return people;
  return { personId: people.ids[0] ?? null };
}

/** The one person whom a text names, absent or not. Nobody, and more than one, is a failure with its reason. */
export function resolvePerson(search: PerformerSearch, source: string): { personId: string } | { failure: string } {
  const people = evaluatePeople(search, source);
  if ('failure' in people) return people;
  const [personId, ...others] = people.ids;
  if (personId === undefined) return { failure: `"${source}" gives no active person.` };
  return others.length === 0 ? { personId } : { failure: `"${source}" gives several people; one was expected.` };
}

function choose(
  search: PerformerSearch,
  source: string,
  ids: readonly string[],
): ResolvedPerformer | { failure: string } {
  const { organisation, atMs, excluded } = search;
  const matter = { ...search.matter, excluded: [...(excluded?.keys() ?? [])] };
  // Someone absent without a substitute keeps the assignment; the list of what does not move names it.
  const present = ids.map((id) => ({ wanted: id, id: substituteFor(organisation, id, atMs, matter)?.id ?? id }));
  const allowed = present.filter(({ wanted, id }) => !excluded?.has(wanted) && !excluded?.has(id));
  const distinct = [...new Map(allowed.map((choice) => [choice.id, choice])).values()];
  const [only] = distinct;
  if (!only) return { failure: nobodyLeft(search, source, present) };
  if (distinct.length > 1) {
    const wantedIds = allowed.some(({ wanted, id }) => wanted !== id) ? allowed.map(({ wanted }) => wanted) : null;
    return { performerId: null, actingForId: null, candidateIds: distinct.map(({ id }) => id), wantedIds };
  }
  // Of several who are all replaced by one, it cannot be said for whom that one acts.
  const actingForId = allowed.length === 1 && only.wanted !== only.id ? only.wanted : null;
  return { performerId: only.id, actingForId, candidateIds: [], wantedIds: null };
}

function nobodyLeft(
  { organisation, excluded }: PerformerSearch,
  source: string,
  present: readonly { wanted: string; id: string }[],
): string {
  const reasons = present.map(({ wanted, id }) => {
    const barred = excluded?.has(id) ? id : wanted;
    return `${organisation.persons.get(barred)?.name ?? barred} did "${excluded?.get(barred) ?? ''}"`;
  });
  return `Nobody is left to assign: "${source}" gives only people who may not do this as well (${[...new Set(reasons)].join(', ')}).`;
}

function evaluatePeople(
  { organisation, scope, atMs, matter, pools = noPools }: PerformerSearch,
  source: string,
): { ids: readonly string[] } | { failure: string } {
  const compiled = compileExpression(source);
  if ('problem' in compiled) return { failure: `"${source}" cannot be read: ${compiled.problem}` };
  const functions = { ...organisationFunctions(organisation), ...poolFunctions(organisation, pools, atMs, matter) };
  const result = evaluate(compiled.expression, { ...functions, ...scope }, { at: atMs });
  if ('failure' in result) return { failure: `"${source}" could not be evaluated: ${result.failure}` };
  const ids: string[] = [];
  for (const value of Array.isArray(result.value) ? result.value : [result.value]) {
    if (value === null || value === undefined) continue;
    const person = personOf(organisation, value);
    if (person === undefined) return { failure: `"${source}" gives ${shown(value)}, which is no active person.` };
    ids.push(person.id);
  }
  return { ids: [...new Set(ids)] };
}

function shown(value: unknown): string {
  return JSON.stringify(value).slice(0, 100);
}
