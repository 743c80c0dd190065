import createClient from 'openapi-fetch';
import type { components, paths } from './schema.js';

/** What the API answers and takes, by name: `Schemas['DocumentView']`. `npm run api` writes it. */
export type Schemas = components['schemas'];

/** One thing that is wrong with what was sent, at its place (`fields.taxNumber`). */
export type Fault = Schemas['Problem'];

/** What is thrown where the server refuses (an RFC 9457 problem document), or cannot be reached (status 0). */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    /** For programs, such as `wrong-credentials`: the last part of the type of the problem document. */
    readonly code: string,
    readonly errors: readonly Fault[],
    /** Further members of the document. */
    readonly extra: Readonly<Record<string, unknown>> = {},
  ) {
    super(detail);
    this.name = 'Problem';
  }

  /** What is wrong at a place of what was sent; undefined where nothing is. */
  at(path: string): Fault | undefined {
    return this.errors.find((fault) => fault.path === path);
  }
}

const sessionEnds = new Set<() => void>();
const answered = new Set<(response: Response) => void>();

/** Calls `listener` with every answer, so that its headers can be looked at; answers how to stop that. */
export function onAnswer(listener: (response: Response) => void): () => void {
  answered.add(listener);
  return () => void answered.delete(listener);
}

/** Calls `listener` whenever the server refuses a call because nobody is signed in any more; answers how to stop that. */
export function onSessionEnd(listener: () => void): () => void {
  sessionEnds.add(listener);
  return () => void sessionEnds.delete(listener);
}

/**
 * The server's API. Calls throw a Problem unless they succeed; `answer` takes the data out of one that has. The session
 * is the cookie, which goes to our own server only; a browser adds Sec-Fetch-Site by itself, and the server looks at it.
 */
export const api = createClient<paths>({ baseUrl: globalThis.location?.origin ?? '', credentials: 'same-origin' });

api.use({
  onRequest({ request }) {
    // Before anybody has signed in the server answers in the language that was chosen here. Nothing is said where that is
    // the browser's own: then the call is the very one that the head of the page has begun (src/front-page/first-loads.ts).
    const { lang } = document.documentElement;
    if (lang && !navigator.language.startsWith(lang)) request.headers.set('accept-language', lang);
  },
  async onResponse({ response, schemaPath }) {
    for (const look of answered) look(response);
    if (response.ok) return;
    if (response.status === 401 && schemaPath !== '/api/session') for (const tell of sessionEnds) tell();
    throw await problemOf(response);
  },
  onError({ error }) {
    if (error instanceof Problem || isAborted(error)) return undefined;
    return new Problem(0, 'Not reached', 'The server cannot be reached.', 'unreachable', []);
  },
});

/** The data of a call: `const document = await answer(api.GET('/api/documents/{id}', …))`. @throws Problem */
export async function answer<Data>(call: Promise<{ data?: Data; response: Response }>): Promise<Data> {
  const { data } = await call;
  // openapi-fetch leaves data out only where the server refused, which has been thrown, or where there is no body.
  return data as Data;
}

/** Headers that let a change happen only to the version that was read: `params: { header: ifMatch(document) }`. */
export function ifMatch({ version }: { readonly version: number }): { 'If-Match': string } {
  return { 'If-Match': `"v${version}"` };
}

/**
 * Headers with which a call that is sent again is done once: `params: { header: once(key) }`. Make the key with
 * `newKey()` where the person begins, not where the call is sent.
 */
export function once(key: string): { 'Idempotency-Key': string } {
  return { 'Idempotency-Key': key };
}

/** A key for `once`. */
export function newKey(): string {
  return crypto.randomUUID();
}

async function problemOf(response: Response): Promise<Problem> {
  const text = await response.text();
  const { type, title, status, detail, errors, ...extra } = readJson(text);
  const code = typeof type === 'string' ? type.replace(/^.*:/, '') : `status-${response.status}`;
  const said = (value: unknown, otherwise: string) => (typeof value === 'string' ? value : otherwise);
  const heading = said(title, response.statusText);
  return new Problem(
    typeof status === 'number' ? status : response.status,
    heading,
    said(detail, heading),
    code,
    Array.isArray(errors) ? (errors as Fault[]) : [],
    extra,
  );
}

/** A proxy before the server may answer with a page. */
function readJson(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function isAborted(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}
