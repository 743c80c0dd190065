import { Module } from '@nestjs/common';
import { DocumentsModule } from '../documents/documents.module.js';
import { OrganisationModule } from '../organisation/organisation.module.js';
import { StreamsModule } from '../streams/streams.module.js';
import { NotificationsController } from './bell/notifications.controller.js';
import { ReadNotifications } from './bell/read-notifications.js';
import { TellJob } from './notices/tell.job.js';
import { TellNotices } from './notices/tell-notices.js';
import { SettingsController } from './settings/settings.controller.js';
import { SettingsStore } from './settings/settings-store.js';

/** Tells people what concerns them: under the bell, by push and by letter, as each of them wants it. */
@Module({
  imports: [OrganisationModule, StreamsModule, DocumentsModule],
  controllers: [NotificationsController, SettingsController],
  providers: [TellNotices, TellJob, ReadNotifications, SettingsStore],
})
export class NotificationsModule {}
