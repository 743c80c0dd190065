import { Injectable, type OnModuleInit } from '@nestjs/common';
import { NextActions } from '../../documents/read/next-actions.js';

const open = `a.state IN ('created', 'ready', 'reserved', 'in-progress', 'suspended', 'returned', 'reported')`;

/** An open assignment is something to be done about its document, and about those that the document refers to. */
@Injectable()
export class OpenAsNextAction implements OnModuleInit {
  constructor(private readonly actions: NextActions) {}

  onModuleInit(): void {
    this.actions.add(`SELECT a.document_id AS id FROM assignment a WHERE ${open}`);
    this.actions.add(
      `SELECT l.to_id FROM assignment a JOIN document_link l ON l.from_id = a.document_id WHERE ${open}`,
    );
  }
}
