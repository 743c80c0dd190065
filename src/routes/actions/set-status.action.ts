import { Injectable, type OnModuleInit } from '@nestjs/common';
import { EditDocument } from '../../documents/card/edit-document.js';
import type { Context } from '../../platform/context.js';
import { ActionRegistry } from './action-registry.js';
import { refusalAsFailure } from './refusal-as-failure.js';
import { personId, textParam, type ActionInput, type ActionOutcome, type ImmediateAction } from './route-action.js';

/** `set-status`: gives the document the status `status` and, when `responsible` is given, that person. */
@Injectable()
export class SetStatusAction implements ImmediateAction, OnModuleInit {
  readonly name = 'set-status';
  readonly mode = 'immediate';

  constructor(
    private readonly edit: EditDocument,
    private readonly registry: ActionRegistry,
  ) {}

  onModuleInit(): void {
    this.registry.add(this);
  }

  run(context: Context, input: ActionInput): Promise<ActionOutcome> {
    const status = textParam(input, 'status');
    if ('failure' in status) return Promise.resolve(status);
    return refusalAsFailure(async () => {
      const responsibleId = personId(input.params['responsible']);
      await this.edit.execute(context, input.documentId, {
        status: status.text,
        ...(responsibleId === undefined ? {} : { responsibleId }),
      });
      return { documentChanged: true };
    });
  }
}
