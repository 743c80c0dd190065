import { Injectable } from '@nestjs/common';
import type { Context } from '../../platform/context.js';
import type { DocumentRow } from '../document-row.js';

/** Refuses a status that something else decides about. @throws Refusal conflict, with the reason for people */
export type StatusKeeper = (context: Context, document: DocumentRow, status: string) => Promise<void>;

/** Whether people may give a document another status by hand; folders above this one add their rules. */
@Injectable()
export class StatusMoves {
  private readonly keepers: StatusKeeper[] = [];

  add(keeper: StatusKeeper): void {
    this.keepers.push(keeper);
  }

  /** Nothing is asked of a document that has the status already. @throws Refusal of the first keeper that objects */
  async check(context: Context, document: DocumentRow, status: string | undefined): Promise<void> {
    if (status === undefined || status === document.status) return;
    for (const keeper of this.keepers) await keeper(context, document, status);
  }
}
