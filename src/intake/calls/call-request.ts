import type { RegisterRequest } from '../../documents/registration/register-request.js';
import type { CompiledCard } from '../../streams/card/compile-card.js';

/** A call as the person at the telephone wrote it down. */
export interface Call {
  readonly phone?: string;
  readonly client?: string;
  readonly caller?: string;
  readonly matter: string;
}

const longestSubject = 200;

/**
 * The document that a call becomes. Its fields go where the card has fields of these names: phone, `contact` (caller),
 * `client`, `subject` (first line of the matter), `text` (the whole matter).
 */
export function callRequest(card: CompiledCard, call: Call, unitId: string | undefined): RegisterRequest {
  const firstLine = call.matter.trim().split(/\r?\n/)[0] ?? '';
  const wanted: Readonly<Record<string, string | undefined>> = {
    phone: call.phone,
    contact: call.caller,
    client: call.client,
    subject: firstLine.slice(0, longestSubject),
    text: call.matter,
  };
  const fields = Object.entries(wanted).filter(
    ([key, value]) => value !== undefined && value !== '' && card.field(key),
  );
  const { caller, phone } = call;
  return {
    stream: card.stream,
    fields: Object.fromEntries(fields),
    ...(unitId === undefined ? {} : { unitId }),
    source: { channel: 'call', sender: { ...(caller && { name: caller }), ...(phone && { phone }) } },
  };
}
