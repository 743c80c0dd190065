import { Module } from '@nestjs/common';
import { DocumentsModule } from '../documents/documents.module.js';
import { OutputModule } from '../output/output.module.js';
import { RoutesModule } from '../routes/routes.module.js';
import { DecideByLink } from './decisions/decide-by-link.js';
import { ShownFields } from './decisions/shown-fields.js';
import { DecisionPagesController } from './decisions/decision-pages.controller.js';
import { PolicyController } from './decisions/policy.controller.js';
import { OrganisationModule } from '../organisation/organisation.module.js';
import { StreamsModule } from '../streams/streams.module.js';
import { NotificationsController } from './bell/notifications.controller.js';
import { ReadNotifications } from './bell/read-notifications.js';
import { SendJob } from './letters/send.job.js';
import { SendLetters } from './letters/send-letters.js';
import { SendOverviews } from './overview/send-overviews.js';
import { DeliverPush } from './push/deliver-push.js';
import { PlanPushes } from './push/plan-pushes.js';
import { PushController } from './push/push.controller.js';
import { PushJob } from './push/push.job.js';
import { PushKeys } from './push/push-keys.js';
import { Subscriptions } from './push/subscriptions.js';
import { TellJob } from './notices/tell.job.js';
import { TellNotices } from './notices/tell-notices.js';
import { SettingsController } from './settings/settings.controller.js';
import { SettingsStore } from './settings/settings-store.js';

/** Tells people what concerns them: under the bell, by push and by letter, as each of them wants it. */
@Module({
  imports: [OrganisationModule, StreamsModule, DocumentsModule, OutputModule, RoutesModule],
  controllers: [NotificationsController, SettingsController, PolicyController, DecisionPagesController, PushController],
  providers: [
    SendLetters,
    SendOverviews,
    SendJob,
    DecideByLink,
    ShownFields,
    TellNotices,
    TellJob,
    ReadNotifications,
    SettingsStore,
    PushKeys,
    Subscriptions,
    PlanPushes,
    DeliverPush,
    PushJob,
  ],
})
export class NotificationsModule {}
