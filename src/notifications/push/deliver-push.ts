import { Inject, Injectable, Logger } from '@nestjs/common';
import { VisibleDocuments } from '../../documents/access/visible-documents.js';
import { personView } from '../../documents/document-view.js';
import { systemActor } from '../../organisation/directory/actors.js';
import { Directory } from '../../organisation/directory/directory.js';
import { actorOf } from '../../organisation/directory/queries.js';
import { CONFIG, type Config } from '../../platform/config.js';
import type { Context } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { happeningOf, notificationColumns, type NotificationRow } from '../bell/read-notifications.js';
import { timeZoneOf } from '../settings/sending-time.js';
import { SettingsStore } from '../settings/settings-store.js';
import { sayNotification } from '../texts/say-notification.js';
import { PushKeys, type PushKeyPair } from './push-keys.js';
import { answersFor } from './push-answers.js';
import { pushMessage, type PushMessage } from './push-message.js';
import { sendMessage } from './send-message.js';
import type { PushSubscription } from './subscriptions.js';

/** One notification for one browser. */
export interface Delivery {
  readonly notification: string;
  readonly subscription: string;
}

interface Ready {
  readonly subscription: PushSubscription;
  readonly message: PushMessage;
  readonly keys: PushKeyPair;
}

/** Sends one message to one browser: put into words and looked at first, then sent outside of any transaction. */
@Injectable()
export class DeliverPush {
  private readonly logger = new Logger('Push');

  constructor(
    private readonly work: UnitOfWork,
    private readonly directory: Directory,
    private readonly visible: VisibleDocuments,
    private readonly settings: SettingsStore,
    private readonly keys: PushKeys,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** What was read meanwhile, or may not be read any more, is not sent. @throws PushDelayed; then it is tried again */
  async execute(delivery: Delivery): Promise<void> {
    const ready = await this.work.run(systemActor, (context) => this.ready(context, delivery));
    if (!ready) return;
    const outcome = await sendMessage(ready.subscription, ready.message, {
      keys: ready.keys,
      subject: `mailto:${/<([^<>]+)>/.exec(this.config.mailFrom)?.[1] ?? this.config.mailFrom}`,
      local: this.config.pushLocal,
    });
    if (outcome === 'sent') return;
    if (outcome === 'refused')
      this.logger.warn(`${new URL(ready.subscription.endpoint).host} does not take a message.`);
    else {
      await this.work.run(systemActor, ({ tx }) =>
        tx.query('DELETE FROM push_subscription WHERE id = $1', [delivery.subscription]),
      );
    }
  }

  private async ready(context: Context, { notification, subscription }: Delivery): Promise<Ready | undefined> {
    const { tx } = context;
    const [browser] = await tx.query<PushSubscription & { personId: string }>(
      'SELECT id, person_id AS "personId", endpoint, p256dh, auth FROM push_subscription WHERE id = $1',
      [subscription],
    );
    const organisation = this.directory.snapshot();
    const person = browser && organisation.persons.get(browser.personId);
    if (!browser || !person?.active) return undefined;
    const parameters: unknown[] = [notification, person.id];
    const [row] = await tx.query<NotificationRow>(
      `SELECT ${notificationColumns} FROM notification n JOIN document d ON d.id = n.document_id
       WHERE n.id = $1 AND n.person_id = $2 AND n.read_at IS NULL
         AND ${this.visible.condition(actorOf(organisation, person.id), parameters)}`,
      parameters,
    );
    const own = (await this.settings.of(tx, organisation, [person.id])).get(person.id);
    if (!row || !own) return undefined;
    const reader = { language: person.language, timeZone: timeZoneOf(own), nowMs: context.now.getTime() };
    const actor = personView(row.actorId, organisation).name;
    const said = sayNotification(happeningOf(row), { document: row.document, actor, count: row.count }, reader);
    const { showContent } = own.settings;
    const answers = await answersFor(tx, row, person);
    const message = pushMessage(row, said, { showContent, language: person.language, answers });
    return { subscription: browser, message, keys: await this.keys.pair(context) };
  }
}
