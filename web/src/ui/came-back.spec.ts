import { createMemoryHistory } from '@tanstack/react-router';
import { cameBack, noticeMoves } from './came-back.ts';

describe('the way to a screen', () => {
  it('is back or on to what was there before, or to something new', () => {
    const history = createMemoryHistory({ initialEntries: ['/desk'] });
    noticeMoves(history);
    history.push('/documents/1');
    expect(cameBack()).toBe(false);
    history.back();
    expect(cameBack()).toBe(true);
    history.forward();
    expect(cameBack()).toBe(true);
    history.replace('/documents/1?file=2');
    expect(cameBack()).toBe(true);
    history.push('/desk');
    expect(cameBack()).toBe(false);
  });
});
