import { Injectable, type OnModuleInit } from '@nestjs/common';
import webPush from 'web-push';
import type { Context } from '../../platform/context.js';
import { sealedColumn, SealedColumns } from '../../platform/secrets/sealed-columns.js';
import { SecretBox } from '../../platform/secrets/secret-box.js';

const purpose = 'push key';
const owner = 'organisation';

/** The pair of keys by which push services know who sends (RFC 8292). */
export interface PushKeyPair {
  readonly publicKey: string;
  readonly privateKey: string;
}

const load = { name: 'push_key_load', text: 'SELECT public_key, private_key FROM push_key' };
const insert = {
  name: 'push_key_insert',
  text: 'INSERT INTO push_key (public_key, private_key, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
};

/** Keeps the keys, which are made when they are wanted first. Browsers are bound to them: other keys, other subscriptions. */
@Injectable()
export class PushKeys implements OnModuleInit {
  constructor(
    private readonly secrets: SecretBox,
    private readonly sealed: SealedColumns,
  ) {}

  onModuleInit(): void {
    const at = { table: 'push_key', key: 'public_key', column: 'private_key', owner: `'${owner}'` };
    this.sealed.register(sealedColumn('push key', purpose, at));
  }

  async pair(context: Context): Promise<PushKeyPair> {
    const known = await this.load(context);
    if (known) return known;
    const { publicKey, privateKey } = webPush.generateVAPIDKeys();
    await context.tx.run(insert, [publicKey, this.secrets.seal(purpose, owner, privateKey), context.now]);
    // Another process may have been the first.
    const kept = await this.load(context);
    if (!kept) throw new Error('The push keys were not kept.');
    return kept;
  }

  private async load({ tx }: Context): Promise<PushKeyPair | undefined> {
    const [row] = await tx.run<{ public_key: string; private_key: string }>(load, []);
    return row && { publicKey: row.public_key, privateKey: this.secrets.unseal(purpose, owner, row.private_key) };
  }
}
