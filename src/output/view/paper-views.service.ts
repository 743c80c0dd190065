import { Injectable } from '@nestjs/common';
import { documentSelection, loadDocument, type DocumentRow } from '../../documents/document-row.js';
import { Directory } from '../../organisation/directory/directory.js';
import { compileExpression, evaluate } from '../../platform/feel/expression.js';
import { Refusal } from '../../platform/errors.js';
import { say } from '../../platform/words/sentence.js';
import { isLanguage, textIn, type Language } from '../../platform/languages.js';
import type { Tx } from '../../platform/context.js';
import { StreamRegistry } from '../../streams/definitions/stream-registry.service.js';
import type { TemplateDefinition } from '../templates/template-definition.js';
import { paperDocument, paperScope, type DocumentWithReferences, type ResponsibleView } from './paper-scope.js';

/** What a template is rendered with. */
export interface PaperView {
  readonly view: Readonly<Record<string, unknown>>;
  /** What expressions about the document see, e.g. a recipient `card.client.email`. */
  readonly scope: Readonly<Record<string, unknown>>;
  readonly language: Language;
}

export interface PaperRequest {
  readonly documentId: string;
  readonly definition: TemplateDefinition;
  /** The language asked for; else the sender's, the client's or the first of the template. */
  readonly language?: string;
  /** Members that the caller knows better than the document, in the language of the paper: a reason, rounds of approval. */
  readonly extras?: (language: Language) => Promise<Readonly<Record<string, unknown>>>;
  readonly now: Date;
}

/** Prepares plain data of documents for templates: the common members, and those that the template's `view` asks for. */
@Injectable()
export class PaperViews {
  constructor(
    private readonly streams: StreamRegistry,
    private readonly directory: Directory,
  ) {}

  /** @throws Refusal notFound for an unknown document, invalid when a `view` expression of the template fails */
  async prepare(tx: Tx, request: PaperRequest): Promise<PaperView> {
    const document = await this.load(tx, request.documentId);
    const language = chooseLanguage(request, document);
    const [contact, seller, extras] = await Promise.all([
      this.responsible(tx, document.row, language),
      ourDetails(tx, language),
      request.extras?.(language) ?? {},
    ]);
    const paper = paperDocument(document, contact, language);
    const scope = { ...paperScope(document, paper, language), seller, ...extras };
    const view = {
      document: paper,
      seller,
      generatedAt: request.now.toISOString(),
      ...extras,
      ...evaluatedView(request.definition, scope, request.now),
    };
    return { view, scope, language };
  }

  private async load(tx: Tx, id: string): Promise<DocumentWithReferences> {
    const row = await loadDocument(tx, id);
    if (!row) throw new Refusal('notFound', 'unknown-document', 'There is no such document.');
    const card = this.streams.get(row.stream);
    const pointers = card.references(row.fields).filter(({ path }) => !path.includes('['));
    const others = await loadMany(
      tx,
      pointers.map((pointer) => pointer.id),
    );
    const references = new Map(
      pointers.flatMap((pointer) => {
        const other = others.get(pointer.id);
        const key = pointer.path.replace(/^fields\./, '');
        return other ? [[key, { row: other, card: this.streams.get(other.stream) }] as const] : [];
      }),
    );
    return { row, card, references };
  }

  private async responsible(tx: Tx, row: DocumentRow, language: Language): Promise<ResponsibleView | null> {
    const organisation = this.directory.snapshot();
    const person = row.responsibleId === null ? undefined : organisation.persons.get(row.responsibleId);
    if (!person) return null;
    const post = person.postKeys.map((key) => organisation.posts.get(key)).find((found) => found !== undefined);
    const [contact] = await tx.query<{ phone: string | null }>('SELECT phone FROM person WHERE id = $1', [person.id]);
    return {
      name: person.name,
      post: post ? textIn(language, post.name) : null,
      phone: contact?.phone ?? null,
      email: person.email,
    };
  }
}

async function loadMany(tx: Tx, ids: readonly string[]): Promise<Map<string, DocumentRow>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.query<DocumentRow>(
    `SELECT ${documentSelection} FROM document d WHERE d.id = ANY ($1::uuid[])`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** Our own firm as papers name it: the details of the topmost unit. */
async function ourDetails(tx: Tx, language: Language): Promise<Record<string, unknown>> {
  const [row] = await tx.query<{ name: Parameters<typeof textIn>[1]; details: Record<string, unknown> }>(
    'SELECT name, details FROM unit WHERE parent_id IS NULL ORDER BY key LIMIT 1',
  );
  const empty = {
    taxNumber: null,
    registrationCode: null,
    address: null,
    phone: null,
    email: null,
    bank: null,
    signatory: null,
  };
  return {
    name: row ? textIn(language, row.name) : '',
    ...empty,
    ...(inLanguage(row?.details ?? {}, language) as object),
  };
}

/** The same data with every text of several languages as the one of `language`. */
function inLanguage(value: unknown, language: Language): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('en' in value && typeof value.en === 'string') return textIn(language, value as { en: string });
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, inLanguage(member, language)]));
}

function chooseLanguage(request: PaperRequest, { row, references }: DocumentWithReferences): Language {
  const { languages } = request.definition;
  const known = [
    request.language,
    row.fields['language'],
    row.source.language,
    ...[...references.values()].map((other) => other.row.fields['language']),
  ];
  const wanted = known.find((one): one is Language => isLanguage(one) && languages.includes(one));
  return wanted ?? languages[0] ?? 'en';
}

function evaluatedView(
  definition: TemplateDefinition,
  scope: Record<string, unknown>,
  now: Date,
): Record<string, unknown> {
  const members = Object.entries(definition.view).map(([name, source]) => {
    const compiled = compileExpression(source);
    const result =
      'problem' in compiled
        ? { failure: compiled.problem }
        : evaluate(compiled.expression, scope, { at: now.getTime() });
    if ('failure' in result) {
      throw new Refusal(
        'invalid',
        'template-view-failed',
        say('The template\'s "{name}" ({source}) could not be found: {failure}', {
          name,
          source,
          failure: result.failure,
        }),
      );
    }
    return [name, result.value] as const;
  });
  return Object.fromEntries(members);
}
