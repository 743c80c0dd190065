import { Injectable } from '@nestjs/common';
import { can, mayEverything } from '../../../organisation/access/can.js';
import { grantsFor, verbs, type Grant, type StreamRights, type Verb } from '../../../organisation/access/grant.js';
import { scopeCondition } from '../../../organisation/access/scope-condition.js';
import { Directory } from '../../../organisation/directory/directory.js';
import type { Person } from '../../../organisation/directory/organisation.js';
import { actorOfPerson } from '../../../organisation/directory/queries.js';
import type { Actor, Context, Tx } from '../../../platform/context.js';
import { hiddenFields, lockedFields } from '../../../streams/access/field-rights.js';
import { compileGrants } from '../../../streams/access/compile-grants.js';
import type { StreamDefinition } from '../../../streams/definition/stream-definition.js';
import { personView, type PersonView } from '../../document-view.js';

/** What can be done with a document that is there. */
const deeds = ['read', 'edit', 'delete', 'links'] as const;
type Deed = (typeof deeds)[number];

/** Documents with which somebody could do more, and less. */
export interface ReachChange {
  readonly verb: Deed;
  readonly gained: number;
  readonly lost: number;
}

/** What the change means for one person. */
export interface PersonChange {
  readonly person: PersonView;
  /** What the person could do in the stream and could not before, with whatever documents; and the other way round. */
  readonly gained: Verb[];
  readonly lost: Verb[];
  /** Among the documents that were looked at; only what differs. */
  readonly documents: ReachChange[];
  /** Keys of fields, of documents that the person reads. */
  readonly fields: {
    readonly shown: string[];
    readonly hidden: string[];
    readonly opened: string[];
    readonly closed: string[];
  };
}

/** Who gains and who loses what by other rules. */
export interface RulesPreview {
  /** How many people it would concern. */
  readonly people: number;
  /** Of how many of them it was counted, and is told below, those who lose first. */
  readonly counted: number;
  /** How many documents were looked at, the newest ones, and how many the stream has. */
  readonly documents: { readonly looked: number; readonly all: number };
  readonly changes: PersonChange[];
}

/** People and documents that are looked at, so that an answer takes a second or two in the largest of streams. */
const mostPeople = 60;
const mostDocuments = 2000;

interface Rights {
  readonly rights: StreamRights;
  readonly definition: StreamDefinition;
}

/** Tells before rules are changed who gains and who loses what. */
@Injectable()
export class PreviewRules {
  constructor(private readonly directory: Directory) {}

  async of({ tx }: Context, now: StreamDefinition, then: StreamDefinition): Promise<RulesPreview> {
    const [before, after] = [rightsOf(now), rightsOf(then)];
    const org = this.directory.snapshot();
    const people = [...org.persons.values()].filter((person) => person.active && concerns(person, before, after));
    people.sort((a, b) => (a.name < b.name ? -1 : 1));
    const [size] = await tx.query<{ all: number }>('SELECT count(*)::int AS all FROM document WHERE stream = $1', [
      now.key,
    ]);
    const all = size?.all ?? 0;
    const told = people.slice(0, mostPeople);
    const changes: PersonChange[] = [];
    for (const person of told) {
      const actor = actorOfPerson(person);
      changes.push({
        person: personView(person.id, org),
        ...verbChange(actor, before.rights, after.rights),
        documents: await documentChange(tx, actor, before.rights, after.rights),
        fields: fieldChange(actor, before, after),
      });
    }
    changes.sort((a, b) => weight(b) - weight(a));
    return {
      ...{ people: people.length, counted: told.length, changes },
      documents: { looked: Math.min(all, mostDocuments), all },
    };
  }
}

function rightsOf(definition: StreamDefinition): Rights {
  return { definition, rights: { stream: definition.key, grants: compileGrants(definition) } };
}

/** Whether anything that the person may do, or any field, differs between the rules. */
function concerns(person: Person, before: Rights, after: Rights): boolean {
  const actor = actorOfPerson(person);
  if (mayEverything(actor)) return false;
  if (verbs.some((verb) => differs(actor, verb, before.rights, after.rights))) return true;
  const { shown, hidden, opened, closed } = fieldChange(actor, before, after);
  return shown.length + hidden.length + opened.length + closed.length > 0;
}

function differs({ roles }: Actor, verb: Verb, before: StreamRights, after: StreamRights): boolean {
  const [old, fresh] = [before, after].map(({ grants }) => linesOf(grantsFor(roles, verb, grants)));
  return old !== fresh;
}

function linesOf(grants: readonly Grant[]): string {
  return JSON.stringify(
    grants.map(({ scope, when, confidential }) => [scope, when?.source ?? '', confidential === true]).sort(),
  );
}

function verbChange(actor: Actor, before: StreamRights, after: StreamRights): { gained: Verb[]; lost: Verb[] } {
  const [old, fresh] = [before, after].map((rights) => verbs.filter((verb) => can(actor, verb, rights).allowed));
  return {
    gained: verbs.filter((verb) => fresh?.includes(verb) && !old?.includes(verb)),
    lost: verbs.filter((verb) => old?.includes(verb) && !fresh?.includes(verb)),
  };
}

/** Counts over the newest documents of the stream, all verbs in one statement. */
async function documentChange(tx: Tx, actor: Actor, before: StreamRights, after: StreamRights): Promise<ReachChange[]> {
  const values: unknown[] = [before.stream, mostDocuments];
  // Only where something differs: a value that is bound has to stand in the statement.
  const columns = deeds
    .filter((verb) => differs(actor, verb, before, after))
    .flatMap((verb) => {
      const [old, fresh] = [before, after].map((rights) => scopeCondition(actor, verb, rights, values));
      const counted = (condition: string) => `count(*) FILTER (WHERE ${condition})::int`;
      return [
        `${counted(`${fresh} AND NOT ${old}`)} AS "${verb}Gained"`,
        `${counted(`${old} AND NOT ${fresh}`)} AS "${verb}Lost"`,
      ];
    });
  if (columns.length === 0) return [];
  const [row] = await tx.query<Record<string, number>>(
    `SELECT ${columns.join(', ')} FROM
       (SELECT * FROM document WHERE stream = $1 ORDER BY created_at DESC, id DESC LIMIT $2) d`,
    values,
  );
  return deeds.flatMap((verb) => {
    const [gained, lost] = [row?.[`${verb}Gained`] ?? 0, row?.[`${verb}Lost`] ?? 0];
    return gained + lost === 0 ? [] : [{ verb, gained, lost }];
  });
}

function fieldChange(actor: Actor, before: Rights, after: Rights): PersonChange['fields'] {
  const [seenNot, locked] = [hiddenFields, lockedFields].map((of) => ({
    old: of(before, actor),
    fresh: of(after, actor),
  }));
  const keys = after.definition.fields.map(({ key }) => key);
  const gone = (key: string, sets: typeof seenNot) => sets?.fresh.has(key) === true && !sets.old.has(key);
  const come = (key: string, sets: typeof seenNot) => sets?.old.has(key) === true && !sets.fresh.has(key);
  const [shown, hidden] = [keys.filter((key) => come(key, seenNot)), keys.filter((key) => gone(key, seenNot))];
  return {
    ...{ shown, hidden },
    // What comes into sight or goes out of it is told by that alone.
    opened: keys.filter((key) => come(key, locked) && !shown.includes(key)),
    closed: keys.filter((key) => gone(key, locked) && !hidden.includes(key)),
  };
}

/** Losses stand first: they are what somebody will ring about. */
function weight({ lost, gained, documents, fields }: PersonChange): number {
  const reach = documents.reduce((sum, change) => sum + change.lost * 1000 + change.gained, 0);
  return (lost.length + fields.hidden.length) * 1_000_000 + reach + gained.length;
}
