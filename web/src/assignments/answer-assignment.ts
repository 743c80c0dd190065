import { api, answer } from '../api/client.ts';
import type { Assignment } from './assignments.ts';
import { keepStepDraft, stepDraft } from './step-drafts.ts';
import type { Choice } from './choices.ts';

/** An answer of mine to one assignment. */
export interface Answer {
  readonly assignment: Assignment;
  readonly choice: Choice;
  /** The reason, or what else there is to say. */
  readonly comment?: string;
  /** What was seen when it was decided, for an answer that is sent later: refused when it has changed since. */
  readonly seen?: { readonly version: number; readonly documentVersion?: number };
}

/** Sends the answer; answers the assignment as it is then. @throws Problem */
export function sendAnswer({ assignment, choice, comment, seen }: Answer): Promise<Assignment> {
  const params = { path: { id: assignment.id } };
  const said = comment?.trim() ? { comment: comment.trim(), ...seen } : { ...seen };
  switch (choice.kind) {
    case 'claim':
      return answer(api.POST('/api/assignments/{id}/claim', { params }));
    case 'accept':
      return answer(api.POST('/api/assignments/{id}/accept', { params, body: said }));
    case 'return':
      return answer(api.POST('/api/assignments/{id}/return', { params, body: { reason: comment ?? '', ...seen } }));
    case 'complete': {
      const outcome = choice.outcome === undefined ? {} : { outcome: choice.outcome };
      const filled = stepDraft(assignment.id);
      const fields = Object.keys(filled).length === 0 ? {} : { fields: { ...filled } };
      return answer(
        api.POST('/api/assignments/{id}/complete', { params, body: { ...outcome, ...said, ...fields } }),
      ).then((done) => {
        keepStepDraft(assignment.id, {});
        return done;
      });
    }
  }
}

/** Takes a decision back, which the server allows until the next person has opened what followed. @throws Problem */
export function recallAnswer(id: string): Promise<unknown> {
  return answer(api.POST('/api/assignments/{id}/recall', { params: { path: { id } }, body: {} }));
}
