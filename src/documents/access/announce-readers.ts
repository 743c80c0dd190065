import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Directory } from '../../organisation/directory/directory.js';
import { DocumentReaders } from '../../organisation/people/document-readers.js';
import { ReadDocuments } from '../read/read-documents.js';
import { VisibleDocuments } from './visible-documents.js';

/** Lets the organisation tell, where people are looked for, who of them may read a document. */
@Injectable()
export class AnnounceReaders implements OnModuleInit {
  constructor(
    private readonly readers: DocumentReaders,
    private readonly directory: Directory,
    private readonly documents: ReadDocuments,
    private readonly visible: VisibleDocuments,
  ) {}

  onModuleInit(): void {
    this.readers.use(async (ctx, documentId) => {
      const document = await this.documents.row(ctx, documentId);
      const people = [...this.directory.snapshot().persons.values()];
      const mayRead = await this.visible.readersAmong(ctx, document, people);
      return ({ id }) => mayRead.has(id);
    });
  }
}
