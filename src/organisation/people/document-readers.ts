import { Injectable } from '@nestjs/common';
import type { Context } from '../../platform/context.js';
import type { Person } from '../directory/organisation.js';

/** Tells who may read a document; refuses what the one who asks may not see. */
export type FindReaders = (context: Context, documentId: string) => Promise<(person: Person) => boolean>;

/** Who may read a document. The organisation knows none; the folder of documents hands its knowledge in. */
@Injectable()
export class DocumentReaders {
  private find: FindReaders = () => Promise.resolve(() => false);

  use(find: FindReaders): void {
    this.find = find;
  }

  /** @throws Refusal notFound for a document that the actor may not see */
  of(context: Context, documentId: string): Promise<(person: Person) => boolean> {
    return this.find(context, documentId);
  }
}
