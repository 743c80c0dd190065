export interface UntilOptions {
  /** How long to wait before the test fails, in milliseconds. */
  readonly within?: number;
  /** Pause between two looks, in milliseconds. */
  readonly every?: number;
}

/**
 * Looks again and again until `look` answers something other than undefined, null or false, and answers that.
 * A look that throws counts as "not yet"; its error is told when time is up.
 */
export async function until<Found>(
  what: string,
  look: () => Promise<Found | undefined | null | false> | Found | undefined | null | false,
  { within = 15_000, every = 50 }: UntilOptions = {},
): Promise<Found> {
  const end = Date.now() + within;
  let failure: unknown;
  do {
    try {
      const found = await look();
      if (found !== undefined && found !== null && found !== false) return found;
      failure = undefined;
    } catch (error) {
      failure = error;
    }
    await new Promise((resolve) => setTimeout(resolve, every));
  } while (Date.now() < end);
  throw new Error(`Waited ${within} ms in vain until ${what}.`, failure === undefined ? undefined : { cause: failure });
}
