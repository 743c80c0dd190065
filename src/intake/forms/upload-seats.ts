import { Refusal } from '../../platform/errors.js';

/** Bounds how many forms with files are read at once, since their files are in memory until the form is checked. */
export class UploadSeats {
  private taken = 0;

  constructor(private readonly seats: number) {}

  /** Does `work` when a seat is free. @throws Refusal unavailable with `message` when none is */
  async during<Result>(message: string, work: () => Promise<Result>): Promise<Result> {
    if (this.taken >= this.seats) throw new Refusal('unavailable', 'forms-busy', message);
    this.taken += 1;
    try {
      return await work();
    } finally {
      this.taken -= 1;
    }
  }
}
