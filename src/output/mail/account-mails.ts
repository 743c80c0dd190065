import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Letters } from '../../organisation/letters/letters.js';
import { MailQueue } from './mail-queue.js';

/** Hands the organisation, which sends nothing itself, the way to send its letters. */
@Injectable()
export class AccountMails implements OnModuleInit {
  constructor(
    private readonly letters: Letters,
    private readonly mails: MailQueue,
  ) {}

  onModuleInit(): void {
    this.letters.use(async (context, { kind, to, subject, html, secret }) => {
      await this.mails.add(context, {
        kind,
        documentId: null,
        to: [to],
        subject,
        html,
        secret,
        autoSubmitted: 'auto-generated',
      });
    });
  }
}
