import { Global, Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditLog } from './audit/audit-log.js';
import { HeadFile } from './audit/head-file.js';
import { LetGo } from './audit/let-go.js';
import { SealAudit } from './audit/seal-audit.js';
import { VerifyAudit } from './audit/verify-audit.js';
import { Clock } from './clock.js';
import { CONFIG, type Config } from './config.js';
import { ChangeFeed } from './database/change-feed.js';
import { dataSourceOptions } from './database/data-source.js';
import { DATABASE_URL } from './database/database-url.js';
import { UnitOfWork } from './database/unit-of-work.js';
import { FileStore } from './files/file-store.js';
import { JobQueue } from './jobs/job-queue.js';
import { JobRegistry } from './jobs/job-registry.js';
import { JobRunner } from './jobs/job-runner.js';
import { SealedColumns } from './secrets/sealed-columns.js';
import { SecretBox } from './secrets/secret-box.js';

/** The ground that everything stands on: database, transactions, jobs, files, clock, settings. */
@Global()
@Module({})
export class PlatformModule {
  /** For one process: its settings and the database that it uses (migrated already). */
  static on(config: Config, databaseUrl: string): DynamicModule {
    const services = [
      Clock,
      UnitOfWork,
      FileStore,
      JobQueue,
      JobRegistry,
      JobRunner,
      ChangeFeed,
      SecretBox,
      SealedColumns,
      AuditLog,
      SealAudit,
      HeadFile,
      LetGo,
      VerifyAudit,
    ];
    return {
      module: PlatformModule,
      imports: [
        TypeOrmModule.forRoot({
          ...dataSourceOptions(databaseUrl, config.databaseConnections),
          autoLoadEntities: true,
        }),
      ],
      providers: [{ provide: CONFIG, useValue: config }, { provide: DATABASE_URL, useValue: databaseUrl }, ...services],
      exports: [CONFIG, DATABASE_URL, ...services],
    };
  }
}
