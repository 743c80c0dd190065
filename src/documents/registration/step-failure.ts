/** A step that follows registration failed in a way that nobody foresaw; `cause` is what it threw. */
export class StepFailure extends Error {
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = 'StepFailure';
  }
}
