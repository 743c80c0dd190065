import { runInNewContext } from 'node:vm';
import { formScript } from './form-script.js';
import { isWorkDone, workBits } from './form-work.js';

/** Runs the script of the page in a world that has only what it looks at; answers what it put into the form. */
function workOf(token: string): string {
  const form = { elements: { _token: { value: token } }, addEventListener: () => undefined };
  const place = { form, value: '', dataset: { bits: String(workBits) } };
  const later: (() => void)[] = [];
  const window = {};
  Object.assign(window, { parent: window });
  runInNewContext(formScript, {
    window,
    document: { querySelector: () => place },
    setTimeout: (go: () => void) => later.push(go),
  });
  for (let go = later.shift(); go; go = later.shift()) go();
  return place.value;
}

describe('the work that a page of a form does', () => {
  it.each(['mhx0k1.AAAAAAAAAAAAAAAA.BBBB', 'x'.repeat(55), 'x'.repeat(64)])(
    'is what the server asks for: %s',
    (token) => {
      const answer = workOf(token);
      expect(isWorkDone(token, answer)).toBe(true);
      expect(isWorkDone(`${token}x`, answer)).toBe(false);
    },
  );

  it.each([undefined, '', '-1', '1e5', '0x10', '12345678901', 'nothing'])('is not %s', (answer) => {
    expect(isWorkDone('token', answer)).toBe(false);
  });
});
