/** How far back it is remembered what happened, in milliseconds; and of how many documents at most. */
export const rememberedMs = 60_000;
const most = 20_000;

/** What happened to documents in the last minute: whoever opens one now may have read it before. */
export class RecentChanges {
  /** The earliest first. */
  private readonly last = new Map<string, { readonly event: string; readonly atMs: number }>();

  /** @param knownSinceMs before this moment nothing was heard */
  constructor(private knownSinceMs: number) {}

  note(document: string, event: string, atMs: number): void {
    this.last.delete(document);
    this.last.set(document, { event, atMs });
    for (const [oldest, change] of this.last) {
      const full = this.last.size > most;
      if (!full && change.atMs >= atMs - rememberedMs) break;
      if (full) this.knownSinceMs = Math.max(this.knownSinceMs, change.atMs);
      this.last.delete(oldest);
    }
  }

  /** From now on it is known again what happens; something was missed before. */
  forget(atMs: number): void {
    this.last.clear();
    this.knownSinceMs = atMs;
  }

  /** The event that happened last to the document since then; `unknown` where it cannot be said that none did. */
  since(document: string, sinceMs: number): string | undefined {
    const change = this.last.get(document);
    if (change && change.atMs >= sinceMs) return change.event;
    return sinceMs < this.knownSinceMs ? 'unknown' : undefined;
  }
}
