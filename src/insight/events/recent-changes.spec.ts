import { RecentChanges, rememberedMs } from './recent-changes.js';

describe('what happened before a document was opened', () => {
  it('is told when it happened since then, the last of it', () => {
    const recent = new RecentChanges(0);
    recent.note('a', 'edited', 5_000);
    recent.note('b', 'edited', 6_000);
    recent.note('a', 'commented', 7_000);
    expect([recent.since('a', 6_500), recent.since('a', 7_001), recent.since('b', 6_500)]).toEqual([
      'commented',
      undefined,
      undefined,
    ]);
    expect(recent.since('never', 1)).toBeUndefined();
  });

  it('is not known from before the first was heard, nor from before something was missed', () => {
    const recent = new RecentChanges(10_000);
    expect([recent.since('a', 9_999), recent.since('a', 10_000)]).toEqual(['unknown', undefined]);
    recent.note('a', 'edited', 11_000);
    recent.forget(12_000);
    expect([recent.since('a', 11_500), recent.since('a', 12_000)]).toEqual(['unknown', undefined]);
  });

  it('is forgotten after a minute, and earlier where too much happens: then it is not known', () => {
    const recent = new RecentChanges(0);
    recent.note('old', 'edited', 0);
    recent.note('new', 'edited', rememberedMs + 1);
    expect(recent.since('old', 0)).toBeUndefined();
    for (let index = 0; index < 20_000; index += 1) recent.note(`d${index}`, 'edited', rememberedMs + 2 + index / 1000);
    expect(recent.since('new', rememberedMs)).toBe('unknown');
    expect(recent.since('d19999', rememberedMs + 2)).toBe('edited');
  });
});
