import { Injectable } from '@nestjs/common';
import { Directory } from '../../organisation/directory/directory.js';
import type { Context } from '../../platform/context.js';
import { Refusal, type Objection } from '../../platform/errors.js';
import { say } from '../../platform/words/sentence.js';
import { parseDueRule } from '../../worktime/due-rule.js';
import { personOf } from '../assignments/performer-functions.js';
import type { RunRecord } from './run-record.js';
import { StartRun } from './start-run.js';

/** The route that carries a document to people chosen on the spot; its drawing lies in `routes/individual`. */
const route = 'individual/people';

export type IndividualPurpose = 'approve' | 'execute' | 'acknowledge';

/** People who are asked at once; stages follow one another. */
export interface IndividualStage {
  /** Ids or logins. */
  readonly people: readonly string[];
  /** `2 working days`, or an ISO 8601 date or time; absent: no due date. */
  readonly due?: string;
  readonly instruction?: string;
}

export interface IndividualRequest {
  readonly documentId: string;
  readonly purpose: IndividualPurpose;
  readonly stages: readonly IndividualStage[];
  /** Who watches over it. */
  readonly controller?: string;
}

/** A route made on the spot by any user: these people, in turn or at once, by this date; a run like every other. */
@Injectable()
export class StartIndividualRun {
  constructor(
    private readonly directory: Directory,
    private readonly start: StartRun,
  ) {}

  /** @throws Refusal invalid with a problem for each unknown person and unreadable date; notFound without the route */
  async execute(context: Context, request: IndividualRequest): Promise<RunRecord> {
    const problems: Objection[] = [];
    const stages = request.stages.map((stage, index) => this.checked(context, stage, `stages[${index}]`, problems));
    const controller =
      request.controller === undefined ? null : this.person(request.controller, 'controller', problems);
    if (problems.length > 0) {
      throw new Refusal(
        'invalid',
        'bad-individual-route',
        'The document was not sent: look at what is marked.',
        problems,
      );
    }
    const variables = { purpose: request.purpose, stages, starter: context.actor.id, controller };
    return this.start.execute(context, { documentId: request.documentId, route, variables });
  }

  private checked(context: Context, stage: IndividualStage, path: string, problems: Objection[]) {
    const people = stage.people.map((name, index) => this.person(name, `${path}.people[${index}]`, problems));
    if (stage.due !== undefined) {
      const due = parseDueRule(stage.due);
      const late = /^\d{4}-/.test(stage.due) && Date.parse(stage.due) + 86_400_000 < context.now.getTime();
      const message =
        'problem' in due ? due.problem.message : late ? say('{due} is in the past.', { due: stage.due }) : undefined;
      if (message !== undefined) problems.push({ path: `${path}.due`, code: 'bad-due', message });
    }
    return { people: [...new Set(people)], due: stage.due ?? null, instruction: stage.instruction ?? null };
  }

  private person(name: string, path: string, problems: Objection[]): string | null {
    const person = personOf(this.directory.snapshot(), name);
    if (person) return person.id;
    const message = say('"{person}" is no active person; expected an id or a login.', { person: name });
    problems.push({ path, code: 'unknown-person', message });
    return null;
  }
}
