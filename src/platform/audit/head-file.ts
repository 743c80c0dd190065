import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { readAnchor, type AuditAnchor } from './audit-report.js';

/**
 * Notes in the data folder where the chain ends: whoever has the database but not this folder can take nothing off its end
 * without being found out.
 */
@Injectable()
export class HeadFile {
  private readonly path: string;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Inject(CONFIG) { dataDir }: Config,
  ) {
    this.path = join(dataDir, 'audit-head');
  }

  /** Notes the end of what is committed; an end that lies before the noted one is not. */
  async note(): Promise<void> {
    const [head] = await this.unitOfWork.read<AuditAnchor>(
      `SELECT position::float8 AS position, encode(chain, 'hex') AS chain FROM audit_head`,
    );
    const known = await this.read();
    if (!head || head.position <= (known?.position ?? 0)) return;
    await writeFile(`${this.path}.new`, `${head.position}:${head.chain}\n`, { mode: 0o600 });
    await rename(`${this.path}.new`, this.path);
  }

  /** The end as it was noted last; undefined where none was, or the file is of another form. */
  async read(): Promise<AuditAnchor | undefined> {
    const text = await readFile(this.path, 'utf8').catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
      throw error;
    });
    return readAnchor(text);
  }
}
