import { compileExpression } from '../../platform/feel/expression.js';
import type { Expression } from '../../platform/feel/expression.js';
import { toFeelText } from '../conditions/foreign-expression.js';
import type { ModelFlow, ModelNode, ModelProcess, ModelScope, RouteModel, RouteProblem } from '../model/route-model.js';
import type { CardFieldType } from '../conditions/card-types.js';
import { checkAgainstCard } from '../conditions/card-types.js';

export interface CompileOptions {
  /** Id of the process to compile; otherwise the first executable one, otherwise the first that has elements. */
  readonly process?: string;
  /** The card's fields by key: conditions that read an unknown field or compare unlike types are problems. */
  readonly card?: { readonly fields: Readonly<Record<string, CardFieldType>> };
  /**
   * For looking at drawings of any origin: what is merely incomplete for real work (no performer, a timer without a time,
   * elements that nothing leads to) is let through. What is not supported is refused all the same.
   */
  readonly lenient?: boolean;
  /** Ids or names of automatic tasks that shall wait until they are triggered. */
  readonly hold?: ReadonlySet<string>;
  /** Overrides conditions: element id -> the flows by which it is left. */
  readonly choose?: ReadonlyMap<string, readonly string[]>;
}

/** An element with the scope that it stands in. */
export interface Placed {
  readonly node: ModelNode;
  /** Id of the scope that contains it. */
  readonly scope: string;
  readonly within: ModelScope;
}

/** What the passes share: the indexed model, the options, and the list of problems. */
export class CompileContext {
  readonly problems: RouteProblem[] = [];
  readonly placed = new Map<string, Placed>();
  readonly flows = new Map<string, ModelFlow>();
  readonly outgoing = new Map<string, ModelFlow[]>();
  readonly incoming = new Map<string, ModelFlow[]>();

  constructor(
    readonly model: RouteModel,
    readonly process: ModelProcess,
    readonly options: CompileOptions,
  ) {}

  get strict(): boolean {
    return this.options.lenient !== true;
  }

  problem(element: { id: string; name?: string } | null, code: string, message: string): void {
    const line = element ? this.model.lines.get(element.id) : undefined;
    this.problems.push({
      element: element?.id ?? null,
      ...(element?.name === undefined ? {} : { name: element.name }),
      ...(line === undefined ? {} : { line }),
      code,
      message,
    });
  }

  /** Compiles a FEEL text (or another tool's, where it can be mapped); a problem of `element` where it cannot be read. */
  expression(element: { id: string; name?: string }, what: string, text: string): Expression | undefined {
    const mapped = toFeelText(text);
    if ('problem' in mapped) {
      this.problem(element, 'expression', `${what}: ${mapped.problem}`);
      return undefined;
    }
    const compiled = compileExpression(mapped.feel);
    if ('problem' in compiled) {
      this.problem(element, 'expression', `${what} "${mapped.feel}": ${compiled.problem}`);
      return undefined;
    }
    const { card } = this.options;
    if (card) {
      for (const complaint of checkAgainstCard(compiled.expression, card.fields))
        this.problem(element, 'card-type', `${what}: ${complaint}`);
    }
    return compiled.expression;
  }

  optional(element: { id: string; name?: string }, what: string, text: string | undefined): Expression | undefined {
    return text === undefined ? undefined : this.expression(element, what, text);
  }
}
