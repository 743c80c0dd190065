import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { Actor } from '../../../platform/context.js';
import { adminRole } from '../../../organisation/access/grant.js';
import { ChangeFeed } from '../../../platform/database/change-feed.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { Refusal } from '../../../platform/errors.js';
import type { ReportDefinition } from './report-definition.js';

/** The published reports, held in memory. */
@Injectable()
export class ReportRegistry implements OnModuleInit {
  private readonly logger = new Logger('Reports');
  private held: ReadonlyMap<string, ReportDefinition> = new Map();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly changes: ChangeFeed,
  ) {}

  async onModuleInit(): Promise<void> {
    this.changes.subscribe((topic) => {
      if (topic !== 'report_definition' && topic !== '*') return;
      this.refresh().catch((error: Error) => this.logger.error(`Reports could not be read again: ${error.message}`));
    });
    await this.refresh();
  }

  async refresh(): Promise<void> {
    const rows = await this.unitOfWork.read<{ definition: ReportDefinition }>(
      'SELECT definition FROM report_definition ORDER BY place, key',
    );
    this.held = new Map(rows.map(({ definition }) => [definition.key, definition]));
  }

  /** Those that the actor has in the menu. */
  of(actor: Actor): ReportDefinition[] {
    return [...this.held.values()].filter((report) => isFor(report, actor));
  }

  /** @throws Refusal notFound, also for a report for others */
  get(actor: Actor, key: string): ReportDefinition {
    const report = this.held.get(key);
    if (report && isFor(report, actor)) return report;
    throw new Refusal('notFound', 'report-unknown', 'There is no such report, or it is not for you.');
  }
}

function isFor({ roles }: ReportDefinition, actor: Actor): boolean {
  return roles === undefined || actor.roles.includes(adminRole) || roles.some((role) => actor.roles.includes(role));
}
