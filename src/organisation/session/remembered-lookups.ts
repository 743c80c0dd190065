/** What was read about a token. */
export interface Found {
  readonly expiresAt: number;
  readonly readAt: number;
}

/** How long it is believed without asking the database again. */
const believedMs = 30_000;
const mostKnown = 10_000;

/**
 * Answers from memory what was looked up in the last 30 seconds, by the hex of a token's hash; many who ask at once share
 * one lookup. Whoever owns it forgets what the database tells has ended.
 */
export class RememberedLookups<Answer extends Found> {
  /** The least recently used first. */
  private readonly known = new Map<string, Answer>();
  private readonly lookups = new Map<string, Promise<Answer | undefined>>();

  constructor(private readonly read: (hash: string, now: number) => Promise<Answer | undefined>) {}

  /** Undefined for what is unknown or has expired. */
  async find(hash: string, now: number): Promise<Answer | undefined> {
    const found = this.remembered(hash, now) ?? (await this.lookUp(hash, now));
    return found && found.expiresAt > now ? found : undefined;
  }

  forget(hash: string): void {
    this.known.delete(hash);
    this.lookups.delete(hash);
  }

  forgetAll(): void {
    this.known.clear();
    this.lookups.clear();
  }

  private remembered(hash: string, now: number): Answer | undefined {
    const found = this.known.get(hash);
    if (!found || now - found.readAt >= believedMs) return undefined;
    this.known.delete(hash);
    this.known.set(hash, found);
    return found;
  }

  private lookUp(hash: string, now: number): Promise<Answer | undefined> {
    const running = this.lookups.get(hash);
    if (running) return running;
    const lookup: Promise<Answer | undefined> = this.read(hash, now)
      .then((found) => {
        // What ended while it was being read has been taken out of `lookups`, and must not be kept.
        if (this.lookups.get(hash) === lookup) this.keep(hash, found);
        return found;
      })
      .finally(() => {
        if (this.lookups.get(hash) === lookup) this.lookups.delete(hash);
      });
    this.lookups.set(hash, lookup);
    return lookup;
  }

  private keep(hash: string, found: Answer | undefined): void {
    this.known.delete(hash);
    if (!found) return;
    this.known.set(hash, found);
    for (const oldest of this.known.keys()) {
      if (this.known.size <= mostKnown) break;
      this.known.delete(oldest);
    }
  }
}
