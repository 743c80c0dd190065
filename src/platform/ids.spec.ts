import { isUuid, newId } from './ids.js';

describe('a new id', () => {
  const ids = Array.from({ length: 5_000 }, newId);

  it('is a UUID of version 7, and no other has it', () => {
    expect(ids.every((id) => isUuid(id) && id[14] === '7' && /[89ab]/.test(id[19] ?? ''))).toBe(true);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('sorts behind those that were made before it', () => {
    expect([...ids].sort()).toEqual(ids);
  });

  it('tells when it was made, in milliseconds', () => {
    const before = Date.now();
    const made = parseInt(newId().replaceAll('-', '').slice(0, 12), 16);
    expect(made).toBeGreaterThanOrEqual(before);
    expect(made).toBeLessThanOrEqual(Date.now() + 1);
  });

  it('cannot be guessed from another: what follows the count is random', () => {
    expect(new Set(ids.map((id) => id.slice(24))).size).toBe(ids.length);
  });
});
