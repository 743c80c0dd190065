import { Injectable } from '@nestjs/common';
import type { Context } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { hiddenFields } from '../../streams/access/field-rights.js';
import { StreamRegistry } from '../../streams/definitions/stream-registry.service.js';
import { ChangeByHand } from '../card/change-by-hand.js';
import type { DocumentView } from '../document-view.js';
import type { ReadableRow } from '../read/read-documents.js';
import { readChangesSince } from './changes-since.js';

const fieldPath = 'fields.';

/** What of a card is to be as it was. */
export interface Restoration {
  /** The version that had the values. */
  readonly version: number;
  /** Keys of fields; absent: all that were changed since and that the actor sees. */
  readonly fields?: readonly string[];
}

/** Gives fields of a card the values back that they had: an edit like any other, of which history and log say what it was. */
@Injectable()
export class RestoreDocument {
  constructor(
    private readonly changes: ChangeByHand,
    private readonly streams: StreamRegistry,
  ) {}

  /** @throws Refusal those of `ChangeByHand.execute`, and invalid where nothing of it has changed since */
  async execute(ctx: Context, row: ReadableRow, wanted: Restoration, expectedVersion?: number): Promise<DocumentView> {
    const hidden = hiddenFields(this.streams.get(row.stream), ctx.actor);
    const since = await readChangesSince(ctx.tx, row.id, wanted.version);
    const changed = since
      .filter(({ path }) => path.startsWith(fieldPath))
      .map(({ path, before }) => [path.slice(fieldPath.length), before ?? null] as const)
      .filter(([field]) => !hidden.has(field) && (wanted.fields?.includes(field) ?? true));
    if (changed.length === 0) {
      const message = 'Nothing of that has changed on the card since then.';
      throw new Refusal('invalid', 'nothing-to-restore', message, [
        { path: 'version', code: 'nothing-to-restore', message },
      ]);
    }
    const edit = { fields: Object.fromEntries(changed), restored: wanted.version };
    return this.changes.execute(ctx, row, edit, expectedVersion);
  }
}
