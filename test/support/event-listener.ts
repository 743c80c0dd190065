import type { LiveEvent } from '../../src/insight/events/live-event.js';
import type { Api } from './api.js';
import { until } from './until.js';

/** A listener to `GET /api/events`, as a browser is one, except that it does not come back. */
export class EventListener {
  readonly heard: LiveEvent[] = [];
  /** All that came, comments included. */
  text = '';
  ended = false;

  private constructor(private readonly abort: AbortController) {}

  /** @throws Error with the status for anything but an open stream */
  static async open(api: Api, query = '', headers: Readonly<Record<string, string>> = {}): Promise<EventListener> {
    const abort = new AbortController();
    const response = await fetch(`${api.url}/api/events${query}`, {
      headers: { authorization: `Bearer ${api.token}`, ...headers },
      signal: abort.signal,
    });
    if (response.status !== 200 || !response.body) throw new Error(`The stream answered ${response.status}.`);
    const listener = new EventListener(abort);
    void listener.follow(response.body);
    return listener;
  }

  /** Forgets what came until now. */
  forget(): void {
    this.heard.length = 0;
  }

  /** Waits for an event of which these members are so. */
  async hears(
    what: Partial<Record<'type' | 'assignment' | 'document' | 'kind' | 'event', string>>,
  ): Promise<LiveEvent> {
    const fits = (event: LiveEvent) => Object.entries(what).every(([key, value]) => Reflect.get(event, key) === value);
    return until(`${JSON.stringify(what)} is heard`, () => this.heard.find(fits), { every: 10 });
  }

  close(): void {
    this.abort.abort();
  }

  private async follow(body: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    let rest = '';
    try {
      for await (const chunk of body) {
        const text = decoder.decode(chunk, { stream: true });
        this.text += text;
        const blocks = (rest + text).split('\n\n');
        rest = blocks.pop() ?? '';
        for (const block of blocks) this.take(block);
      }
    } catch {
      // Closed by the test, or cut off.
    }
    this.ended = true;
  }

  private take(block: string): void {
    const data = /^data: (.*)$/m.exec(block)?.[1];
    if (data !== undefined) this.heard.push(JSON.parse(data) as LiveEvent);
  }
}
