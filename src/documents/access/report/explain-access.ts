import { Injectable } from '@nestjs/common';
import type { Actor, Context } from '../../../platform/context.js';
import { Refusal } from '../../../platform/errors.js';
import { say } from '../../../platform/words/sentence.js';
import { tell } from '../../../platform/words/tell.js';
import { adminRole, verbs } from '../../../organisation/access/grant.js';
import { Directory } from '../../../organisation/directory/directory.js';
import type { Person } from '../../../organisation/directory/organisation.js';
import { actorOfPerson } from '../../../organisation/directory/queries.js';
import { hiddenFields, lockedFields } from '../../../streams/access/field-rights.js';
import { StreamRegistry } from '../../../streams/definitions/stream-registry.service.js';
import { personView, type PersonView } from '../../document-view.js';
import { ReadDocuments } from '../../read/read-documents.js';
import { grantedSql, VisibleDocuments, type GrantedRow } from '../visible-documents.js';
import { answerOf, ruleOf, type AccessAnswer } from './rule-view.js';

/** What one person may do with one document, and by which rule. */
export interface AccessExplanation {
  readonly person: PersonView;
  /** False for somebody who has left, and may do nothing. */
  readonly active: boolean;
  readonly confidential: boolean;
  readonly answers: AccessAnswer[];
  /** How the person takes part in the document: `assignment`, `controller`, `substitution`. */
  readonly takesPart: string[];
  /** The level of the share that is in force. */
  readonly share: GrantedRow['share'];
  /** Keys of the fields that the person does not see. */
  readonly hiddenFields: string[];
  /** Keys of the fields that the person sees and does not change, though perhaps the rest of the document. */
  readonly lockedFields: string[];
}

const openedTo = {
  name: 'access_explained',
  text: `SELECT ${grantedSql('$2')}, ARRAY(SELECT a.reason FROM document_access a
      WHERE a.document_id = d.id AND a.person_id = $2 ORDER BY 1) AS reasons
    FROM document d WHERE d.id = $1`,
};

/** Answers "why can she see this, why not": for oneself, for the people of units that one heads, for administrators. */
@Injectable()
export class ExplainAccess {
  constructor(
    private readonly documents: ReadDocuments,
    private readonly visible: VisibleDocuments,
    private readonly directory: Directory,
    private readonly streams: StreamRegistry,
  ) {}

  /**
   * `login`: the actor's own access unless said.
   * @throws Refusal notFound (the document, which the actor must see; the person), forbidden
   */
  async of(ctx: Context, documentId: string, login: string | undefined): Promise<AccessExplanation> {
    const row = await this.documents.row(ctx, documentId);
    const person = this.person(ctx.actor, login ?? ctx.actor.login);
    const actor = actorOfPerson(person);
    const [opened] = await ctx.tx.run<GrantedRow & { reasons: string[] }>(openedTo, [row.id, person.id]);
    const { granted = false, share = null, reasons = [] } = opened ?? {};
    const card = this.streams.get(row.stream);
    const { language } = ctx.actor;
    const left = say('{name} does not work here any more.', { name: person.name });
    const hidden = hiddenFields(card, actor);
    return {
      person: personView(person.id, this.directory.snapshot()),
      active: person.active,
      confidential: row.confidential,
      answers: verbs
        .filter((verb) => verb !== 'register')
        .map((verb) =>
          person.active
            ? answerOf(verb, this.visible.decide(actor, verb, { ...row, granted, share }), language)
            : { verb, allowed: false, because: tell(language, left), rule: ruleOf('left') },
        ),
      ...{ takesPart: reasons, share, hiddenFields: [...hidden] },
      lockedFields: [...lockedFields(card, actor)].filter((key) => !hidden.has(key)),
    };
  }

  private person(actor: Actor, login: string): Person {
    const person = this.directory.snapshot().personByLogin.get(login);
    const own = person?.id === actor.id;
    if (actor.roles.includes(adminRole) || actor.kind === 'system' || own) {
      if (person) return person;
      throw new Refusal('notFound', 'person-not-found', 'There is no such person in the organisation.');
    }
    // Whether somebody works here at all is no secret; it is told alike all the same.
    if (person?.unitIds.some((id) => actor.headedUnitIds.includes(id)) === true) return person;
    throw new Refusal(
      'forbidden',
      'may-not-explain',
      'The access of others is explained to administrators and to the heads of their units.',
    );
  }
}
