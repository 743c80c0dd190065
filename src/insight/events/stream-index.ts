import type { LiveStream } from './live-stream.js';

const none: ReadonlySet<LiveStream> = new Set();

/** Open streams, found by who listens and by what they listen to. */
export class StreamIndex {
  /** Those that have something to send. */
  readonly awaited = new Set<LiveStream>();
  private readonly streams = new Set<LiveStream>();
  private readonly byPerson = new Map<string, Set<LiveStream>>();
  private readonly byDocument = new Map<string, Set<LiveStream>>();

  all(): ReadonlySet<LiveStream> {
    return this.streams;
  }

  ofPerson(id: string): ReadonlySet<LiveStream> {
    return this.byPerson.get(id) ?? none;
  }

  ofDocument(id: string): ReadonlySet<LiveStream> {
    return this.byDocument.get(id) ?? none;
  }

  add(stream: LiveStream): void {
    this.streams.add(stream);
    put(this.byPerson, stream.listener.personId, stream);
    for (const document of stream.listener.documents) put(this.byDocument, document, stream);
  }

  remove(stream: LiveStream): void {
    this.streams.delete(stream);
    this.awaited.delete(stream);
    take(this.byPerson, stream.listener.personId, stream);
    for (const document of stream.listener.documents) take(this.byDocument, document, stream);
  }

  /** Notes that the stream has something to send. */
  await(stream: LiveStream): void {
    this.awaited.add(stream);
  }

  takeAwaited(): LiveStream[] {
    const taken = [...this.awaited];
    this.awaited.clear();
    return taken;
  }
}

function put(index: Map<string, Set<LiveStream>>, key: string, stream: LiveStream): void {
  const known = index.get(key);
  if (known) known.add(stream);
  else index.set(key, new Set([stream]));
}

function take(index: Map<string, Set<LiveStream>>, key: string, stream: LiveStream): void {
  const known = index.get(key);
  known?.delete(stream);
  if (known?.size === 0) index.delete(key);
}
