import { Injectable, type OnModuleInit } from '@nestjs/common';
import { EditDocument } from '../../documents/card/edit-document.js';
import type { Context } from '../../platform/context.js';
import { ActionRegistry } from './action-registry.js';
import { fieldParams } from './field-params.js';
import { refusalAsFailure } from './refusal-as-failure.js';
import type { ActionInput, ActionOutcome, ImmediateAction } from './route-action.js';

/** `set-fields`: writes the parameters `field.<key>` to the card of the document. */
@Injectable()
export class SetFieldsAction implements ImmediateAction, OnModuleInit {
  readonly name = 'set-fields';
  readonly mode = 'immediate';

  constructor(
    private readonly edit: EditDocument,
    private readonly registry: ActionRegistry,
  ) {}

  onModuleInit(): void {
    this.registry.add(this);
  }

  run(context: Context, input: ActionInput): Promise<ActionOutcome> {
    return refusalAsFailure(async () => {
      await this.edit.execute(context, input.documentId, { fields: fieldParams(input.params) });
      return { documentChanged: true };
    });
  }
}
