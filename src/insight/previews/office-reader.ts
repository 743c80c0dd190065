import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Injectable } from '@nestjs/common';
import { Refusal } from '../../platform/errors.js';
import type { OfficeAnswer, OfficeTask } from './office.worker.js';
import type { PreviewReason } from './preview.js';
import { previewLimits } from './preview-limits.js';

/** Thrown where an office file could not be read, for this reason. */
export class OfficeFault extends Error {
  constructor(readonly reason: PreviewReason) {
    super(`The file could not be read: ${reason}.`);
  }
}

const atOnce = 2;
const mostWaiting = 40;

/** Reads office files, each in a thread of its own, which is ended when it takes too long or too much memory. */
@Injectable()
export class OfficeReader {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  /** @throws OfficeFault, Refusal unavailable when too many files are waiting to be read */
  async read(kind: OfficeTask['kind'], bytes: Uint8Array): Promise<OfficeAnswer> {
    await this.turn();
    try {
      return await readApart({ kind, bytes, limits: previewLimits });
    } finally {
      this.running -= 1;
      this.waiting.shift()?.();
    }
  }

  private async turn(): Promise<void> {
    if (this.waiting.length >= mostWaiting) {
      throw new Refusal('unavailable', 'busy', 'Many files are being read at this moment. Try again.');
    }
    if (this.running >= atOnce) await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.running += 1;
  }
}

function readApart(workerData: OfficeTask): Promise<OfficeAnswer> {
  return new Promise((resolve, reject) => {
    // In development and in tests the thread runs the source as it is, in the built program its translation.
    const worker = new Worker(new URL(`./office.worker${extname(import.meta.filename)}`, import.meta.url), {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: previewLimits.memory },
      // What a library has to say of a broken file is of no use to anybody.
      stdout: true,
      stderr: true,
    });
    const give = (done: () => void) => {
      clearTimeout(deadline);
      done();
      void worker.terminate();
    };
    const deadline = setTimeout(() => give(() => reject(new OfficeFault('too-slow'))), previewLimits.time);
    worker.on('message', (answer: OfficeAnswer) => give(() => resolve(answer)));
    worker.on('error', (error: NodeJS.ErrnoException) =>
      give(() => reject(new OfficeFault(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'too-large' : 'broken'))),
    );
    worker.on('exit', () => give(() => reject(new OfficeFault('broken'))));
  });
}
