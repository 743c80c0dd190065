import type { LocalisedText } from '../../platform/languages.js';
import type { Plural } from '../../worktime/due-words.js';
import type { EventKey, NotificationParams } from '../notification-events.js';

/** What the words of one language are given beside the parameters. */
export interface Say {
  /** In the reader's language. */
  readonly text: (text: LocalisedText) => string;
  /** A moment as the reader says it. */
  readonly moment: (iso: string) => string;
  /** A number with its noun in the right form. */
  readonly counted: (count: number, forms: Plural) => string;
  /** Who did it. */
  readonly actor: string;
  /** How many of the kind this one stands for. */
  readonly count: number;
}

/** A notification in words. */
export interface Said {
  /** What kind of thing happened; says nothing of the content. */
  readonly label: string;
  /** What it is about, e.g. the instruction. */
  readonly about?: string | undefined;
  /** Further facts; what is empty or false is left out. */
  readonly details?: readonly (string | false | null | undefined)[];
}

/** The words of one language. */
export interface NotificationWords {
  readonly events: { readonly [Event in EventKey]: (params: NotificationParams[Event], say: Say) => Said };
  /** Names of the events, for the page of settings. */
  readonly names: Readonly<Record<EventKey, string>>;
  /** Several of an event together, e.g. `10 new assignments`. */
  readonly several: Readonly<Record<EventKey, Plural>>;
  /** Several of different events. */
  readonly news: Plural;
}
