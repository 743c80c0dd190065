import { act } from '@testing-library/react';
import { useState } from 'react';
import { show } from '../../testing/show.tsx';
import { useOpenDocument } from './open-documents.ts';
import { useLive } from './use-live.ts';

/** A stream as the browser has it; the spec says when it opens and what it tells. */
class Stream extends EventTarget {
  static readonly all: Stream[] = [];
  closed = false;

  constructor(readonly address: string) {
    super();
    Stream.all.push(this);
  }

  close(): void {
    this.closed = true;
  }

  opens(): void {
    act(() => void this.dispatchEvent(new Event('open')));
  }
}

describe('hearing what happens', () => {
  let choose: (document: string | undefined) => void = () => undefined;

  function Screen() {
    const [document, setDocument] = useState<string>();
    choose = setDocument;
    useOpenDocument(document);
    useLive();
    return null;
  }

  const asked = () => new URL(Stream.all.at(-1)?.address ?? '', 'http://localhost').searchParams;

  beforeEach(() => {
    Stream.all.length = 0;
    Object.assign(globalThis, { EventSource: Stream });
  });

  it('reads again once what was read before the first stream was open', async () => {
    const { client } = await show(<Screen />);
    client.setQueryData(['assignments', 'desk'], []);
    const stale = () => client.getQueryState(['assignments', 'desk'])?.isInvalidated;
    expect(stale()).toBe(false);
    Stream.all[0]?.opens();
    expect(stale()).toBe(true);
  });

  it('asks for what happened to a further document since it was read, and closes the stream before only then', async () => {
    const { client } = await show(<Screen />);
    Stream.all[0]?.opens();
    client.setQueryData(['documents', 'one', 'card'], {}, { updatedAt: Date.now() - 8_000 });
    client.setQueryData(['documents', 'one', 'files'], {});
    client.setQueryData(['documents', 'two', 'card'], {}, { updatedAt: Date.now() - 500_000 });
    act(() => choose('one'));
    expect(asked().getAll('document')).toEqual(['one']);
    // Eight seconds, and what an answer and the stream take on their way.
    expect(Number(asked().get('unheard'))).toBeGreaterThanOrEqual(13);
    expect(Number(asked().get('unheard'))).toBeLessThanOrEqual(15);
    expect(Stream.all[0]?.closed).toBe(false);
    Stream.all.at(-1)?.opens();
    expect(Stream.all[0]?.closed).toBe(true);
    act(() => choose('two'));
    expect(asked().get('unheard')).toBe('60');
    act(() => choose(undefined));
    expect([asked().getAll('document'), asked().get('unheard')]).toEqual([[], null]);
  });
});
