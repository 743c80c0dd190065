import { Injectable } from '@nestjs/common';
import type { FileRow } from '../../documents/files/file-view.js';
import { sniffedBytes } from '../../documents/files/sniff-type.js';
import type { IncomingFile } from '../../intake/letters/letter-files.js';
import { parseLetter } from '../../intake/letters/parse-letter.js';
import { Refusal } from '../../platform/errors.js';
import { FileStore } from '../../platform/files/file-store.js';
import { ArchiveFault, readArchive } from '../../platform/files/archive.js';
import { firstRows, isSheetPart } from './first-rows.js';
import { attachedFiles, letterHead, letterPage } from './letter-preview.js';
import { OfficeFault, OfficeReader } from './office-reader.js';
import { PreparedCache } from './prepared-cache.js';
import { previewKind } from './preview-kind.js';
import { previewLimits } from './preview-limits.js';
import type { FilePreview, Prepared, PreviewReason } from './preview.js';
import { readText } from './read-text.js';
import { safePage } from './safe-page.js';

/** What is shown: its name and type, and how to come by its bytes. */
interface Source {
  readonly name: string;
  readonly type: string;
  readonly size: number;
  /** The first `most` bytes, or all of them where there are fewer. */
  first(most: number): Promise<Buffer>;
}

/** Makes of files what viewers show. What was made lately is kept, since a viewer asks for the parts one by one. */
@Injectable()
export class MakePreviews {
  private readonly cache = new PreparedCache();

  constructor(
    private readonly store: FileStore,
    private readonly office: OfficeReader,
  ) {}

  /**
   * How to show a file, or a file within the letter that it is. Whoever asks has been let to the file before.
   * @param part the address of an attachment, as `LetterAttachment` has it
   * @throws Refusal notFound where there is no such part
   */
  prepare(file: FileRow, part: string | undefined): Promise<Prepared> {
    return this.cache.take(`${file.sha256} ${file.type} ${file.name} ${part ?? ''}`, async () =>
      this.show(part === undefined ? this.stored(file) : inMemory(await this.part(file, part)), part ?? ''),
    );
  }

  /** A file within a letter. @throws Refusal notFound */
  async part(file: FileRow, part: string): Promise<IncomingFile> {
    const places = part.split('.').map(Number);
    if (file.size > previewLimits.fileBytes || places.length > previewLimits.depth) throw partNotFound();
    let found: IncomingFile = { name: file.name, type: file.type, bytes: await this.store.read(file.sha256) };
    for (const place of places) {
      if (previewKind(found.type, found.name, found.bytes.subarray(0, sniffedBytes)) !== 'letter') throw partNotFound();
      const inside = (await attachedFiles(await parseLetter(found.bytes)))[place];
      if (!inside) throw partNotFound();
      found = inside;
    }
    return found;
  }

  private stored({ name, type, size, sha256 }: FileRow): Source {
    const first = async (most: number) => {
      const chunks: Buffer[] = [];
      if (size === 0) return Buffer.alloc(0);
      for await (const chunk of this.store.stream(sha256, { start: 0, end: most - 1 })) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks);
    };
    return { name, type, size, first };
  }

  private async show(source: Source, inside: string): Promise<Prepared> {
    const { name, type, size } = source;
    const kind = previewKind(type, name, await source.first(sniffedBytes));
    const base = { name, type, size };
    const none = (reason: PreviewReason): Prepared => ({ preview: { ...base, kind: 'none', reason } });
    if (kind === 'none') return none('unknown-type');
    if (kind === 'pdf' || kind === 'image') return { preview: { ...base, kind } };
    if (kind === 'text') {
      const text = readText(await source.first(previewLimits.textBytes), size > previewLimits.textBytes);
      return { preview: { ...base, kind, text } };
    }
    if (size > previewLimits.fileBytes) return none('too-large');
    try {
      const bytes = await source.first(size);
      if (kind === 'letter') return await showLetter(base, bytes, inside);
      return kind === 'page' ? await this.showPaper(base, bytes) : await this.showSheets(base, bytes);
    } catch (error) {
      if (error instanceof ArchiveFault || error instanceof OfficeFault) return none(reasonOf(error, source.type));
      throw error;
    }
  }

  private async showPaper(base: Omit<FilePreview, 'kind'>, bytes: Buffer): Promise<Prepared> {
    // Looked through once before a library unpacks it, which would take whatever it holds.
    await readArchive(bytes, previewLimits);
    const answer = await this.office.read('page', bytes);
    if (answer.kind !== 'page') throw new OfficeFault('broken');
    const pictures = answer.pictures.map(
      ({ type, bytes: drawn }, index) => [String(index), { type, bytes: Buffer.from(drawn) }] as const,
    );
    return { preview: { ...base, kind: 'page' }, page: safePage(answer.html, new Map(pictures), 'paper') };
  }

  private async showSheets(base: Omit<FilePreview, 'kind'>, bytes: Buffer): Promise<Prepared> {
    const short = firstRows(await readArchive(bytes, previewLimits, isSheetPart));
    const answer = await this.office.read('sheets', short.bytes);
    if (answer.kind !== 'sheets') throw new OfficeFault('broken');
    // Which path belongs to which sheet is for the library to know; a sheet as long as what is left was cut.
    const full = ({ rows }: { readonly rows: readonly unknown[] }) => rows.length >= previewLimits.rows;
    const sheets = answer.sheets.map((sheet) => ({
      ...sheet,
      truncated: sheet.truncated || (short.cut.length > 0 && full(sheet)),
    }));
    return { preview: { ...base, kind: 'sheets', sheets } };
  }
}

async function showLetter(base: Omit<FilePreview, 'kind'>, bytes: Buffer, inside: string): Promise<Prepared> {
  const letter = await parseLetter(bytes);
  const head = letterHead(letter, await attachedFiles(letter), inside);
  return { preview: { ...base, kind: 'letter', letter: head }, page: await letterPage(letter) };
}

function inMemory({ name, type, bytes }: IncomingFile): Source {
  return { name, type, size: bytes.byteLength, first: (most) => Promise.resolve(bytes.subarray(0, most)) };
}

/** An office file that is no archive is most often one with a password, which is kept in an older container. */
function reasonOf(error: ArchiveFault | OfficeFault, type: string): PreviewReason {
  return error.reason === 'broken' && type === 'application/octet-stream' ? 'locked' : error.reason;
}

function partNotFound(): Refusal {
  return new Refusal('notFound', 'part-not-found', 'The file has no such part.');
}
