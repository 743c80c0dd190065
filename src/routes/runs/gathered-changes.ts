import { newId } from '../../platform/ids.js';
import type { RouteCommand, RouteEvent, TrailEntry } from '../engine/protocol.js';
import type { NewAssignment, NewIncident, NewTimer, RunChanges, RunJob, Thrown } from './run-record.js';

type CommandOf<T extends RouteCommand['type']> = Extract<RouteCommand, { readonly type: T }>;

/** What a step is going to write, gathered while it is worked out: what comes and goes again within the step leaves nothing. */
export class GatheredChanges {
  readonly events: RouteEvent[] = [];
  readonly trail: TrailEntry[] = [];
  readonly issued = new Map<string, NewAssignment>();
  readonly jobs = new Map<string, RunJob>();
  private readonly withdrawn: { instance: string; why: 'obsolete' | 'exited' }[] = [];
  private readonly timersSet = new Map<string, NewTimer>();
  private readonly timersCleared: string[] = [];
  private readonly incidentsRaised = new Map<string, NewIncident>();
  private readonly incidentsCleared: string[] = [];
  private readonly thrown: Thrown[] = [];

  withdraw({ instance, why }: CommandOf<'withdraw-assignment'>): void {
    if (!this.issued.delete(instance)) this.withdrawn.push({ instance, why });
  }

  setTimer(timer: NewTimer): void {
    this.timersSet.set(timer.timer, timer);
  }

  clearTimer({ timer }: CommandOf<'clear-timer'>): void {
    this.jobs.delete(timer);
    if (!this.timersSet.delete(timer)) this.timersCleared.push(timer);
  }

  raise({ incident, instance, element, code, message }: CommandOf<'raise-incident'>): void {
    this.incidentsRaised.set(incident, { id: newId(), incident, instance, element, code, message });
  }

  clearIncident({ incident }: CommandOf<'clear-incident'>): void {
    if (!this.incidentsRaised.delete(incident)) this.incidentsCleared.push(incident);
  }

  throw(command: CommandOf<'throw-message'> | CommandOf<'throw-signal'>): void {
    const { name, variables } = command;
    if (command.type === 'throw-signal') this.thrown.push({ kind: 'signal', name, variables });
    else this.thrown.push({ kind: 'message', name, key: command.key, variables });
  }

  changes(): RunChanges {
    return {
      events: this.events,
      trail: this.trail,
      issued: [...this.issued.values()],
      withdrawn: this.withdrawn,
      timersSet: [...this.timersSet.values()],
      timersCleared: this.timersCleared,
      incidentsRaised: [...this.incidentsRaised.values()],
      incidentsCleared: this.incidentsCleared,
      jobs: [...this.jobs.values()],
      thrown: this.thrown,
    };
  }

  /** The same changes, to which others can be added. */
  copy(): GatheredChanges {
    const copy = new GatheredChanges();
    copy.events.push(...this.events);
    copy.trail.push(...this.trail);
    copy.withdrawn.push(...this.withdrawn);
    copy.timersCleared.push(...this.timersCleared);
    copy.incidentsCleared.push(...this.incidentsCleared);
    copy.thrown.push(...this.thrown);
    for (const [key, value] of this.issued) copy.issued.set(key, value);
    for (const [key, value] of this.jobs) copy.jobs.set(key, value);
    for (const [key, value] of this.timersSet) copy.timersSet.set(key, value);
    for (const [key, value] of this.incidentsRaised) copy.incidentsRaised.set(key, value);
    return copy;
  }
}
