/** How many attempts may be made under one name before they are refused until the window has passed. */
export interface AttemptRule {
  readonly most: number;
  readonly windowMs: number;
}

interface Window {
  readonly endsAt: number;
  count: number;
}

const mostKept = 20_000;

/**
 * Counts attempts in memory, each name in a window of its own that begins with its first attempt. Attempts are counted
 * before they are made, so that many at once are not all let through; `giveBack` undoes that for a good one.
 * At most 20,000 names are kept: beyond, the one unused for longest is forgotten.
 */
export class AttemptLimit {
  private readonly windows = new Map<string, Window>();

  /** Counts one attempt; answers 0, or in how many milliseconds the next one may be made when this is one too many. */
  take(name: string, rule: AttemptRule, nowMs: number): number {
    const known = this.windows.get(name);
    const window = known && known.endsAt > nowMs ? known : { endsAt: nowMs + rule.windowMs, count: 0 };
    this.windows.delete(name);
    this.windows.set(name, window);
    for (const oldest of this.windows.keys()) {
      if (this.windows.size <= mostKept) break;
      this.windows.delete(oldest);
    }
    if (window.count >= rule.most) return window.endsAt - nowMs;
    window.count += 1;
    return 0;
  }

  /** The attempt was no guess. */
  giveBack(name: string): void {
    const window = this.windows.get(name);
    if (window && window.count > 0) window.count -= 1;
  }

  /** Forgets all attempts under the name. */
  clear(name: string): void {
    this.windows.delete(name);
  }
}
