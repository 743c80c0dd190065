import { Injectable } from '@nestjs/common';
import type { DocumentView } from '../../documents/document-view.js';
import { PresentDocuments } from '../../documents/read/present-documents.js';
import type { Context } from '../../platform/context.js';
import { cardFor } from '../../streams/access/field-rights.js';
import { StreamRegistry } from '../../streams/definitions/stream-registry.service.js';

/** The longest text of a field that is shown. */
const longestText = 600;

/** The card as lines of text, with the titles of what it points at. */
@Injectable()
export class ShownFields {
  constructor(
    private readonly streams: StreamRegistry,
    private readonly presented: PresentDocuments,
  ) {}

  async of(own: Context, view: DocumentView): Promise<{ name: string; text: string }[]> {
    const card = cardFor(this.streams.get(view.stream), own.actor);
    const { fields } = await this.presented.one(own, view);
    const lines = card.display(view.fields, own.actor.language).map(({ key, name, text }) => {
      const pointed = fields[key];
      const named = typeof pointed === 'object' && pointed !== null && !Array.isArray(pointed) ? pointed : {};
      const title =
        'title' in named ? `${String(named['number'] ?? '')} ${String(named['title'] ?? '')}`.trim() : undefined;
      const person = 'login' in named ? String(named['name']) : undefined;
      return { name, text: (title ?? person ?? text).slice(0, longestText) };
    });
    return lines.filter(({ text }) => text.trim() !== '');
  }
}
