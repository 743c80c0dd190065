/**
 * A stream of events whose address changes. The next one is opened before the last is closed, so that nothing is missed
 * between the two; what both tell is heard twice.
 */
export class LiveSources {
  private readonly open = new Set<EventSource>();

  constructor(
    private readonly types: readonly string[],
    private readonly hear: (event: MessageEvent<string>) => void,
  ) {}

  /** @param onOpen called once when it is heard from this address */
  listenTo(address: string, onOpen?: () => void): void {
    const source = new EventSource(address);
    const before = [...this.open];
    this.open.add(source);
    for (const type of this.types) source.addEventListener(type, this.hear);
    const opened = () => {
      before.forEach((old) => this.drop(old));
      onOpen?.();
    };
    source.addEventListener('open', opened, { once: true });
  }

  close(): void {
    for (const source of [...this.open]) this.drop(source);
  }

  private drop(source: EventSource): void {
    source.close();
    this.open.delete(source);
  }
}
