import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { CONFIG, type Config } from '../../../platform/config.js';
import { sealedColumn, SealedColumns } from '../../../platform/secrets/sealed-columns.js';
import { SecretBox } from '../../../platform/secrets/secret-box.js';
import { openEarlierSeal } from './earlier-seal.js';

const purpose = 'mailbox';

/** Closes in the addresses of mailboxes, which hold passwords. */
@Injectable()
export class MailboxSecrets implements OnModuleInit {
  constructor(
    private readonly secrets: SecretBox,
    private readonly columns: SealedColumns,
    @Inject(CONFIG) private readonly config: Pick<Config, 'secretKey' | 'previousSecretKeys'>,
  ) {}

  onModuleInit(): void {
    const at = { table: 'mailbox', key: 'name', column: 'url', owner: 'name' };
    const column = sealedColumn('mailboxes', purpose, at);
    this.columns.register({ ...column, openOld: ({ sealed }) => this.openEarlier(sealed) });
  }

  seal(name: string, url: string): string {
    return this.secrets.seal(purpose, name, url);
  }

  /** @throws Error when it was encrypted with a key that is not known */
  open(name: string, sealed: string): string {
    return this.openEarlier(sealed) ?? this.secrets.unseal(purpose, name, sealed);
  }

  private openEarlier(sealed: string): string | undefined {
    return openEarlierSeal(sealed, [this.config.secretKey, ...this.config.previousSecretKeys]);
  }
}
