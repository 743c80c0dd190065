import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';

/** Tells of sessions whether they last, without counting that as use of them. */
@Injectable()
export class OpenSessions {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Those of these sessions that have neither ended nor expired. */
  async among(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.work.read<{ id: string }>(
      'SELECT id FROM session WHERE id = ANY ($1::uuid[]) AND expires_at > $2',
      [ids, this.clock.now()],
    );
    return new Set(rows.map(({ id }) => id));
  }
}
