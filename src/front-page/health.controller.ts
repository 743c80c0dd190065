import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '../organisation/session/public.decorator.js';
import { Refusal } from '../platform/errors.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';

/** Probes for whoever restarts the process. */
@ApiTags('health')
@Controller('/api/health')
export class HealthController {
  constructor(private readonly work: UnitOfWork) {}

  @Public()
  @Get('live')
  @ApiOperation({ summary: 'The process runs' })
  live(): { status: string } {
    return { status: 'live' };
  }

  @Public()
  @Get('ready')
  @ApiOperation({ summary: 'The process can serve: the database answers' })
  async ready(): Promise<{ status: string }> {
    try {
      await this.work.read('SELECT 1');
    } catch {
      throw new Refusal('unavailable', 'database-unavailable', 'The database does not answer.');
    }
    return { status: 'ready' };
  }
}
