/** What the address of a report says; what is absent is as the report has it. */
export interface ReportSearch {
  /** What the rows are grouped by. */
  readonly by?: string;
  /** Days, both included; an empty text for no bound. */
  readonly from?: string;
  readonly to?: string;
}

const day = /^(\d{4}-\d{2}-\d{2})?$/;

/** Reads an address that anybody may have written. */
export function readReportSearch({ by, from, to }: Readonly<Record<string, unknown>>): ReportSearch {
  return {
    ...(typeof by === 'string' && by !== '' && { by: by.slice(0, 60) }),
    ...(typeof from === 'string' && day.test(from) && { from }),
    ...(typeof to === 'string' && day.test(to) && { to }),
  };
}
