import type { Instance } from '../../routes/engine/state.js';
import { movableInstance, moveTargets } from '../../routes/runs/movable-places.js';
import type { AttentionSearch, MendingCall } from './attention-item.js';

/** Giving the assignment to somebody else. */
export function forwarding(assignment: string): MendingCall {
  return {
    label: 'Give it to somebody else',
    method: 'POST',
    path: `/api/assignments/${assignment}/forward`,
    body: { to: '' },
  };
}

/** Ending the run. */
export function cancelling(run: string): MendingCall {
  return { label: 'End the run', method: 'POST', path: `/api/runs/${run}/cancel`, body: { reason: '' } };
}

/** Letting a timer of a run fire now. */
export function firing(run: string, timer: string): MendingCall {
  return { label: 'Fire it now', method: 'POST', path: `/api/runs/${run}/timers/${timer}/fire`, body: {} };
}

/** Trying a job again that was given up. */
export function retryingJob(job: string): MendingCall {
  return { label: 'Try again', method: 'POST', path: `/api/jobs/${job}/retry`, body: {} };
}

/** The columns of a run that moving it needs, with its row as `r`. */
export const runColumns = `r.id AS run_id, r.route, r.route_version, r.called_versions`;

export interface RunColumns {
  readonly run_id: string;
  readonly route: string;
  readonly route_version: number;
  readonly called_versions: Readonly<Record<string, number>>;
}

/** Where a run waits, for moving it from there. */
export interface MoveOrigin {
  readonly from: string;
  /** Of a join. */
  readonly inside?: string;
  readonly element: string;
  /** Key of the called route that has the element. */
  readonly route?: string;
}

/** Letting the run go on at an element beside the one where it waits; nothing where there is no such element. */
export async function moving(search: AttentionSearch, run: RunColumns, origin: MoveOrigin): Promise<MendingCall[]> {
  const { run_id: id, route, route_version: version, called_versions: called } = run;
  const targets = moveTargets(await search.library({ route, version, called }), origin.route, origin.element);
  if (targets.length === 0) return [];
  const { from, inside } = origin;
  return [
    {
      label: 'Go on elsewhere',
      method: 'POST',
      path: `/api/runs/${id}/move`,
      body: { from, ...(inside === undefined ? {} : { inside }), to: '', reason: '' },
      choices: { to: targets.map(({ element, name }) => ({ value: element, name })) },
    },
  ];
}

/** Moving from what is under way at an instance of the run; nothing where it cannot be moved. */
export async function movingFrom(search: AttentionSearch, run: RunColumns, held: Instance): Promise<MendingCall[]> {
  const from = movableInstance(held);
  if (from === undefined) return [];
  return moving(search, run, {
    from,
    element: held.element,
    ...(held.route === undefined ? {} : { route: held.route }),
  });
}
