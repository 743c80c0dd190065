import { Injectable } from '@nestjs/common';
import type { Context } from '../../platform/context.js';

/** A letter to one person. */
export interface Letter {
  /** What it is, for lists, e.g. `organisation/invitation`. */
  readonly kind: string;
  readonly to: { readonly address: string; readonly name: string };
  readonly subject: string;
  readonly html: string;
  /** It holds a link that opens something: its text is kept encrypted, and no longer than it takes to send it. */
  readonly secret: boolean;
}

/** Writes the letter down in the caller's transaction, to be sent after the commit. */
export type SendLetter = (context: Context, letter: Letter) => Promise<void>;

/** Letters to people of the organisation. It sends none itself; the folder that does hands its way in when initialised. */
@Injectable()
export class Letters {
  private way: SendLetter = () => Promise.reject(new Error('Nobody has handed in a way to send letters.'));

  use(way: SendLetter): void {
    this.way = way;
  }

  send(context: Context, letter: Letter): Promise<void> {
    return this.way(context, letter);
  }
}
