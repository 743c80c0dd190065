import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import nodemailer, { type SendMailOptions } from 'nodemailer';
import { CONFIG, ConfigError, type Config } from '../../platform/config.js';
import { oneLine } from './mail-address.js';

/**
 * What became of a mail. `refused` is final (the server said no with a 5xx answer to this mail); a temporary failure is
 * thrown as `MailDelayed` instead.
 */
export interface SendOutcome {
  readonly state: 'sent' | 'refused';
  /** The server's answer, or the file the mail was written to. */
  readonly answer: string;
}

/** The mail could not be handed over now; trying later makes sense. */
export class MailDelayed extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'MailDelayed';
  }
}

const connectionTimeoutMs = 15_000;
const socketTimeoutMs = 60_000;

type Transport = { send(mail: SendMailOptions): Promise<SendOutcome>; verify(): Promise<string>; close(): void };

/** Hands mails to the SMTP server of SMTP_URL; without one they are written to `DATA_DIR/outbox` as .eml files. */
@Injectable()
export class MailSender implements OnModuleDestroy {
  private readonly transport: Transport;

  constructor(@Inject(CONFIG) config: Pick<Config, 'smtpUrl' | 'dataDir'>) {
    this.transport =
      config.smtpUrl === undefined ? outboxTransport(join(config.dataDir, 'outbox')) : smtpTransport(config.smtpUrl);
  }

  /** @throws MailDelayed when trying later makes sense */
  send(mail: SendMailOptions): Promise<SendOutcome> {
    return this.transport.send(mail);
  }

  /** Where mails go, for people; connects to the server to see that it answers. @throws Error saying what is wrong */
  verify(): Promise<string> {
    return this.transport.verify();
  }

  onModuleDestroy(): void {
    this.transport.close();
  }
}

function smtpTransport(url: string): Transport {
  const { protocol, host } = parseSmtpUrl(url);
  const transporter = nodemailer.createTransport({
    url,
    pool: true,
    maxConnections: 4,
    connectionTimeout: connectionTimeoutMs,
    greetingTimeout: connectionTimeoutMs,
    socketTimeout: socketTimeoutMs,
  });
  return {
    async send(mail) {
      try {
        const { response, rejected } = await transporter.sendMail(mail);
        const refusedSome = rejected.length > 0 ? `; refused for ${rejected.map(addressText).join(', ')}` : '';
        return { state: 'sent', answer: oneLine(response) + refusedSome };
      } catch (error) {
        return outcomeOf(error as SmtpError, host);
      }
    },
    async verify() {
      await transporter.verify();
      return `${protocol}//${host}`;
    },
    close: () => transporter.close(),
  };
}

function parseSmtpUrl(url: string): URL {
  if (URL.canParse(url)) {
    const parsed = new URL(url);
    if ((parsed.protocol === 'smtp:' || parsed.protocol === 'smtps:') && parsed.hostname !== '') return parsed;
  }
  throw new ConfigError('SMTP_URL: expected smtp://user:password@host:587 or smtps://user:password@host:465.');
}

type SmtpError = Error & { responseCode?: number; response?: string; command?: string; code?: string };

/** Only an answer to this very mail is final: a refused sign-in concerns the settings and may be mended meanwhile. */
const mailCommands = /^(MAIL FROM|RCPT TO|DATA|BDAT)/;

function outcomeOf(error: SmtpError, host: string): SendOutcome {
  const answer = oneLine(error.response ?? error.message);
  const permanent = (error.responseCode ?? 0) >= 500 && mailCommands.test(error.command ?? '');
  if (permanent) return { state: 'refused', answer };
  throw new MailDelayed(`The mail server ${host} did not take the mail: ${answer}`, { cause: error });
}

function addressText(recipient: string | { address: string }): string {
  return typeof recipient === 'string' ? recipient : recipient.address;
}

function outboxTransport(folder: string): Transport {
  const composer = nodemailer.createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  return {
    async send(mail) {
      const { message } = await composer.sendMail(mail);
      const path = join(folder, `${outboxName(String(mail.messageId))}.eml`);
      await writeAtomically(folder, path, message as Buffer);
      return { state: 'sent', answer: `written to ${path}` };
    },
    verify: () => Promise.resolve(`files in ${folder} (SMTP_URL is not set)`),
    close: () => composer.close(),
  };
}

/** The same mail sent again replaces its own file. */
function outboxName(messageId: string): string {
  const readable = messageId.replace(/[^\w.@-]+/g, '').slice(0, 80);
  return `${readable}-${createHash('sha256').update(messageId).digest('hex').slice(0, 8)}`;
}

/** Whoever looks into the folder sees whole mails only, also after a crash. */
async function writeAtomically(folder: string, path: string, bytes: Buffer): Promise<void> {
  await mkdir(folder, { recursive: true });
  const temporary = join(folder, `.${randomUUID()}.tmp`);
  try {
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
