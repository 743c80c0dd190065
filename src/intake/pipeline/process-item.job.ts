import { Injectable, type OnModuleInit } from '@nestjs/common';
import { isUuid } from '../../platform/ids.js';
import { JobRegistry } from '../../platform/jobs/job-registry.js';
import { processJob } from '../sources/write-arrivals.js';
import { ProcessItem } from './process-item.js';

/** The job `intake.process`: payload `{itemId}`. */
@Injectable()
export class ProcessItemJob implements OnModuleInit {
  constructor(
    private readonly registry: JobRegistry,
    private readonly processItem: ProcessItem,
  ) {}

  onModuleInit(): void {
    this.registry.register(processJob, async (payload, run) => {
      const { itemId } = payload as { itemId?: unknown };
      if (!isUuid(itemId)) throw new Error('The job intake.process needs the id of an intake item.');
      await this.processItem.execute(itemId, run);
    });
  }
}
