/** What one letter may cost. A letter over a limit is kept raw and registered with what could be read. */
export const letterLimits = {
  /** Bytes of a letter that is read at all; larger ones are kept by their head only. */
  bytes: 40 * 1024 * 1024,
  /** Bytes of one block of headers. */
  headerBytes: 1024 * 1024,
  parts: 1000,
  /** Attachments filed beside the raw letter. */
  files: 100,
  /** Characters of text that are looked at. */
  textLength: 1_000_000,
  /** Characters of HTML that are cleaned. */
  htmlLength: 2_000_000,
  /** Milliseconds of reading. */
  time: 20_000,
} as const;
