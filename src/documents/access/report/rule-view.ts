import type { Language } from '../../../platform/languages.js';
import { tell } from '../../../platform/words/tell.js';
import type { AccessBasis, AccessDecision } from '../../../organisation/access/can.js';
import type { Grant, Scope, Verb } from '../../../organisation/access/grant.js';

/** What a decision about access rests on. */
export interface AccessRule {
  /**
   * `grant`: the line of the stream for `role`; of a refusal the widest line, which does not reach the document. `none`: no
   * line at all. `left`: the person does not work here any more.
   */
  readonly kind: AccessBasis['kind'] | 'left';
  readonly role: string | null;
  readonly level: Scope | null;
  /** The condition of the line, FEEL. */
  readonly when: string | null;
  /** The line reaches confidential documents too. */
  readonly confidential: boolean;
}

/** Whether somebody may do something, and why. */
export interface AccessAnswer {
  readonly verb: Verb;
  readonly allowed: boolean;
  /** The reason as a sentence. */
  readonly because: string;
  readonly rule: AccessRule;
}

/** The answer of a decision, in the words of the reader. */
export function answerOf(verb: Verb, { allowed, because, basis }: AccessDecision, language: Language): AccessAnswer {
  return { verb, allowed, because: tell(language, because), rule: ruleOf(basis.kind, basis.grant) };
}

/** The rule of a kind, with the line that it is about. */
export function ruleOf(kind: AccessRule['kind'], grant?: Grant): AccessRule {
  return {
    kind,
    role: grant?.role ?? null,
    level: grant?.scope ?? null,
    when: grant?.when?.source ?? null,
    confidential: grant?.confidential === true,
  };
}
