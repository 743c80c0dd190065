import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { ReadFiles } from '../../documents/files/read-files.js';
import { ReadDocuments } from '../../documents/read/read-documents.js';
import { toDocumentView } from '../../documents/document-view.js';
import { Directory } from '../../organisation/directory/directory.js';
import { actorOf, calendarFor } from '../../organisation/directory/queries.js';
import { CONFIG, type Config } from '../../platform/config.js';
import type { Context } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { textIn, type Language } from '../../platform/languages.js';
import { DecideAssignment } from '../../routes/runs/decide-assignment.js';
import { deadlineText } from '../../worktime/explain-due.js';
import { endOf, findLink, lockLink, useLink, type LinkEnd, type LinkRow } from './decision-links.js';
import type { DecisionFacts } from './decision-page.js';
import { decisionTexts } from './decision-texts.js';
import { readPolicy } from './policy.js';
import { ShownFields } from './shown-fields.js';

/** What a link leads to now. */
export type LinkPlace =
  | { readonly kind: 'unknown' }
  | {
      readonly kind: 'ended';
      readonly end: LinkEnd;
      readonly link: string;
      readonly language: Language;
      readonly facts: readonly string[];
    }
  | { readonly kind: 'open'; readonly facts: DecisionFacts; readonly language: Language };

/** What became of a decision. */
export type LinkDecision =
  | LinkPlace
  | {
      readonly kind: 'again';
      readonly facts: DecisionFacts;
      readonly language: Language;
      readonly problem: string;
      readonly field?: 'comment';
    }
  | {
      readonly kind: 'decided';
      readonly outcome: string;
      readonly reported: boolean;
      readonly link: string;
      readonly language: Language;
    };

/** What was sent from the page. */
export interface SentDecision {
  readonly outcome: string;
  readonly comment: string;
  readonly seen: string;
}

/** Shows and decides one assignment for whoever has its link: as its performer, and nothing else. */
@Injectable()
export class DecideByLink {
  constructor(
    private readonly directory: Directory,
    private readonly documents: ReadDocuments,
    private readonly files: ReadFiles,
    private readonly decisions: DecideAssignment,
    private readonly shown: ShownFields,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Changes nothing. */
  async show(context: Context, token: string): Promise<LinkPlace> {
    const link = await findLink(context.tx, token);
    const person = link && this.directory.snapshot().persons.get(link.personId);
    if (!link || !person?.active) return { kind: 'unknown' };
    const { language } = person;
    const address = `${this.config.publicUrl}/documents/${link.documentId}`;
    const end = endOf(link, context.now, (await readPolicy(context.tx)).decideByLink);
    if (end) return { kind: 'ended', end, link: address, language, facts: this.outcomeOf(link, language) };
    const own = this.as(context, person.id);
    return { kind: 'open', facts: await this.facts(own, token, link, address), language };
  }

  /** Decides as the performer, unless what the page showed is not so any more. */
  async decide(context: Context, token: string, sent: SentDecision): Promise<LinkDecision> {
    await lockLink(context.tx, token);
    const place = await this.show(context, token);
    if (place.kind !== 'open') return place;
    const { facts, language } = place;
    const texts = decisionTexts(language);
    const again = (problem: string, field?: 'comment') =>
      ({ kind: 'again', facts, language, problem, ...(field ? { field } : {}) }) as const;
    if (sent.seen !== facts.seen) return again(texts.changedMeanwhile);
    const outcome = facts.outcomes.find(({ key }) => key === sent.outcome);
    if (facts.outcomes.length > 0 && !outcome) return again(texts.outcomeNeeded);
    if (outcome?.reasonRequired && sent.comment.trim() === '')
      return again(texts.reasonNeeded(outcome.label), 'comment');
    const link = await findLink(context.tx, token);
    if (!link) return { kind: 'unknown' };
    const own = this.as(context, link.personId);
    try {
      await this.decisions.execute(own, link.assignmentId, {
        ...(outcome ? { outcome: outcome.key } : {}),
        ...(sent.comment.trim() === '' ? {} : { comment: sent.comment.trim() }),
      });
    } catch (error) {
      if (error instanceof Refusal) throw new LinkRefused(error, facts.link, language);
      throw error;
    }
    await useLink(context, token);
    return {
      kind: 'decided',
      outcome: outcome?.label ?? texts.done,
      reported: link.acceptance,
      link: facts.link,
      language,
    };
  }

  /** The person whose link it is acts, from where the request came. */
  private as(context: Context, personId: string): Context {
    const { origin } = context.actor;
    return { ...context, actor: { ...actorOf(this.directory.snapshot(), personId), ...(origin && { origin }) } };
  }

  private async facts(own: Context, token: string, link: LinkRow, address: string): Promise<DecisionFacts> {
    const { language } = own.actor;
    const row = await this.documents.row(own, link.documentId);
    const { items } = await this.files.page(own, link.documentId, 50, undefined);
    const { timeZone } = calendarFor(this.directory.snapshot(), { personId: link.personId });
    const seen = `${token} ${link.version} ${row.version} ${items.map(({ sha256 }) => sha256).join(' ')}`;
    return {
      number: row.number,
      title: row.title,
      instruction: textIn(language, link.instruction),
      due: link.dueAt && deadlineText(link.dueAt.getTime(), timeZone, language, own.now.getTime()),
      fields: await this.shown.of(own, toDocumentView(row, this.directory.snapshot(), language)),
      files: items.map(({ name }) => name),
      outcomes: link.outcomes.map(({ key, label, reasonRequired }) => ({
        key,
        label: textIn(language, label),
        reasonRequired,
      })),
      person: own.actor.name,
      changedSinceLetter: link.version !== link.sentVersion,
      seen: createHash('sha256').update(seen).digest('base64url'),
      link: address,
    };
  }

  private outcomeOf(link: LinkRow, language: Language): string[] {
    const chosen = link.outcomes.find(({ key }) => key === link.outcome);
    const by = link.closedBy === null ? undefined : this.directory.snapshot().persons.get(link.closedBy)?.name;
    return [chosen && textIn(language, chosen.label), by && `${decisionTexts(language).by}: ${by}`].filter(
      (fact) => fact !== undefined,
    );
  }
}

/** The route or the assignment refused the decision; nothing of it may be kept. */
export class LinkRefused extends Error {
  constructor(
    readonly refusal: Refusal,
    readonly link: string,
    readonly language: Language,
  ) {
    super(refusal.message);
  }
}
