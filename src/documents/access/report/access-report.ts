import { Injectable } from '@nestjs/common';
import type { Context } from '../../../platform/context.js';
import { Refusal } from '../../../platform/errors.js';
import type { Page } from '../../../platform/http/page.js';
import { can } from '../../../organisation/access/can.js';
import { shareInForce } from '../../../organisation/access/shares.js';
import { adminRole, grantsFor, verbs, type Verb } from '../../../organisation/access/grant.js';
import { Directory } from '../../../organisation/directory/directory.js';
import type { Person } from '../../../organisation/directory/organisation.js';
import { actorOfPerson } from '../../../organisation/directory/queries.js';
import type { CompiledCard } from '../../../streams/card/compile-card.js';
import { StreamRegistry } from '../../../streams/definitions/stream-registry.service.js';
import { personView, type PersonView } from '../../document-view.js';
import { ReadDocuments } from '../../read/read-documents.js';
import { VisibleDocuments } from '../visible-documents.js';
import { grantedOf, type OpenedRow } from './opened-by-name.js';
import { answerOf, ruleOf, type AccessAnswer, type AccessRule } from './rule-view.js';

/** What one person may do in one stream. */
export interface StreamAccess {
  readonly person: PersonView;
  readonly stream: string;
  readonly verbs: Verb[];
  /** The rules by which the person reads, the widest first; empty where only what was opened by name is read. */
  readonly rules: AccessRule[];
  /** How many documents the person reads, those opened by name included; told where one person was asked about. */
  readonly documents: number | null;
}

/** Of whom and of what is asked; `limit` people after the login `cursor`. */
export interface AccessQuestion {
  readonly login?: string;
  /** Key of the only stream; absent: of all. */
  readonly stream?: string;
  readonly limit: number;
  readonly cursor?: string;
}

/** Somebody who may read a document. */
export interface DocumentReader {
  readonly person: PersonView;
  readonly read: AccessAnswer;
  /** What the person may do besides. */
  readonly verbs: Verb[];
}

const openedToAll = {
  name: 'access_opened_to',
  text: `SELECT person_id AS "holderId", NULL AS level FROM document_access WHERE document_id = $1
    UNION ALL SELECT x.holder_id, x.level FROM document_share x WHERE x.document_id = $1 AND ${shareInForce}`,
};

/** Who sees what, for administrators. */
@Injectable()
export class AccessReport {
  constructor(
    private readonly directory: Directory,
    private readonly streams: StreamRegistry,
    private readonly documents: ReadDocuments,
    private readonly visible: VisibleDocuments,
  ) {}

  /**
   * By login, `limit` people at a time after the login `cursor`; or one person with the numbers of documents.
   * @throws Refusal notFound (the person, the stream)
   */
  async people(ctx: Context, { login, stream, limit, cursor = '' }: AccessQuestion): Promise<Page<StreamAccess>> {
    const org = this.directory.snapshot();
    const cards = stream === undefined ? this.streams.all() : [this.streams.get(stream)];
    if (login !== undefined) {
      const person = org.personByLogin.get(login);
      if (!person) throw new Refusal('notFound', 'person-not-found', 'There is no such person in the organisation.');
      const found = cards.flatMap((card) => this.inStream(person, card));
      const items: StreamAccess[] = [];
      for (const access of found) items.push({ ...access, documents: await this.count(ctx, person, access.stream) });
      return { items, nextCursor: null };
    }
    const people = [...org.persons.values()].filter((person) => person.active && person.login > cursor);
    people.sort((a, b) => (a.login < b.login ? -1 : 1));
    const shown = people.slice(0, limit);
    const items = shown.flatMap((person) => cards.flatMap((card) => this.inStream(person, card)));
    return { items, nextCursor: people.length > limit ? (shown.at(-1)?.login ?? null) : null };
  }

  /** Everybody who may read a document, with the reason; by name. @throws Refusal notFound */
  async readers(ctx: Context, documentId: string): Promise<DocumentReader[]> {
    const row = await this.documents.row(ctx, documentId);
    const opened = await ctx.tx.run<OpenedRow>(openedToAll, [row.id]);
    const org = this.directory.snapshot();
    const readers = [...org.persons.values()].flatMap((person): DocumentReader[] => {
      const actor = actorOfPerson(person);
      const { sharedWith, ...granted } = grantedOf(person, opened, org, ctx.actor.language);
      const access = { ...row, ...granted };
      const decision = this.visible.decide(actor, 'read', access, sharedWith);
      if (!person.active || !decision.allowed) return [];
      const others = verbs.filter((verb) => verb !== 'read' && verb !== 'register');
      const may = others.filter((verb) => this.visible.decide(actor, verb, access).allowed);
      return [{ person: personView(person.id, org), read: answerOf('read', decision, ctx.actor.language), verbs: may }];
    });
    return readers.sort((a, b) => (a.person.name < b.person.name ? -1 : 1));
  }

  private inStream(person: Person, { stream, grants }: CompiledCard): StreamAccess[] {
    const actor = actorOfPerson(person);
    const may = person.active ? verbs.filter((verb) => can(actor, verb, { stream, grants }).allowed) : [];
    const rules = actor.roles.includes(adminRole)
      ? [ruleOf('admin')]
      : grantsFor(actor.roles, 'read', grants).map((grant) => ruleOf('grant', grant));
    const shown = personView(person.id, this.directory.snapshot());
    return [{ person: shown, stream, verbs: may, rules: person.active ? rules : [], documents: null }];
  }

  private async count(ctx: Context, person: Person, stream: string): Promise<number> {
    if (!person.active) return 0;
    const values: unknown[] = [];
    const condition = this.visible.conditionIn(this.streams.get(stream), actorOfPerson(person), values);
    const [row] = await ctx.tx.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM document d WHERE d.stream = '${stream}' AND ${condition}`,
      values,
    );
    return row?.count ?? 0;
  }
}
