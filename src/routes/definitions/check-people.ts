import type { Organisation } from '../../organisation/directory/organisation.js';
import { compileExpression } from '../../platform/feel/expression.js';
import type { LocalisedText } from '../../platform/languages.js';
import { actionPeople, type GraphNode, type RouteGraph, type UserNode } from '../compile/route-graph.js';
import { toFeelText } from '../conditions/foreign-expression.js';
import { insteadOf } from '../model/nearest-name.js';
import type { Tell } from './check-actions.js';

/** Posts, units, persons and lanes that the texts of assignments name are there. */
export function checkPeople(graph: RouteGraph, organisation: Organisation, tell: Tell): void {
  const known = namesOf(organisation);
  for (const { node, name, text } of namedPeople(graph)) {
    const names = known[name];
    if (!names || names.has(name === 'lane' ? text.toLowerCase() : text)) continue;
    const message =
      name === 'lane'
        ? `The lane "${text}" is named after no post and no unit; give it a performer (millrace:assignment)`
        : lacking(name, text, insteadOf(text, names));
    tell(node, `unknown-${name}`, message);
  }
}

function lacking(name: string, text: string, instead: string): string {
  if (name === 'post') return `The organisation has no post "${text}"; ${instead}`;
  if (name === 'unit') return `The organisation has no unit "${text}"; ${instead}`;
  return `The organisation has no person "${text}"; ${instead}`;
}

/** What the organisation would have to be asked for, each once: `post "lawyer"`. */
export function peopleToLookUp(graph: RouteGraph): string[] {
  return [...new Set(namedPeople(graph).map(({ name, text }) => `${name} "${text}"`))];
}

interface NamedPeople {
  readonly node: GraphNode;
  readonly name: string;
  readonly text: string;
}

function namedPeople(graph: RouteGraph): NamedPeople[] {
  return [...graph.nodes.values()].flatMap((node) => {
    const texts = node.kind === 'user' ? textsOfTask(node) : actionPeople(node);
    return [...new Set(texts)].flatMap((source) =>
      source === undefined ? [] : callsIn(source).map((call) => ({ node, ...call })),
    );
  });
}

function textsOfTask({ assignment }: UserNode): (string | undefined)[] {
  const { performer, candidates, controller, rungs } = assignment;
  return [candidates ?? performer, controller, ...rungs.map(({ to }) => to)];
}

function callsIn(source: string): { name: string; text: string }[] {
  const mapped = toFeelText(source);
  const compiled = 'feel' in mapped ? compileExpression(mapped.feel) : mapped;
  if ('problem' in compiled) return [];
  return compiled.expression.calls.flatMap(({ name, text }) => (text === undefined ? [] : [{ name, text }]));
}

function namesOf(organisation: Organisation): Readonly<Record<string, ReadonlySet<string>>> {
  const { posts, unitByKey, personByLogin } = organisation;
  const active = [...personByLogin].filter(([, person]) => person.active).map(([login]) => login);
  const named = [...posts.values(), ...unitByKey.values()].flatMap(({ key, name }) => [key, ...textsOf(name)]);
  return {
    post: new Set(posts.keys()),
    unit: new Set(unitByKey.keys()),
    person: new Set(active),
    lane: new Set(named.map((text) => text.toLowerCase())),
  };
}

function textsOf(text: LocalisedText): string[] {
  return typeof text === 'string' ? [text] : Object.values(text);
}
