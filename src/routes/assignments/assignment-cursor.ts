import { Refusal } from '../../platform/errors.js';
import { isUuid } from '../../platform/ids.js';

/** Where a page of assignments ended, as an opaque text. */
export function encodeCursor(dueAt: Date | null, id: string): string {
  return Buffer.from(`${dueAt?.toISOString() ?? 'infinity'} ${id}`).toString('base64url');
}

/** @throws Refusal malformed for a text that `encodeCursor` did not make */
export function decodeCursor(text: string): { dueAt: string; id: string } {
  const [dueAt = '', id = ''] = Buffer.from(text, 'base64url').toString('utf8').split(' ');
  const known = dueAt === 'infinity' || !Number.isNaN(Date.parse(dueAt));
  if (!known || !isUuid(id)) {
    throw new Refusal(
      'malformed',
      'bad-cursor',
      'The cursor is not one that this list gave out. Start again without it.',
    );
  }
  return { dueAt, id };
}
