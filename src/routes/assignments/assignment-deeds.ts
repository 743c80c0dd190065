import { adminRole } from '../../organisation/access/grant.js';
import type { Organisation } from '../../organisation/directory/organisation.js';
import type { Actor } from '../../platform/context.js';
import { isOpen, stateAfter } from './assignment-life.js';
import type { AssignmentDeed, AssignmentView } from './assignment-row.js';

/** As much of an assignment as its deeds depend on. */
type About = Pick<
  AssignmentView,
  'state' | 'run' | 'author' | 'performer' | 'owner' | 'controller' | 'lead' | 'candidates' | 'extension'
>;

/** What the actor may do about an assignment that the actor may see. */
export function assignmentDeeds(actor: Actor, organisation: Organisation, about: About): AssignmentDeed[] {
  const { state, run, author, performer, owner, controller, lead, extension } = about;
  if (!isOpen(state)) return [];
  const admin = actor.roles.includes(adminRole);
  const heads = (organisation.persons.get(performer?.id ?? '')?.unitIds ?? []).some((unit) =>
    actor.headedUnitIds.includes(unit),
  );
  const isMine = performer?.id === actor.id;
  const above = [author, controller].some((person) => person?.id === actor.id);
  const decider = [lead, controller, author].find((one) => one && organisation.persons.get(one.id)?.active);
  const hands = (isMine || owner?.id === actor.id || admin || heads) && stateAfter(state, 'delegate') !== undefined;
  const may: Readonly<Record<AssignmentDeed, boolean>> = {
    remind: mayRemind(actor, about) || ((heads || admin) && !isMine && state !== 'reported'),
    extend: isMine && extension === undefined && stateAfter(state, 'extend') !== undefined,
    grant: extension !== undefined && (decider?.id === actor.id || admin),
    delegate: hands,
    forward: hands,
    cancel: run === undefined && (above || admin),
  };
  return (Object.keys(may) as AssignmentDeed[]).filter((deed) => may[deed]);
}

/** Who wants it done may remind whoever has it, unless it was reported and waits for acceptance. */
function mayRemind(actor: Actor, { state, author, controller, lead, owner, performer, candidates }: About): boolean {
  if (performer?.id === actor.id || state === 'reported' || state === 'suspended') return false;
  if (performer === undefined && candidates.length === 0) return false;
  return [author, controller, lead, owner].some((person) => person?.id === actor.id);
}
