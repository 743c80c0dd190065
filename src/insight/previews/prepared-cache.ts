import type { Prepared } from './preview.js';

const mostCharacters = 48 * 1024 * 1024;
const mostEntries = 100;

/** What was prepared lately, the oldest leaves first; two that ask at the same time wait for one answer. */
export class PreparedCache {
  private readonly kept = new Map<string, { readonly prepared: Promise<Prepared>; size: number }>();

  /** What is kept under the key, or what `make` makes. What failed is not kept. */
  take(key: string, make: () => Promise<Prepared>): Promise<Prepared> {
    const known = this.kept.get(key);
    if (known) {
      this.kept.delete(key);
      this.kept.set(key, known);
      return known.prepared;
    }
    const entry = { prepared: make(), size: 0 };
    this.kept.set(key, entry);
    entry.prepared.then(
      (prepared) => {
        entry.size = sizeOf(prepared);
        this.makeRoom();
      },
      () => this.kept.delete(key),
    );
    return entry.prepared;
  }

  private makeRoom(): void {
    let total = [...this.kept.values()].reduce((sum, { size }) => sum + size, 0);
    for (const [key, { size }] of this.kept) {
      if (total <= mostCharacters && this.kept.size <= mostEntries) return;
      this.kept.delete(key);
      total -= size;
    }
  }
}

function sizeOf({ preview, page }: Prepared): number {
  const cells = (preview.sheets ?? []).reduce((sum, { rows }) => sum + rows.flat().length * 40, 0);
  return 1000 + (page?.length ?? 0) + (preview.text?.text.length ?? 0) + cells;
}
