import { Inject, Injectable } from '@nestjs/common';
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, mkdir, open, readFile, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Readable } from 'node:stream';
import { CONFIG, ConfigError, type Config } from '../config.js';

/** Bytes that are kept: their SHA-256 in hex, which is also their address, and their number. */
export interface StoredBytes {
  readonly sha256: string;
  readonly size: number;
}

/**
 * Content-addressed bytes on disk. Bytes are on the disk, synced, before `put` answers, so that a row which
 * names them can be committed. Equal bytes are kept once. Nothing is ever changed in place.
 */
@Injectable()
export class FileStore {
  private readonly root: string;
  private readonly madeFolders = new Set<string>();

  constructor(@Inject(CONFIG) config: Config) {
    this.root = rootFolder(config.filesUrl);
  }

  /** Keeps `bytes` and answers their address. */
  async put(bytes: Uint8Array): Promise<StoredBytes> {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const path = this.path(sha256);
    if (!(await exists(path))) await this.write(path, bytes);
    return { sha256, size: bytes.byteLength };
  }

  /**
   * Keeps the bytes of a stream without ever holding all of them in memory. When the stream fails nothing is kept, and
   * its error is thrown.
   */
  async putStream(source: AsyncIterable<Uint8Array>): Promise<StoredBytes> {
    const folder = join(this.root, 'arriving');
    await this.makeFolder(folder);
    const half = join(folder, randomBytes(12).toString('hex'));
    const hash = createHash('sha256');
    let size = 0;
    await writeSynced(half, async (handle) => {
      for await (const chunk of source) {
        hash.update(chunk);
        size += chunk.byteLength;
        await handle.writeFile(chunk);
      }
    });
    const sha256 = hash.digest('hex');
    await this.settle(half, this.path(sha256));
    return { sha256, size };
  }

  /** All bytes of an address. @throws Error when they are missing, which means that the disk lost them */
  async read(sha256: string): Promise<Buffer> {
    return readFile(this.path(sha256));
  }

  /** The bytes from `start` to `end` inclusive as a stream. */
  stream(sha256: string, range?: { start: number; end: number }): Readable {
    return createReadStream(this.path(sha256), range ?? {});
  }

  /** True when the bytes of an address are there with the given size. */
  async has(sha256: string, size: number): Promise<boolean> {
    return stat(this.path(sha256)).then(
      (found) => found.size === size,
      () => false,
    );
  }

  private async write(path: string, bytes: Uint8Array): Promise<void> {
    await this.makeFolder(dirname(path));
    const half = `${path}.${randomBytes(6).toString('hex')}`;
    await writeSynced(half, (handle) => handle.writeFile(bytes));
    await this.settle(half, path);
  }

  /** Gives a whole file its address; one that is there already holds the same bytes. */
  private async settle(half: string, path: string): Promise<void> {
    await this.makeFolder(dirname(path));
    try {
      await rename(half, path);
    } catch (error) {
      await rm(half, { force: true });
      throw error;
    }
    await syncFolder(dirname(path));
  }

  private async makeFolder(folder: string): Promise<void> {
    if (this.madeFolders.has(folder)) return;
    await mkdir(folder, { recursive: true });
    this.madeFolders.add(folder);
  }

  private path(sha256: string): string {
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Error('An address of stored bytes is 64 hex digits.');
    return join(this.root, sha256.slice(0, 2), sha256);
  }
}

function rootFolder(url: string): string {
  if (url.startsWith('file://')) return fileURLToPath(url);
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(url)) {
    throw new ConfigError(`FILES_URL is "${url}"; expected a folder or file://…`);
  }
  return url;
}

/** Writes a new file and sees it to the disk; leaves nothing behind when that fails. */
async function writeSynced(path: string, write: (handle: FileHandle) => Promise<void>): Promise<void> {
  const handle = await open(path, 'wx', 0o640);
  try {
    await write(handle);
    await handle.sync();
    await handle.close();
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(path, { force: true });
    throw error;
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** A renamed file survives a power cut only when its folder is synced too. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
