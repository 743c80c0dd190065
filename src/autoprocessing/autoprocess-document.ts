import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { DocumentRow } from '../documents/document-row.js';
import { toDocumentRow, type DocumentView } from '../documents/document-view.js';
import { writeHistory } from '../documents/history/write-history.js';
import type { DocumentDraft, RegistrationStep } from '../documents/registration/register-request.js';
import { RegistrationSteps } from '../documents/registration/registration-steps.js';
import { Directory } from '../organisation/directory/directory.js';
import type { Context } from '../platform/context.js';
import { StartRun } from '../routes/runs/start-run.js';
import type { CompiledCard } from '../streams/card/compile-card.js';
import { StreamRegistry } from '../streams/definitions/stream-registry.service.js';
import { Acknowledge } from './acknowledge.js';
import { arrivalScope } from './rules/arrival-scope.js';
import { compileLinkSearch, findLinked, type LinkSearch } from './linking/find-linked.js';
import { makePlan, type AutoprocessingPlan } from './rules/make-plan.js';

/**
 * What happens by itself when a document is registered, in the same transaction: it is linked to the client that its
 * data point at, fields are filled, the route is started and the sender answered, as the stream's rules say.
 */
@Injectable()
export class AutoprocessDocument implements RegistrationStep, OnModuleInit {
  private readonly searches = new WeakMap<CompiledCard, LinkSearch[]>();

  constructor(
    private readonly steps: RegistrationSteps,
    private readonly streams: StreamRegistry,
    private readonly startRun: StartRun,
    private readonly acknowledge: Acknowledge,
    private readonly directory: Directory,
  ) {}

  onModuleInit(): void {
    this.steps.add(this);
  }

  async prepare(context: Context, draft: DocumentDraft): Promise<DocumentDraft> {
    const card = this.streams.get(draft.stream);
    if (card.definition.autoprocessing.length === 0 && card.definition.linking.length === 0) return draft;
    const { values, linked } = await this.link(context, card, draft);
    const document = arrivalScope(draft, this.directory.snapshot());
    const scope = { ...ruleScope(card, values, linked), document };
    const plan = makePlan(card.definition.autoprocessing, scope, context.now.getTime());
    return { ...draft, values: { ...values, ...asValues(plan.set) }, plan };
  }

  async issue(
    context: Context,
    document: DocumentView,
    draft: DocumentDraft,
  ): Promise<{ readonly written: Promise<unknown> } | undefined> {
    const plan = draft.plan as AutoprocessingPlan | undefined;
    if (!plan) return { written: Promise.resolve() };
    if (plan.failures.length > 0) return undefined;
    const sent: Promise<unknown>[] = [];
    if (plan.route) {
      const { key: route, variables } = plan.route;
      const started = await this.startRun.issue(context, {
        documentId: document.id,
        route,
        variables,
        document: toDocumentRow(document),
      });
      if (!started) return undefined;
      sent.push(started.written);
    }
    if (plan.acknowledge !== undefined) sent.push(this.acknowledge.request(context, document, plan.acknowledge));
    return { written: Promise.all(sent) };
  }

  async followUp(context: Context, document: DocumentView, draft: DocumentDraft): Promise<void> {
    const plan = draft.plan as AutoprocessingPlan | undefined;
    if (!plan) return;
    for (const { rule, message } of plan.failures) {
      await writeHistory(context, document.id, 'autoprocessing.rule-failed', { rule, message });
    }
    if (plan.route) {
      await this.startRun.execute(context, {
        documentId: document.id,
        route: plan.route.key,
        variables: plan.route.variables,
      });
    }
    if (plan.acknowledge !== undefined) await this.acknowledge.request(context, document, plan.acknowledge);
  }

  private async link(
    context: Context,
    card: CompiledCard,
    draft: DocumentDraft,
  ): Promise<{ values: DocumentDraft['values']; linked: Record<string, Record<string, unknown> | null> }> {
    let { values } = draft;
    const linked: Record<string, Record<string, unknown> | null> = {};
    for (const search of this.searchesOf(card)) {
      linked[search.field] = null;
      const found = values[search.field] === undefined ? await findLinked(context.tx, search, values) : undefined;
      if (!found) continue;
      values = { ...values, [search.field]: found.id };
      linked[search.field] = this.scopeOf(found);
    }
    return { values, linked };
  }

  private scopeOf(row: DocumentRow): Record<string, unknown> {
    return { ...this.streams.get(row.stream).scope(row.fields), id: row.id, number: row.number, status: row.status };
  }

  private searchesOf(card: CompiledCard): LinkSearch[] {
    const known = this.searches.get(card);
    if (known) return known;
    const searches = card.definition.linking.flatMap(
      (rule) => compileLinkSearch(card.stream, rule, this.streams.get(rule.stream)) ?? [],
    );
    this.searches.set(card, searches);
    return searches;
  }
}

function ruleScope(
  card: CompiledCard,
  values: DocumentDraft['values'],
  linked: Record<string, Record<string, unknown> | null>,
): Record<string, unknown> {
  const scope = card.scope(values);
  return { ...scope, card: scope, linked };
}

/** Registration checks the card again after this step, so a value of the wrong kind is caught there. */
function asValues(set: AutoprocessingPlan['set']): DocumentDraft['values'] {
  return set as DocumentDraft['values'];
}
