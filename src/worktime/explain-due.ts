import type { Language } from '../platform/languages.js';
import { textIn } from '../platform/languages.js';
import type { DueRule } from './due-rule.js';
import type { DueStep } from './due-trail.js';
import type { DueWords } from './due-words.js';
import { counted, dueWords } from './due-words.js';
import { dateOfDay, dayMs, dayOfDate, offsetMinutes, weekdayOf } from './local-time.js';

/**
 * A derivation as one line for a person, e.g.
 * `8 working hours from Fri 20 Nov 16:00; Sat 21 Nov – Sun 22 Nov not working; due Mon 23 Nov 15:00`.
 * Times are shown by the wall clock of the calendar; the year is named where it is not that of the start.
 * An empty derivation (a due date set by hand) gives an empty text.
 */
export function explainDue(because: readonly DueStep[], language: Language): string {
  const words = dueWords[language];
  // Where no time was set at first, the story begins with the one that was given.
  const start = because.find((step) => step.step === 'from') ?? because.find((step) => step.step === 'extended');
  if (start?.timeZone === undefined) return '';
  const show = new Shower(words, start.timeZone, start.at);
  return because.map((step) => explainStep(step, language, words, show)).join('; ');
}

/** A deadline as people say it, by the wall clock of a zone: `Fri 20 Nov 18:00`; the year is named unless it is that of `nowMs`. */
export function deadlineText(ms: number, timeZone: string, language: Language, nowMs: number): string {
  return new Shower(dueWords[language], timeZone, nowMs).deadline(ms);
}

function explainStep(step: DueStep, language: Language, words: DueWords, show: Shower): string {
  switch (step.step) {
    case 'from':
      return step.rule.kind === 'date' || step.rule.kind === 'moment'
        ? explainRule(step.rule, language, words)
        : words.from(explainRule(step.rule, language, words), show.moment(step.at));
    case 'begins':
      return words.begins(show.moment(step.at));
    case 'skipped':
      return words.skipped(show.range(step.from, step.to) + named(step, language));
    case 'other-hours':
      return words.otherHours(show.range(step.date, step.date) + named(step, language));
    case 'more':
      return words.more(step.count);
    case 'due':
      return words.due(show.deadline(step.at));
    case 'extended':
      return words.extended(show.deadline(step.at), step.by) + (step.reason === undefined ? '' : `: ${step.reason}`);
  }
}

function named(step: Extract<DueStep, { step: 'skipped' | 'other-hours' }>, language: Language): string {
  return step.name === undefined ? '' : ` (${textIn(language, step.name)})`;
}

function explainRule(rule: DueRule, language: Language, words: DueWords): string {
  switch (rule.kind) {
    case 'working-hours':
      return rule.minutes % 30 === 0
        ? counted(language, rule.minutes / 60, words.workingHours)
        : counted(language, rule.minutes, words.workingMinutes);
    case 'working-days':
      return counted(language, rule.days, words.workingDays);
    case 'days':
      return counted(language, rule.days, words.days);
    case 'duration':
      return words.duration(rule.iso);
    case 'date':
      return words.fixed(rule.date);
    case 'moment':
      return words.fixed(rule.iso.replace('T', ' '));
  }
}

/** Shows days and moments as people say them. */
class Shower {
  private readonly startYear: string;

  constructor(
    private readonly words: DueWords,
    private readonly timeZone: string,
    startMs: number,
  ) {
    this.startYear = dateOfDay(Math.floor(this.wall(startMs) / dayMs)).slice(0, 4);
  }

  moment(ms: number): string {
    const wall = this.wall(ms);
    const day = Math.floor(wall / dayMs);
    const minutes = Math.floor((wall - day * dayMs) / 60_000);
    const clock = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
    return `${this.day(day)} ${clock}`;
  }

  /** Like `moment`, but midnight ends the day before: `Fri 20 Nov 24:00`. */
  deadline(ms: number): string {
    const wall = this.wall(ms);
    return wall % dayMs === 0 ? `${this.day(wall / dayMs - 1)} 24:00` : this.moment(ms);
  }

  range(from: string, to: string): string {
    const first = this.day(dayOfDate(from) ?? 0);
    return from === to ? first : `${first} – ${this.day(dayOfDate(to) ?? 0)}`;
  }

  private day(day: number): string {
    const [year = '', month = '1', date = '1'] = dateOfDay(day).split('-');
    const shown = this.words.date(
      this.words.weekdays[weekdayOf(day)] ?? '',
      Number(date),
      this.words.months[Number(month) - 1] ?? '',
    );
    return year === this.startYear ? shown : `${shown} ${year}`;
  }

  private wall(ms: number): number {
    return ms + offsetMinutes(this.timeZone, ms) * 60_000;
  }
}
