import { Refusal } from '../../platform/errors.js';
import { isUuid } from '../../platform/ids.js';

/** Where a page of assignments ended, as an opaque text; `reported` where those come first. */
export function encodeCursor(dueAt: Date | null, id: string, reported = false): string {
  const place = `${dueAt?.toISOString() ?? 'infinity'} ${id}${reported ? ' reported' : ''}`;
  return Buffer.from(place).toString('base64url');
}

/** @throws Refusal malformed for a text that `encodeCursor` did not make */
export function decodeCursor(text: string): { dueAt: string; id: string; reported: boolean } {
  const [dueAt = '', id = '', reported] = Buffer.from(text, 'base64url').toString('utf8').split(' ');
  const known = dueAt === 'infinity' || !Number.isNaN(Date.parse(dueAt));
  if (!known || !isUuid(id)) {
    throw new Refusal(
      'malformed',
      'bad-cursor',
      'The cursor is not one that this list gave out. Start again without it.',
    );
  }
  return { dueAt, id, reported: reported === 'reported' };
}
