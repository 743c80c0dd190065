import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyReply } from 'fastify';

export const sheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Answers with a sheet that `write` puts at a path of its own; nothing of it is left behind, whatever happens. */
export async function sendSheet(
  reply: FastifyReply,
  name: string,
  write: (path: string) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-sheet-'));
  const discard = () => rm(folder, { recursive: true, force: true });
  try {
    const path = join(folder, 'sheet.xlsx');
    await write(path);
    const { size } = await stat(path);
    const content = createReadStream(path);
    content.on('close', () => void discard());
    void reply
      .header('content-type', sheetType)
      .header('content-length', size)
      .header('content-disposition', `attachment; filename="${name}"`);
    return void reply.send(content);
  } catch (error) {
    await discard();
    throw error;
  }
}
