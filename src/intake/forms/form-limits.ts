import { Injectable } from '@nestjs/common';
import { Attempts, type CountedName } from '../../organisation/session/attempts.js';
import { Refusal } from '../../platform/errors.js';
import type { Language } from '../../platform/languages.js';
import { formTexts } from './form-texts.js';
import { isWorkDone } from './form-work.js';
import type { SentForm } from './read-sent-form.js';

/** Forms that one address may send in a minute, whatever is in them. */
const sendings = { most: 120, windowMs: 60_000 };
const tenMinutes = 10 * 60_000;
/** Without JavaScript no work is done: fewer are taken from one address. */
const withoutWork = { most: 10, windowMs: tenMinutes };
/** One page may be sent again, with something mended, but is no key to sending without end. */
const sameWork = { most: 5, windowMs: tenMinutes };

/** How many forms are taken, counted for all servers together. */
@Injectable()
export class FormLimits {
  constructor(private readonly attempts: Attempts) {}

  /** Whatever comes. @throws Refusal tooMany */
  arrived(address: string, language: Language): Promise<void> {
    return this.count([`form by ${address}`, sendings], language);
  }

  /** What is right: whoever mends mistakes is not to be stopped by that. @throws Refusal tooMany */
  async right({ extras, json }: SentForm, address: string, language: Language): Promise<void> {
    // A program that sends JSON means to; it has the limit of its address.
    if (json) return;
    const token = extras['_token'] ?? '';
    const worked = isWorkDone(token, extras['_work']);
    await this.count(
      worked ? [`form work ${token}`, sameWork] : [`form without work by ${address}`, withoutWork],
      language,
    );
  }

  private async count(name: CountedName, language: Language): Promise<void> {
    const { waitMs } = await this.attempts.take([name]);
    if (waitMs > 0) throw new Refusal('tooMany', 'too-many-forms', formTexts(language).tooMany);
  }
}
