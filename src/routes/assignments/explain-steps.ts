import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ExplainAccess, type StepOfRoute } from '../../documents/access/report/explain-access.js';
import type { Tx } from '../../platform/context.js';
import type { StepFields } from './step-fields.js';

interface StepRow {
  readonly assignment: string;
  readonly step: { readonly name: string } & StepFields;
}

// A step gives what it gives to whoever decides it; who may only take it from others has nothing of it yet.
const steps = {
  name: 'steps_explained',
  text: `SELECT a.id AS assignment, a.step FROM assignment a
    WHERE a.document_id = $1 AND a.performer_id = $2 AND a.step IS NOT NULL
      AND a.state IN ('ready', 'reserved', 'in-progress', 'returned') ORDER BY a.issued_at, a.id`,
};

/** Access to a document is also what the step of a route says about fields, as long as one has it. */
@Injectable()
export class ExplainSteps implements OnModuleInit {
  constructor(private readonly explain: ExplainAccess) {}

  onModuleInit(): void {
    this.explain.withSteps((tx, document, person) => this.stepsOf(tx, document, person));
  }

  private async stepsOf(tx: Tx, document: string, person: string): Promise<StepOfRoute[]> {
    const rows = await tx.run<StepRow>(steps, [document, person]);
    return rows.map(({ assignment, step: { name, editable = [], required = [], hidden = [] } }) => ({
      ...{ assignment, name },
      fields: { editable: [...editable], required: [...required], hidden: [...hidden] },
    }));
  }
}
