import type { LocalisedText } from '../platform/languages.js';
import type { DueRule } from './due-rule.js';
import { dateOfDay } from './local-time.js';
import type { WorkingDay } from './working-days.js';

/** One step of how a due date came about; plain JSON, kept with the assignment and shown by `explainDue`. */
export type DueStep =
  | { readonly step: 'from'; readonly rule: DueRule; readonly at: number; readonly timeZone: string }
  /** The start lies outside of working time; counting begins at `at`. */
  | { readonly step: 'begins'; readonly at: number }
  /** These dates (inclusive) do not work; `name` where it is a named exception. */
  | { readonly step: 'skipped'; readonly from: string; readonly to: string; readonly name?: LocalisedText }
  /** A day with other hours than its weekday has. */
  | { readonly step: 'other-hours'; readonly date: string; readonly name?: LocalisedText }
  /** Further such days that are not listed one by one. */
  | { readonly step: 'more'; readonly count: number }
  | { readonly step: 'due'; readonly at: number }
  /** Somebody has given more time; `reason` is what it was asked for with, `timeZone` that of the performer. */
  | {
      readonly step: 'extended';
      readonly at: number;
      readonly by: string;
      readonly reason?: string;
      readonly timeZone?: string;
    };

/** Steps of passed days listed one by one in a derivation; the rest are counted. */
const listedSteps = 8;

interface SkippedDays {
  from: number;
  to: number;
  name?: LocalisedText;
}

/** Collects the steps of one derivation while the days are walked. */
export class DueTrail {
  private readonly passed: DueStep[] = [];
  private begins: number | undefined;
  private skipped: SkippedDays | undefined;
  private unlisted = 0;

  constructor(
    private readonly rule: DueRule,
    private readonly startMs: number,
    private readonly timeZone: string,
  ) {}

  /** Counting reached its first working moment. */
  begin(at: number): void {
    this.begins ??= at;
  }

  /** The walk came over this day. */
  pass(day: number, found: WorkingDay): void {
    const name = found.exception?.name;
    if (found.stretches.length > 0) {
      this.closeSkipped();
      if (found.exception)
        this.add({ step: 'other-hours', date: dateOfDay(day), ...(name === undefined ? {} : { name }) });
    } else if (this.skipped && this.skipped.name === name) {
      this.skipped.to = day;
    } else {
      this.closeSkipped();
      this.skipped = { from: day, to: day, ...(name === undefined ? {} : { name }) };
    }
  }

  /** The whole derivation. */
  finish(dueAt: number): DueStep[] {
    this.closeSkipped();
    const steps: DueStep[] = [{ step: 'from', rule: this.rule, at: this.startMs, timeZone: this.timeZone }];
    if (this.begins !== undefined && this.begins !== this.startMs) steps.push({ step: 'begins', at: this.begins });
    steps.push(...this.passed);
    if (this.unlisted > 0) steps.push({ step: 'more', count: this.unlisted });
    steps.push({ step: 'due', at: dueAt });
    return steps;
  }

  private closeSkipped(): void {
    if (!this.skipped) return;
    const { from, to, name } = this.skipped;
    this.skipped = undefined;
    this.add({
      step: 'skipped',
      from: dateOfDay(from),
      to: dateOfDay(to),
      ...(name === undefined ? {} : { name }),
    });
  }

  private add(step: DueStep): void {
    if (this.passed.length < listedSteps) this.passed.push(step);
    else this.unlisted += 1;
  }
}
