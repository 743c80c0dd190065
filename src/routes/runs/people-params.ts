import { resolvePerson, type PerformerSearch } from '../assignments/resolve-performer.js';
import type { StepPools } from '../assignments/performer-pools.js';
import type { RouteCommand } from '../engine/protocol.js';

type RunAction = Extract<RouteCommand, { type: 'run-action' }>;

/** The command with the ids of the people whom its parameters name; a failure says which one names nobody, or several. */
export async function withPeople(
  search: Omit<PerformerSearch, 'scope'>,
  pools: StepPools,
  { people = {}, scope = {}, ...command }: RunAction,
): Promise<{ command: RunAction } | { failure: string }> {
  const found: Record<string, string> = {};
  for (const [name, source] of Object.entries(people)) {
    await pools.prepare(source);
    const person = resolvePerson({ ...search, pools, scope }, source);
    if ('failure' in person) return { failure: `the parameter ${name}: ${person.failure}` };
    found[name] = person.personId;
  }
  await pools.save();
  return { command: { ...command, params: { ...command.params, ...found } } };
}
