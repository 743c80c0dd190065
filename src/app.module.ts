import { Module, type DynamicModule } from '@nestjs/common';
import { AutoprocessingModule } from './autoprocessing/autoprocessing.module.js';
import { PublishConfiguration } from './configuration/publish-configuration.js';
import { PublishReports } from './configuration/publish-reports.js';
import { PublishStreams } from './configuration/publish-streams.js';
import { PublishTemplates } from './configuration/publish-templates.js';
import { DocumentsModule } from './documents/documents.module.js';
import { HealthController } from './front-page/health.controller.js';
import { WelcomeController } from './front-page/welcome.controller.js';
import { InsightModule } from './insight/insight.module.js';
import { IntakeModule } from './intake/intake.module.js';
import { NotificationsModule } from './notifications/notifications.module.js';
import { OrganisationModule } from './organisation/organisation.module.js';
import { OutputModule } from './output/output.module.js';
import type { Config } from './platform/config.js';
import { PlatformModule } from './platform/platform.module.js';
import { RoutesModule } from './routes/routes.module.js';
import { StreamsModule } from './streams/streams.module.js';

/** All parts of Millrace, from the ground up. */
@Module({})
export class AppModule {
  /** For one process: its settings and its database, which must be migrated. */
  static on(config: Config, databaseUrl: string): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.on(config, databaseUrl),
        OrganisationModule,
        StreamsModule,
        DocumentsModule,
        OutputModule,
        RoutesModule,
        AutoprocessingModule,
        IntakeModule,
        NotificationsModule,
        InsightModule,
      ],
      controllers: [HealthController, WelcomeController],
      providers: [PublishStreams, PublishTemplates, PublishReports, PublishConfiguration],
    };
  }
}
