import { Injectable, type OnModuleInit } from '@nestjs/common';
import { compileExpression, evaluate } from '../../platform/feel/expression.js';
import { checkAddress } from '../../output/mail/mail-address.js';
import { MailQueue } from '../../output/mail/mail-queue.js';
import type { Context } from '../../platform/context.js';
import { isUuid } from '../../platform/ids.js';
import { ActionRegistry } from './action-registry.js';
import { PaperData } from './paper-data.js';
import { refusalAsFailure } from './refusal-as-failure.js';
import { textParam, type ActionInput, type ActionOutcome, type ImmediateAction } from './route-action.js';

interface FileName {
  readonly id: string;
  readonly name: string;
}

/**
 * `send-mail`: writes a letter from `template` and queues it. `to` is FEEL over what templates see, such as
 * `card.client.email`; `attach` holds ids of files; `attachScans` adds the scans filed on the document. Without an
 * address nothing is sent and the route goes on; the result says so: {sent, message}.
 */
@Injectable()
export class SendMailAction implements ImmediateAction, OnModuleInit {
  readonly name = 'send-mail';
  readonly mode = 'immediate';

  constructor(
    private readonly data: PaperData,
    private readonly mails: MailQueue,
    private readonly registry: ActionRegistry,
  ) {}

  onModuleInit(): void {
    this.registry.add(this);
  }

  async run(context: Context, input: ActionInput): Promise<ActionOutcome> {
    const template = textParam(input, 'template');
    if ('failure' in template) return template;
    const recipient = textParam(input, 'to');
    if ('failure' in recipient) return recipient;
    return refusalAsFailure(async () => {
      const documentId = isUuid(input.params['document']) ? input.params['document'] : input.documentId;
      const files = await attachments(context, input);
      const more = { attachments: files.map(({ name }) => ({ name })), recipient: null };
      const letter = await this.data.renderedIn(context, documentId, template.text, undefined, more);
      const address = addressOf(recipient.text, letter.scope, context.now.getTime());
      if ('failure' in address) return address;
      if (address.to === null) return { result: { sent: false, message: `${recipient.text} is empty.` } };
      const mail = await this.mails.add(context, {
        kind: template.text,
        documentId,
        to: [{ address: address.to }],
        subject: letter.title,
        html: letter.html,
        autoSubmitted: 'auto-generated',
        attachments: files.map(({ id }) => id),
        key: `${input.runId}-${input.instance}`,
      });
      return { result: { sent: true, message: mail.messageId } };
    });
  }
}

function addressOf(
  source: string,
  scope: Readonly<Record<string, unknown>>,
  at: number,
): { to: string | null } | { failure: string } {
  const compiled = compileExpression(source);
  const result = 'problem' in compiled ? { failure: compiled.problem } : evaluate(compiled.expression, scope, { at });
  if ('failure' in result) return { failure: `The recipient "${source}" could not be found: ${result.failure}` };
  if (result.value === null || result.value === '') return { to: null };
  const checked = typeof result.value === 'string' ? checkAddress(result.value) : undefined;
  if (!checked)
    return { failure: `The recipient "${source}" is ${JSON.stringify(result.value)}; expected an e-mail address.` };
  return { to: checked };
}

async function attachments(context: Context, input: ActionInput): Promise<FileName[]> {
  const wanted = input.params['attach'];
  const ids = (Array.isArray(wanted) ? wanted : [wanted]).filter(isUuid);
  const scans = input.params['attachScans'] === 'true';
  return context.tx.query<FileName>(
    `SELECT id, name FROM file WHERE id = ANY ($1::uuid[]) OR ($2 AND document_id = $3 AND role = 'scan') ORDER BY created_at`,
    [ids, scans, input.documentId],
  );
}
