/** Something about the log that the program did not do. */
export interface AuditProblem {
  readonly kind: 'altered' | 'removed' | 'inserted' | 'chain-broken' | 'key-unknown';
  readonly entryId: string | null;
  readonly position: number | null;
  readonly message: string;
}

/** A place of the chain as it was once seen: noted outside of the database, it shows when the end was cut off. */
export interface AuditAnchor {
  readonly position: number;
  /** Hex. */
  readonly chain: string;
}

export interface AuditReport {
  /** Entries in the chain, and those that wait for their place in it. */
  readonly sealed: number;
  readonly waiting: number;
  /** Places of the chain whose entries have outlived the time for which they are kept. */
  readonly letGo: number;
  readonly problems: readonly AuditProblem[];
  /** The end of the chain now; null for an empty one. */
  readonly anchor: AuditAnchor | null;
}

/** `POSITION:HASH`, as the command and the file of the data folder write it; undefined for another text. */
export function readAnchor(text: string): AuditAnchor | undefined {
  const [, position, chain] = /^([1-9]\d{0,14}):([0-9a-f]{64})$/.exec(text.trim()) ?? [];
  return chain === undefined ? undefined : { position: Number(position), chain };
}
