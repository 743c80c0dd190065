import { after, timeOf } from './clock.js';
import type { SimulatedRun } from './surroundings.js';

interface Alarm {
  readonly run: SimulatedRun;
  readonly timer: string;
  /** Null where the time cannot be read: it never rings. */
  readonly due: number | null;
}

/** The timers that the simulated runs have set. */
export class Alarms {
  private set: Alarm[] = [];

  add(
    run: SimulatedRun,
    timer: string,
    now: number,
    due: { readonly kind: 'duration' | 'date'; readonly value: string },
  ): void {
    this.set.push({ run, timer, due: due.kind === 'date' ? timeOf(due.value) : after(now, due.value) });
  }

  clear(run: SimulatedRun, timer: string): void {
    this.set = this.set.filter((alarm) => alarm.run !== run || alarm.timer !== timer);
  }

  /** Takes out the one that is due first, if it is due by then; of two at the same time the one set first. */
  next(until: number): { readonly run: SimulatedRun; readonly timer: string; readonly due: number } | undefined {
    let first: (Alarm & { due: number }) | undefined;
    for (const alarm of this.set) {
      if (alarm.due !== null && alarm.due <= until && (!first || alarm.due < first.due))
        first = { ...alarm, due: alarm.due };
    }
    if (first) this.clear(first.run, first.timer);
    return first;
  }
}
