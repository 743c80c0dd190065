import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { AuditLog } from '../../platform/audit/audit-log.js';
import type { Context } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { say } from '../../platform/words/sentence.js';
import { Directory } from '../../organisation/directory/directory.js';
import { calendarFor } from '../../organisation/directory/queries.js';
import { cardFor } from '../../streams/access/field-rights.js';
import { StreamRegistry } from '../../streams/definitions/stream-registry.service.js';
import type { DocumentRow } from '../document-row.js';
import { toDocumentView } from '../document-view.js';
import { ListDocuments, type RegisterQuery } from '../read/list-documents.js';
import { PresentDocuments } from '../read/present-documents.js';
import { exportColumns } from './export-columns.js';
import { csvFile, xlsxFile } from './sheet-files.js';

export const exportFormats = ['xlsx', 'csv'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** A file on the disk; `discard` removes it. */
export interface ExportedFile {
  readonly path: string;
  readonly rows: number;
  discard(): Promise<void>;
}

const mostRows = 500_000;
const batchSize = 500;
const mostAtOnce = 3;
/** Confidential documents of an export that the audit log names. */
const mostNamed = 1_000;

interface Written {
  readonly rows: number;
  /** Ids of confidential documents among them. */
  readonly confidential: readonly string[];
}

/** Writes a register, filtered and sorted, to a file: page by page, so that memory does not grow with it. */
@Injectable()
export class ExportDocuments {
  private running = 0;

  constructor(
    private readonly streams: StreamRegistry,
    private readonly directory: Directory,
    private readonly lists: ListDocuments,
    private readonly presented: PresentDocuments,
    private readonly audit: AuditLog,
  ) {}

  /** @throws Refusal notFound (stream), malformed, tooLarge, tooMany */
  async write(ctx: Context, stream: string, query: RegisterQuery, format: ExportFormat): Promise<ExportedFile> {
    if (this.running >= mostAtOnce)
      throw new Refusal('tooMany', 'exports-running', 'Other lists are being exported. Try again in a minute.');
    this.running += 1;
    const folder = await mkdtemp(join(tmpdir(), 'millrace-export-'));
    const discard = () => rm(folder, { recursive: true, force: true });
    try {
      const path = join(folder, `list.${format}`);
      const { rows, confidential } = await this.fill(ctx, stream, query, path);
      const after = { rows, format, filter: query.filter ?? null, q: query.q ?? null, confidential };
      await this.audit.write(ctx, { verb: 'register.exported', object: { kind: 'stream', id: stream }, after });
      return { path, rows, discard };
    } catch (error) {
      await discard();
      throw error;
    } finally {
      this.running -= 1;
    }
  }

  private async fill(ctx: Context, stream: string, query: RegisterQuery, path: string): Promise<Written> {
    const columns = exportColumns(cardFor(this.streams.get(stream), ctx.actor), query.columns, ctx.actor.language);
    const header = columns.map(({ name }) => name);
    const org = this.directory.snapshot();
    const { timeZone } = calendarFor(org, { personId: ctx.actor.id });
    const { sql, values } = await this.lists.whole(ctx, stream, query);
    await ctx.tx.query(`DECLARE exported NO SCROLL CURSOR FOR ${sql}`, values);
    const file = path.endsWith('.csv') ? csvFile(path, header) : xlsxFile(path, header, timeZone);
    let written = 0;
    const confidential: string[] = [];
    for (let more = true; more;) {
      const rows = await ctx.tx.query<DocumentRow>(`FETCH ${batchSize} FROM exported`);
      const views = rows.map((row) => toDocumentView(row, org, ctx.actor.language));
      for (const view of await this.presented.all(ctx, views))
        await file.add(columns.map((column) => column.cell(view)));
      written += rows.length;
      if (confidential.length < mostNamed)
        confidential.push(...rows.filter((row) => row.confidential).map(({ id }) => id));
      if (written > mostRows)
        throw new Refusal(
          'tooLarge',
          'too-many-rows',
          say('A file holds at most {most} documents. Narrow the filter.', { most: mostRows }),
        );
      more = rows.length === batchSize;
    }
    await file.end();
    return { rows: written, confidential: confidential.slice(0, mostNamed) };
  }
}
