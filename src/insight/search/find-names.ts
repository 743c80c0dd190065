import { can } from '../../organisation/access/can.js';
import { adminRole } from '../../organisation/access/grant.js';
import type { Organisation } from '../../organisation/directory/organisation.js';
import { findPeople } from '../../organisation/people/person-search.js';
import type { Actor } from '../../platform/context.js';
import { textIn } from '../../platform/languages.js';
import type { PublishedRoute } from '../../routes/definitions/route-registry.service.js';
import type { CompiledCard } from '../../streams/card/compile-card.js';
import { findMarks, folded } from './marks.js';
import type { PersonHit, RegisterHit, RouteHit } from './search-hit.js';

/** Scores of names, on the scale of documents: a beginning, a word's beginning, a part. */
const scores = { beginning: 78, word: 68, part: 40 };

/** Active people; posts, units, logins and addresses are looked into as well. */
export function peopleNamed(org: Organisation, actor: Actor, q: string, limit: number): PersonHit[] {
  return findPeople(org, q, { language: actor.language, limit })
    .map(({ id, login, name, post, unit }) => {
      const score = scoreOf(name, q) ?? scores.part;
      return { kind: 'person' as const, score, id, login, name, nameMarks: marksOf(name, q), post, unit };
    })
    .sort((a, b) => b.score - a.score);
}

/** Registers that the actor may read. */
export function registersNamed(cards: readonly CompiledCard[], actor: Actor, q: string): RegisterHit[] {
  return cards.flatMap(({ stream, definition, grants }) => {
    const name = textIn(actor.language, definition.name);
    const score = scoreOf(name, q);
    if (score === undefined || !can(actor, 'read', { stream, grants }).allowed) return [];
    return [{ kind: 'register' as const, score, stream, name, nameMarks: marksOf(name, q) }];
  });
}

/** Routes, for administrators. */
export function routesNamed(routes: readonly PublishedRoute[], actor: Actor, q: string): RouteHit[] {
  if (!actor.roles.includes(adminRole)) return [];
  return routes.flatMap(({ key, graph }) => {
    const name = graph.name ?? key;
    const score = scoreOf(name, q) ?? scoreOf(key, q);
    return score === undefined ? [] : [{ kind: 'route' as const, score, key, name, nameMarks: marksOf(name, q) }];
  });
}

function scoreOf(name: string, q: string): number | undefined {
  const [where, words] = [folded(name), wordsOf(q)];
  if (words.length === 0 || !words.every((word) => where.includes(word))) return undefined;
  if (where.startsWith(words.join(' '))) return scores.beginning;
  return words.every((word) => ` ${where}`.includes(` ${word}`)) ? scores.word : scores.part;
}

function marksOf(name: string, q: string) {
  return findMarks(name, wordsOf(q));
}

function wordsOf(q: string): string[] {
  return folded(q).split(/\s+/).filter(Boolean);
}
