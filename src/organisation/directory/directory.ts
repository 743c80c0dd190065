import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../platform/clock.js';
import { ChangeFeed } from '../../platform/database/change-feed.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { buildOrganisation } from './build-organisation.js';
import { loadOrganisation } from './load-organisation.js';
import type { Organisation } from './organisation.js';

const retryMs = 1000;

/**
 * The organisation in memory. It is read on every request and by every step of a route, and changes a few times a
 * day; so it is loaded once, and again when the database tells that it changed.
 */
@Injectable()
export class Directory implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Organisation');
  private picture = buildOrganisation({ persons: [], units: [], posts: [], substitutions: [], calendars: [] }, 0)
    .organisation;
  private loading: Promise<void> | undefined;
  private following: Promise<void> | undefined;
  private retry: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly changes: ChangeFeed,
    private readonly clock: Clock,
  ) {}

  async onModuleInit(): Promise<void> {
    this.changes.subscribe((topic) => {
      if (topic === 'organisation' || topic === '*') void this.refresh();
    });
    await this.reload();
  }

  onApplicationShutdown(): void {
    this.stopped = true;
    clearTimeout(this.retry);
  }

  /** The picture in use: a whole, unchanging one. Take it once for one decision. */
  snapshot(): Organisation {
    return this.picture;
  }

  /** Reads the organisation again; when it resolves, the picture holds all that was committed before the call. */
  async reload(): Promise<void> {
    // A load that has begun may have missed the change; all who ask meanwhile share the one that follows it.
    if (!this.loading) return this.begin();
    this.following ??= this.loading
      .catch(() => undefined)
      .then(() => {
        this.following = undefined;
        return this.begin();
      });
    return this.following;
  }

  private begin(): Promise<void> {
    this.loading = this.load().finally(() => (this.loading = undefined));
    return this.loading;
  }

  private async load(): Promise<void> {
    const rows = await loadOrganisation(this.unitOfWork, this.clock.now());
    const { organisation, warnings } = buildOrganisation(rows, this.picture.version + 1, this.picture);
    this.picture = organisation;
    for (const warning of warnings) this.logger.warn(warning);
  }

  /** After a change somewhere: the old picture stays in use until the new one could be read. */
  private async refresh(): Promise<void> {
    clearTimeout(this.retry);
    try {
      await this.reload();
    } catch (error) {
      if (this.stopped) return;
      this.logger.warn(`The organisation could not be read again, trying on: ${(error as Error).message}`);
      this.retry = setTimeout(() => void this.refresh(), retryMs).unref();
    }
  }
}
