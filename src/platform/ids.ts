import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

const idBytes = 16;
// The system is asked for random bytes many ids at a time: the call costs more than the bytes.
const random = Buffer.alloc(256 * idBytes);
let used = random.length;
let newest = 0;
let sequence = 0;

/**
 * A new document, run or assignment id: UUID version 7 (RFC 9562), which sorts by time of creation; ids of the same
 * millisecond are in order too (method 1 of its section 6.2).
 */
export function newId(): string {
  if (used === random.length) {
    randomFillSync(random);
    used = 0;
  }
  const bytes = random.subarray(used, used + idBytes);
  used += idBytes;
  const now = Date.now();
  if (now > newest) {
    newest = now;
    sequence = bytes.readUInt32BE(0) >>> 1;
  } else {
    sequence = (sequence + 1) >>> 0;
    if (sequence === 0) newest += 1;
  }
  return v7({ random: bytes, msecs: newest, seq: sequence });
}

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** True when `text` has the form of a UUID; ask before putting an id of outside into SQL. */
export function isUuid(text: unknown): text is string {
  return typeof text === 'string' && uuidForm.test(text);
}
