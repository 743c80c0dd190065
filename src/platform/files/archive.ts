import { promisify } from 'node:util';
import { crc32, inflateRaw } from 'node:zlib';

const inflate = promisify(inflateRaw);

/** What an archive may hold. */
export interface ArchiveBounds {
  /** Bytes of all wanted entries together, unpacked. */
  readonly unpackedBytes: number;
  readonly entries: number;
}

/** Thrown for an archive that cannot be read, or holds more than it may. */
export class ArchiveFault extends Error {
  constructor(
    readonly reason: 'broken' | 'too-large',
    message: string,
  ) {
    super(message);
  }
}

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly packed: number;
  readonly size: number;
  readonly at: number;
}

/**
 * The wanted entries of a ZIP archive by their names. Never unpacks more than what the archive says of itself, which is
 * summed up before the first byte is unpacked; and not in this thread, so that others are answered meanwhile.
 * @throws ArchiveFault
 */
export async function readArchive(
  bytes: Buffer,
  bounds: ArchiveBounds,
  wanted: (name: string) => boolean = () => true,
): Promise<Map<string, Buffer>> {
  const entries = directory(bytes, bounds.entries).filter(({ name }) => !name.endsWith('/') && wanted(name));
  const total = entries.reduce((sum, { size }) => sum + size, 0);
  if (total > bounds.unpackedBytes) throw new ArchiveFault('too-large', `The archive unpacks to ${total} bytes.`);
  const found = new Map<string, Buffer>();
  for (const entry of entries) found.set(entry.name, await unpack(bytes, entry));
  return found;
}

function directory(bytes: Buffer, most: number): Entry[] {
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (end < 0 || end + 22 > bytes.length) throw broken('has no directory');
  const count = bytes.readUInt16LE(end + 10);
  if (count > most) throw new ArchiveFault('too-large', `The archive has ${count} entries.`);
  const entries: Entry[] = [];
  let at = bytes.readUInt32LE(end + 16);
  while (entries.length < count) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== 0x02014b50) throw broken('has a broken directory');
    const nameLength = bytes.readUInt16LE(at + 28);
    entries.push({
      name: bytes.toString('utf8', at + 46, at + 46 + nameLength).replaceAll('\\', '/'),
      method: bytes.readUInt16LE(at + 10),
      packed: bytes.readUInt32LE(at + 20),
      size: bytes.readUInt32LE(at + 24),
      at: bytes.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}

async function unpack(bytes: Buffer, { name, method, packed, size, at }: Entry): Promise<Buffer> {
  if (at + 30 > bytes.length || bytes.readUInt32LE(at) !== 0x04034b50) throw broken(`has lost "${name}"`);
  const start = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
  const content = bytes.subarray(start, start + packed);
  if (method === 0) return content;
  if (method !== 8) throw broken(`packs "${name}" in an unknown way`);
  try {
    // A byte more than it says of itself is an error already.
    return await inflate(content, { maxOutputLength: Math.max(1, size) });
  } catch (error) {
    const more = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    throw more
      ? new ArchiveFault('too-large', `"${name}" unpacks to more than it says.`)
      : broken(`has broken "${name}"`);
  }
}

/** A ZIP archive of entries that are not packed. */
export function writeArchive(entries: ReadonlyMap<string, Buffer>): Buffer {
  const parts: Buffer[] = [];
  const index: Buffer[] = [];
  let at = 0;
  for (const [name, content] of entries) {
    const label = Buffer.from(name);
    // Version 2.0, names in UTF-8, stored, no time; the same numbers stand before the content and in the directory.
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(0x0800, 2);
    facts.writeUInt32LE(crc32(content), 10);
    facts.writeUInt32LE(content.length, 14);
    facts.writeUInt32LE(content.length, 18);
    facts.writeUInt16LE(label.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    parts.push(Buffer.from('PK\x03\x04', 'latin1'), facts, label, content);
    index.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), facts, place, label);
    at += 30 + label.length + content.length;
  }
  const listed = Buffer.concat(index);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.size, 8);
  end.writeUInt16LE(entries.size, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, listed, end]);
}

function broken(what: string): ArchiveFault {
  return new ArchiveFault('broken', `The archive ${what}.`);
}
