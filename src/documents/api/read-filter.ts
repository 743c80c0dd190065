import { Refusal } from '../../platform/errors.js';
import { refuseDeepJson } from '../../platform/http/request-shape.js';

/** The filter of an address; what it asks for is checked where it is compiled. @throws Refusal malformed */
export function readFilter(text: string | undefined): unknown {
  if (text === undefined || text === '') return undefined;
  try {
    const filter: unknown = JSON.parse(text);
    refuseDeepJson(filter);
    return filter;
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const message = 'Expected the filter as JSON: {"and": [{"field", "op", "value"}]}.';
    throw new Refusal('malformed', 'malformed-filter', message, [{ path: 'filter', code: 'json', message }]);
  }
}
