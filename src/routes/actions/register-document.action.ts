import { Injectable, type OnModuleInit } from '@nestjs/common';
import { EditDocument } from '../../documents/card/edit-document.js';
import { loadDocument } from '../../documents/document-row.js';
import { RegisterDocument } from '../../documents/registration/register-document.js';
import { systemActor } from '../../organisation/directory/actors.js';
import type { Context } from '../../platform/context.js';
import { StreamRegistry } from '../../streams/definitions/stream-registry.service.js';
import { ActionRegistry } from './action-registry.js';
import { fieldParams } from './field-params.js';
import { refusalAsFailure } from './refusal-as-failure.js';
import { personId, textParam, type ActionInput, type ActionOutcome, type ImmediateAction } from './route-action.js';

/**
 * `register-document`: registers a document of `stream` from the parameters `field.<key>` and links it to the route's
 * document. `into` names the reference field of the route's document that takes it; `responsible` is a person (as a
 * parameter with `performer=` found like the performer of a task), or `keep` for the one of the route's document (where there is none its author, if that is a person); `onDuplicate` = `link` takes the document that a unique field finds.
 * The result is {id, number}.
 */
@Injectable()
export class RegisterDocumentAction implements ImmediateAction, OnModuleInit {
  readonly name = 'register-document';
  readonly mode = 'immediate';

  constructor(
    private readonly registerDocument: RegisterDocument,
    private readonly edit: EditDocument,
    private readonly streams: StreamRegistry,
    private readonly registry: ActionRegistry,
  ) {}

  onModuleInit(): void {
    this.registry.add(this);
  }

  async run(context: Context, input: ActionInput): Promise<ActionOutcome> {
    const stream = textParam(input, 'stream');
    if ('failure' in stream) return stream;
    return refusalAsFailure(async () => {
      const fields = fieldParams(input.params);
      const existing =
        input.params['onDuplicate'] === 'link' ? await this.duplicate(context, stream.text, fields) : undefined;
      const document = existing ?? (await this.register(context, input, stream.text, fields));
      const into = input.params['into'];
      if (typeof into !== 'string') return { result: document };
      await this.edit.execute(context, input.documentId, { fields: { [into]: document.id } });
      return { result: document, documentChanged: true };
    });
  }

  private async register(
    context: Context,
    input: ActionInput,
    stream: string,
    fields: Record<string, unknown>,
  ): Promise<{ id: string; number: string }> {
    const responsibleId = await responsibleOf(context, input);
    const { id, number } = await this.registerDocument.execute(context, {
      stream,
      fields,
      links: [{ to: input.documentId, kind: 'registered-from' }],
      source: { channel: 'route' },
      ...(responsibleId === undefined ? {} : { responsibleId }),
    });
    return { id, number };
  }

  /** The document of the stream that has one of the unique values already. */
  private async duplicate(
    context: Context,
    stream: string,
    fields: Record<string, unknown>,
  ): Promise<{ id: string; number: string } | undefined> {
    const card = this.streams.get(stream);
    const { values } = card.check(fields, { mode: 'register' });
    for (const { key, value } of card.uniqueKeys(values)) {
      const [found] = await context.tx.query<{ id: string; number: string }>(
        'SELECT id, number FROM document WHERE stream = $1 AND fields ->> $2 = $3 LIMIT 1',
        [stream, key, value],
      );
      if (found) return found;
    }
    return undefined;
  }
}

async function responsibleOf(context: Context, input: ActionInput): Promise<string | null | undefined> {
  const wanted = input.params['responsible'];
  if (wanted === 'keep') {
    const document = await loadDocument(context.tx, input.documentId);
    // What came by itself, from a form or a mailbox, has no person as its author.
    const authorId = document?.authorId === systemActor.id ? undefined : document?.authorId;
    return document?.responsibleId ?? authorId;
  }
  return personId(wanted);
}
