import { Injectable } from '@nestjs/common';
import type { Actor, Context, Tx } from '../../../platform/context.js';
import { Refusal } from '../../../platform/errors.js';
import { say, type Sentence } from '../../../platform/words/sentence.js';
import { tell } from '../../../platform/words/tell.js';
import { adminRole, verbs } from '../../../organisation/access/grant.js';
import { shareHolders, shareInForce, type ShareHolderKind } from '../../../organisation/access/shares.js';
import { Directory } from '../../../organisation/directory/directory.js';
import type { Person } from '../../../organisation/directory/organisation.js';
import { actorOfPerson } from '../../../organisation/directory/queries.js';
import type { CompiledCard } from '../../../streams/card/compile-card.js';
import { hiddenFields, lockedFields } from '../../../streams/access/field-rights.js';
import { StreamRegistry } from '../../../streams/definitions/stream-registry.service.js';
import { personView, type PersonView } from '../../document-view.js';
import { ReadDocuments } from '../../read/read-documents.js';
import { VisibleDocuments, type GrantedRow } from '../visible-documents.js';
import { grantedOf, type OpenedRow } from './opened-by-name.js';
import { answerOf, ruleOf, type AccessAnswer } from './rule-view.js';

/** A step of a route that a person has, and what it says about fields (keys). */
export interface StepOfRoute {
  readonly assignment: string;
  readonly name: string;
  readonly fields: {
    /** May be changed with the decision, whatever other rights say. */
    readonly editable: string[];
    /** Of these, what must be filled in. */
    readonly required: string[];
    /** Not shown at the step, which makes no secret of them. */
    readonly hidden: string[];
  };
}

/** The same for people. */
export interface StepAccess extends StepOfRoute {
  /** Sentences; none where the step says nothing about fields. */
  readonly because: string[];
}

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
  /** The unit or group whose share that is; null for one of the person's own. */
  readonly sharedWith: { readonly kind: ShareHolderKind; readonly name: string } | null;
  /** Keys of the fields that the person does not see. */
  readonly hiddenFields: string[];
  /** Keys of the fields that the person sees and does not change, though perhaps the rest of the document. */
  readonly lockedFields: string[];
  /** What the steps of routes that the person has now give, ask and hide. */
  readonly steps: StepAccess[];
}

const openedTo = {
  name: 'access_explained',
  text: `SELECT person_id AS "holderId", NULL AS level, reason FROM document_access WHERE document_id = $1 AND person_id = $2
    UNION ALL SELECT x.holder_id, x.level, NULL FROM document_share x
      WHERE x.document_id = $1 AND x.holder_id = ANY ($3::uuid[]) AND ${shareInForce} ORDER BY 3`,
};

interface ExplainedRow extends OpenedRow {
  readonly reason: string | null;
}

type StepsOf = (tx: Tx, documentId: string, personId: string) => Promise<readonly StepOfRoute[]>;

/** Answers "why can she see this, why not": for oneself, for the people of units that one heads, for administrators. */
@Injectable()
export class ExplainAccess {
  private stepsOf: StepsOf | undefined;

  constructor(
    private readonly documents: ReadDocuments,
    private readonly visible: VisibleDocuments,
    private readonly directory: Directory,
    private readonly streams: StreamRegistry,
  ) {}

  /** Called by who knows of steps, when the program starts. */
  withSteps(stepsOf: StepsOf): void {
    this.stepsOf = stepsOf;
  }

  /**
   * `login`: the actor's own access unless said.
   * @throws Refusal notFound (the document, which the actor must see; the person), forbidden
   */
  async of(ctx: Context, documentId: string, login: string | undefined): Promise<AccessExplanation> {
    const row = await this.documents.row(ctx, documentId);
    const person = this.person(ctx.actor, login ?? ctx.actor.login);
    const actor = actorOfPerson(person);
    const rows = await ctx.tx.run<ExplainedRow>(openedTo, [row.id, person.id, shareHolders(person)]);
    const org = this.directory.snapshot();
    const card = this.streams.get(row.stream);
    const { language } = ctx.actor;
    const { granted, share, sharedWith } = grantedOf(person, rows, org, language);
    const left = say('{name} does not work here any more.', { name: person.name });
    const hidden = hiddenFields(card, actor);
    const steps = (await this.stepsOf?.(ctx.tx, row.id, person.id)) ?? [];
    return {
      person: personView(person.id, org),
      active: person.active,
      confidential: row.confidential,
      answers: verbs
        .filter((verb) => verb !== 'register')
        .map((verb) =>
          person.active
            ? answerOf(verb, this.visible.decide(actor, verb, { ...row, granted, share }, sharedWith), language)
            : { verb, allowed: false, because: tell(language, left), rule: ruleOf('left') },
        ),
      ...{
        takesPart: rows.flatMap(({ reason }) => reason ?? []),
        share,
        sharedWith: sharedWith ?? null,
        hiddenFields: [...hidden],
      },
      lockedFields: [...lockedFields(card, actor)].filter((key) => !hidden.has(key)),
      steps: steps.map((step) => ({
        ...step,
        because: stepSentences(step, card).map((sentence) => tell(language, sentence)),
      })),
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

function stepSentences(
  { name: step, fields: { editable, required, hidden } }: StepOfRoute,
  card: CompiledCard,
): Sentence[] {
  const named = (keys: readonly string[]) => keys.map((key) => card.field(key)?.definition.name ?? key);
  return [
    ...(editable.length > 0
      ? [say('The step "{step}" opens for changing: {fields}.', { step, fields: named(editable) })]
      : []),
    ...(required.length > 0
      ? [say('The step "{step}" asks to fill in: {fields}.', { step, fields: named(required) })]
      : []),
    ...(hidden.length > 0 ? [say('The step "{step}" does not show: {fields}.', { step, fields: named(hidden) })] : []),
  ];
}
