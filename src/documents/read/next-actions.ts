import { Injectable } from '@nestjs/common';
import type { CompiledCard } from '../../streams/card/compile-card.js';
import { StreamRegistry } from '../../streams/definitions/stream-registry.service.js';

/**
 * Which documents something is planned about: documents of a calendar that are not done yet, and the documents that these
 * refer to. Folders above this one add what else is to be done.
 */
@Injectable()
export class NextActions {
  private readonly sources: string[] = [];

  constructor(private readonly streams: StreamRegistry) {}

  /** SQL without parameters that gives `id` of documents, any number of times each. */
  add(sql: string): void {
    this.sources.push(sql);
  }

  /** SQL that gives the `id` of every such document. */
  sql(): string {
    const planned = this.streams.all().flatMap(plannedIn);
    const none = 'SELECT NULL::uuid AS id WHERE false';
    return [...this.sources, ...planned].join(' UNION ALL ') || none;
  }
}

/** The keys are those of a definition, which are letters and digits only. */
function plannedIn({ stream, definition, field }: CompiledCard): string[] {
  const { calendar, statuses } = definition;
  if (!calendar) return [];
  const held = (key: string) => field(key)?.sql?.expression('w.fields') ?? 'NULL';
  const over = statuses.flatMap(({ key, final }) => (final ? [`'${key}'`] : []));
  const open = [
    `w.stream = '${stream}'`,
    `${held(calendar.from)} IS NOT NULL`,
    ...(calendar.done === undefined ? [] : [`${held(calendar.done)} IS NULL`]),
    ...(over.length === 0 ? [] : [`w.status NOT IN (${over.join(', ')})`]),
  ].join(' AND ');
  return [
    `SELECT w.id FROM document w WHERE ${open}`,
    `SELECT l.to_id FROM document w JOIN document_link l ON l.from_id = w.id WHERE ${open}`,
  ];
}
