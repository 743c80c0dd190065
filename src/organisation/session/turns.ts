import { Refusal } from '../../platform/errors.js';

/** Lets a few pieces of work run at a time; the others wait in line, up to a limit. */
export class Turns {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly atOnce: number,
    private readonly mostWaiting: number,
  ) {}

  /** @throws Refusal unavailable when the line is full */
  async take<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.running >= this.atOnce) {
      if (this.waiting.length >= this.mostWaiting) {
        throw new Refusal('unavailable', 'busy', 'Too many people sign in at this moment. Try again in a few seconds.');
      }
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    } else {
      this.running += 1;
    }
    try {
      return await work();
    } finally {
      // Whoever is next takes over the place; nobody who comes now can slip in between.
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }
}
