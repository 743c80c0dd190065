import { Problem, type Schemas } from '../../api/client.ts';

export type MendingCall = Schemas['MendingCall'];

/** Members of the body that only a person can say: the server leaves them empty. */
export function emptyPlaces({ body = {} }: MendingCall): string[] {
  return Object.entries(body).flatMap(([key, value]) => (value === '' || value === null ? [key] : []));
}

/** The call with what the person has said in its empty places. */
export function withSaid(call: MendingCall, said: Readonly<Record<string, string>>): MendingCall {
  return { ...call, body: { ...call.body, ...said } };
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
