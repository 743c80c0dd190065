import { Injectable } from '@nestjs/common';
import type { Context } from '../../platform/context.js';
import { Refusal, type Problem } from '../../platform/errors.js';
import { say } from '../../platform/words/sentence.js';
import type { Language } from '../../platform/languages.js';
import { Directory } from '../../organisation/directory/directory.js';
import type { CardValues } from '../../streams/card/card-scope.js';
import type { CompiledCard } from '../../streams/card/compile-card.js';
import { VisibleDocuments, type PointedDocument } from '../access/visible-documents.js';
import type { Flag } from '../document-row.js';
import { cardProblem } from './card-messages.js';
import { toFlags } from './flags.js';

export interface CardRules {
  /** Leave out and flag what is wrong instead of refusing. */
  readonly lenient: boolean;
  readonly language: Language;
  /** The status of the new document, for conditions that ask. */
  readonly status?: string;
}

/** A card that may be written. */
export interface SoundCard {
  readonly values: CardValues;
  readonly flags: Flag[];
}

/** A card whose pointers lead somewhere. */
export interface PointedCard extends SoundCard {
  /** The documents that the card or its links name, by id. */
  readonly targets: ReadonlyMap<string, PointedDocument>;
}

/** Checks the fields of a new document by themselves. @throws Refusal invalid, with every problem and its path */
export function checkNewCard(card: CompiledCard, fields: unknown, rules: CardRules): SoundCard {
  const { lenient, ...asked } = rules;
  const { values, problems } = card.check(fields, { mode: 'register', ...asked });
  if (problems.length === 0) return { values, flags: [] };
  if (!lenient) throw cardRefused(problems);
  return { values, flags: toFlags(problems, fields) };
}

/** A refusal that names the first problem and lists them all. */
export function cardRefused(problems: readonly Problem[]): Refusal {
  const [first] = problems;
  const { path = '', message = '' } = first ?? {};
  const said =
    problems.length === 1
      ? say('{path}: {message}', { path, message })
      : say('{path}: {message} And {count} more.', { path, message, count: problems.length - 1 });
  return new Refusal('invalid', 'card-invalid', said, problems);
}

/** Checks that the documents and people on a card exist. */
@Injectable()
export class CardPointers {
  constructor(
    private readonly documents: VisibleDocuments,
    private readonly directory: Directory,
  ) {}

  /**
   * Looks up all references of the card, and `alsoIds`, in one statement; none when there are none. References must
   * lead to documents of the field's stream that the actor may see. `known` are values already on the card: they are
   * kept even where the actor may not see what they point at.
   * @throws Refusal invalid unless lenient
   */
  async check(
    ctx: Context,
    card: CompiledCard,
    values: CardValues,
    rules: CardRules & { readonly alsoIds?: readonly string[]; readonly known?: ReadonlySet<string> },
  ): Promise<PointedCard> {
    const references = card.references(values);
    const ids = [...references.map(({ id }) => id), ...(rules.alsoIds ?? [])];
    const targets = ids.length === 0 ? noTargets : await this.documents.pointers(ctx, ids);
    const problems: Problem[] = [];
    for (const { path, stream, id } of references) {
      const target = targets.get(id);
      if ((target?.visible && target.stream === stream) || rules.known?.has(id)) continue;
      const code = target?.visible ? 'reference-other-stream' : 'reference-not-found';
      problems.push(cardProblem(path, code, rules.language, stream));
    }
    const { persons } = this.directory.snapshot();
    for (const { path, id } of card.persons(values))
      if (!persons.has(id) && !rules.known?.has(id))
        problems.push(cardProblem(path, 'person-not-found', rules.language));
    if (problems.length === 0) return { values, flags: [], targets };
    if (!rules.lenient) throw cardRefused(problems);
    const left = withoutFields(card, values, problems, rules.language);
    return { values: left.values, flags: [...toFlags(problems, values), ...left.flags], targets };
  }
}

const noTargets: ReadonlyMap<string, PointedDocument> = new Map();

/** The card without the fields that the problems are about; what is missing now is flagged. */
export function withoutFields(
  card: CompiledCard,
  values: CardValues,
  problems: readonly Problem[],
  language: Language,
): SoundCard {
  const wrong = new Set(problems.map(({ path }) => /^fields\.([^.[]+)/.exec(path)?.[1]));
  const rest = Object.fromEntries(Object.entries(values).filter(([key]) => !wrong.has(key)));
  return checkNewCard(card, rest, { lenient: true, language });
}
