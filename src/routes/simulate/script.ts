/** What a simulation is told to do; the format of `route simulate --script` and of scenarios. */
export interface SimulationScript {
  /** Id of a start event (or of a message flow or process), or the name of a start message. */
  readonly start?: string;
  readonly process?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** What expressions see as `card` and `document`. */
  readonly card?: Readonly<Record<string, unknown>>;
  readonly document?: Readonly<Record<string, unknown>>;
  /** After the steps, complete open tasks in the order of issue until none is open. */
  readonly auto?: boolean;
  readonly steps: readonly SimulationStep[];
}

type Variables = Readonly<Record<string, unknown>>;

export type SimulationStep =
  | {
      readonly complete: string;
      readonly outcome?: string;
      readonly comment?: string;
      readonly result?: unknown;
      readonly variables?: Variables;
    }
  | { readonly skip: string; readonly comment?: string }
  | { readonly trigger: string; readonly variables?: Variables }
  | { readonly message: string; readonly key?: unknown; readonly variables?: Variables }
  | { readonly signal: string; readonly variables?: Variables }
  | { readonly advance: string }
  | { readonly error: { readonly task: string; readonly code: string } }
  | { readonly escalation: { readonly task: string; readonly code: string } }
  | { readonly choose: { readonly gateway: string; readonly flows: readonly string[] } }
  | { readonly card: Variables }
  | { readonly cancel: true };

const stepKinds = [
  'complete',
  'skip',
  'trigger',
  'message',
  'signal',
  'advance',
  'error',
  'escalation',
  'choose',
  'card',
  'cancel',
] as const;

/** Whether a JSON value is an object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What is wrong with one step, or null. */
export function stepProblem(step: unknown): string | null {
  if (!isRecord(step)) return 'is not an object';
  const kinds = stepKinds.filter((kind) => kind in step);
  const kind = kinds[0];
  if (kind === undefined || kinds.length > 1) return `must have exactly one of ${stepKinds.join(', ')}`;
  const value = step[kind];
  if (['complete', 'skip', 'trigger', 'message', 'signal', 'advance'].includes(kind) && typeof value !== 'string')
    return `"${kind}" must be a text`;
  if (kind === 'card' && !isRecord(value)) return '"card" must be an object of fields';
  if (kind === 'cancel' && value !== true) return '"cancel" must be true';
  if (kind === 'error' || kind === 'escalation') {
    if (!isRecord(value) || typeof value['task'] !== 'string' || typeof value['code'] !== 'string')
      return `"${kind}" must have "task" and "code"`;
  }
  if (kind === 'choose') {
    const flows = isRecord(value) ? value['flows'] : undefined;
    if (
      !isRecord(value) ||
      typeof value['gateway'] !== 'string' ||
      !Array.isArray(flows) ||
      !flows.every((flow) => typeof flow === 'string')
    ) {
      return '"choose" must have "gateway" and a list "flows"';
    }
  }
  if ('variables' in step && !isRecord(step['variables'])) return '"variables" must be an object';
  return null;
}

/** Checks a script that came from outside; the problem says where and what was expected. */
export function readScript(value: unknown): { script: SimulationScript } | { problem: string } {
  if (!isRecord(value)) return { problem: 'the script must be a JSON object with "steps"' };
  const steps = value['steps'] ?? [];
  if (!Array.isArray(steps)) return { problem: '"steps" must be a list' };
  for (const name of ['start', 'process'] as const) {
    if (value[name] !== undefined && typeof value[name] !== 'string') return { problem: `"${name}" must be a text` };
  }
  for (const name of ['variables', 'card', 'document'] as const) {
    if (value[name] !== undefined && !isRecord(value[name])) return { problem: `"${name}" must be an object` };
  }
  for (const [index, step] of steps.entries()) {
    const problem = stepProblem(step);
    if (problem) return { problem: `steps[${index}] ${problem}` };
  }
  return { script: { ...value, steps: steps as SimulationStep[] } };
}

/** Ids and names that the steps address as tasks: automatic ones among them wait for their step. */
export function addressed(script: SimulationScript): ReadonlySet<string> {
  const names = new Set<string>();
  for (const step of script.steps) {
    if ('complete' in step) names.add(step.complete);
    else if ('trigger' in step) names.add(step.trigger);
    else if ('error' in step) names.add(step.error.task);
    else if ('escalation' in step) names.add(step.escalation.task);
  }
  return names;
}
