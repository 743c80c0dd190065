/** What showing one file may cost. What lies beyond is offered to be saved. */
export const previewLimits = {
  /** Bytes of a text that are shown. */
  textBytes: 512 * 1024,
  /** Bytes of an office file or letter that is read at all. */
  fileBytes: 40 * 1024 * 1024,
  /** Bytes that an archive may unpack to, all of it, and the number of its entries. */
  unpackedBytes: 160 * 1024 * 1024,
  entries: 5000,
  sheets: 30,
  rows: 500,
  columns: 100,
  /** Characters of a cell. */
  cellText: 1000,
  /** Bytes of the pictures within one page. */
  pictureBytes: 12 * 1024 * 1024,
  /** Milliseconds that the reading of an office file may take. */
  time: 20_000,
  /** Megabytes of memory of the thread that reads it. */
  memory: 384,
  /** Letters within letters that are looked into. */
  depth: 3,
} as const;
