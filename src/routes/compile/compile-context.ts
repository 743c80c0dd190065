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
  /**
   * Before publishing: also what expressions and attributes name, and whether every step can end. A route that was published
   * before such a check existed is compiled without, so that its runs go on.
   */
  readonly publishing?: boolean;
  /** Before publishing: names of the actions at which a run does not wait. */
  readonly atOnce?: ReadonlySet<string>;
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

/** An expression of the drawing: which element has it, and as what. */
export interface NotedExpression {
  readonly element: { readonly id: string; readonly name?: string };
  readonly what: string;
  readonly expression: Expression;
}

/** What the passes share: the indexed model, the options, and the lists of problems and of what was read. */
export class CompileContext {
  readonly problems: RouteProblem[] = [];
  /** What may be meant so, and need not be mended. */
  readonly warnings: RouteProblem[] = [];
  readonly expressions: NotedExpression[] = [];
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
    this.problems.push(problemAt(this.model, element, code, message));
  }

  warning(element: { id: string; name?: string } | null, code: string, message: string): void {
    this.warnings.push({ ...problemAt(this.model, element, code, message), severity: 'warning' });
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
    this.expressions.push({ element, what, expression: compiled.expression });
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

/** A problem with the place of its element in the file. */
export function problemAt(
  model: Pick<RouteModel, 'lines'>,
  element: { readonly id: string; readonly name?: string } | null,
  code: string,
  message: string,
): RouteProblem {
  const line = element ? model.lines.get(element.id) : undefined;
  return {
    element: element?.id ?? null,
    ...(element?.name === undefined ? {} : { name: element.name }),
    ...(line === undefined ? {} : { line }),
    code,
    message,
  };
}
