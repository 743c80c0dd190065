import { Injectable } from '@nestjs/common';
import type { Context } from '../../platform/context.js';
import { hiddenFields, leadsInto } from '../../streams/access/field-rights.js';
import type { CardValues } from '../../streams/card/card-scope.js';
import type { JsonValue } from '../../streams/field-types/field-type.js';
import { StreamRegistry } from '../../streams/definitions/stream-registry.service.js';
import type { FieldChange } from '../card/changes.js';
import type { Flag } from '../document-row.js';
import { PresentDocuments } from '../read/present-documents.js';
import type { ChangeSince } from './changes-since.js';
import type { HistoryEntry } from './read-history.js';

const fieldPath = 'fields.';

/** Puts names to the ids of documents and people in what was changed, as they are put on cards. */
@Injectable()
export class PresentChanges {
  constructor(
    private readonly presented: PresentDocuments,
    private readonly streams: StreamRegistry,
  ) {}

  /** History whose events `document.edited` have `changes` with names; nothing of fields hidden from the actor. */
  async history(ctx: Context, stream: string, told: readonly HistoryEntry[]): Promise<HistoryEntry[]> {
    const hidden = this.hidden(ctx, stream);
    const entries = hidden.size === 0 ? told : told.flatMap((entry) => openPart(entry, hidden));
    const changes = entries.flatMap(({ detail }) => fieldChangesOf(detail));
    const shown = await this.both(ctx, stream, changes);
    const named = new Map(changes.map((change, index) => [change, { ...change, ...shown[index] }]));
    return entries.map((entry) => {
      const own = fieldChangesOf(entry.detail);
      if (own.length === 0) return entry;
      return { ...entry, detail: { ...entry.detail, changes: own.map((change) => named.get(change) ?? change) } };
    });
  }

  /** Changes since a version, with names. */
  async since(ctx: Context, stream: string, all: readonly ChangeSince[]): Promise<ChangeSince[]> {
    const hidden = this.hidden(ctx, stream);
    const changes = all.filter(({ path }) => !leadsInto(path, hidden));
    const fields = changes.filter(({ path }) => path.startsWith(fieldPath));
    const shown = await this.both(
      ctx,
      stream,
      fields.map(({ path, before, after }) => ({ field: path.slice(fieldPath.length), before, after })),
    );
    const named = new Map(fields.map((change, index) => [change, { ...change, ...shown[index] }]));
    return changes.map((change) => named.get(change) ?? change);
  }

  private hidden(ctx: Context, stream: string): ReadonlySet<string> {
    const card = this.streams.all().find((known) => known.stream === stream);
    return card ? hiddenFields(card, ctx.actor) : new Set();
  }

  private async both(
    ctx: Context,
    stream: string,
    changes: readonly { readonly field: string; readonly before: unknown; readonly after: unknown }[],
  ): Promise<{ before: unknown; after: unknown }[]> {
    const values = changes.flatMap(({ field, before, after }) => [card(field, before), card(field, after)]);
    const shown = await this.presented.values(ctx, stream, values);
    return changes.map(({ field }, index) => ({
      before: shown[2 * index]?.[field] ?? null,
      after: shown[2 * index + 1]?.[field] ?? null,
    }));
  }
}

/** The entry without what it tells of some fields; none where it tells of nothing else. */
function openPart(entry: HistoryEntry, hidden: ReadonlySet<string>): HistoryEntry[] {
  const { detail } = entry;
  const changes = fieldChangesOf(detail).filter(({ field }) => !hidden.has(field));
  if (changes.length < fieldChangesOf(detail).length)
    return changes.length === 0 ? [] : [{ ...entry, detail: { ...detail, changes } }];
  if (entry.event !== 'document.flags-changed') return [entry];
  const open = (flags: unknown) =>
    Array.isArray(flags) ? (flags as readonly Flag[]).filter(({ path }) => !leadsInto(path, hidden)) : flags;
  return [{ ...entry, detail: { ...detail, before: open(detail.before), after: open(detail.after) } }];
}

/** A card that holds the value of one field, as the history keeps it. */
function card(field: string, value: unknown): CardValues {
  return value === null ? {} : { [field]: value as JsonValue };
}

function fieldChangesOf({ changes }: HistoryEntry['detail']): FieldChange[] {
  return Array.isArray(changes) ? (changes as FieldChange[]) : [];
}
