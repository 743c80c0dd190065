import { Problem, type Schemas } from '../../api/client.ts';

export type MendingCall = Schemas['MendingCall'];

/** Members of the body that only a person can say: the server leaves them empty. */
export function emptyPlaces({ body = {} }: MendingCall): string[] {
  return Object.entries(body).flatMap(([key, value]) => (isEmpty(value) ? [key] : []));
}

function isEmpty(value: unknown): boolean {
  if (value === '' || value === null) return true;
  return typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length === 0;
}

/** What a person has said in the places, by their names. */
export type Said = Readonly<Record<string, unknown>>;

/** Whether something was said in every empty place. */
export function isSaid(call: MendingCall, said: Said): boolean {
  return emptyPlaces(call).every((place) => {
    const value = said[place];
    return typeof value === 'string' ? value.trim() !== '' : !isEmpty(value ?? null);
  });
}

/** The call with what the person has said in its empty places. */
export function withSaid(call: MendingCall, said: Said): MendingCall {
  return { ...call, body: { ...call.body, ...said } };
}

/** A variable as a person types it: a number, `true`, a list and the like as JSON, everything else as a text. */
export function variable(name: string, value: string): Said {
  if (name.trim() === '') return {};
  try {
    return { [name.trim()]: JSON.parse(value) as unknown };
  } catch {
    return { [name.trim()]: value };
  }
}

/** Makes the call that mends it. Its path comes from the server, and is one of its own. @throws Problem */
export async function mend({ method, path, body }: MendingCall): Promise<void> {
  const response = await fetch(path, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body ?? {}),
  }).catch(() => {
    throw new Problem(0, '', '', 'unreachable', []);
  });
  if (response.ok) return;
  const problem = (await response.json().catch(() => ({}))) as Partial<Schemas['ProblemDocument']>;
  throw new Problem(response.status, problem.title ?? '', problem.detail ?? '', '', problem.errors ?? []);
}
