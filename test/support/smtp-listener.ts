import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { freePort } from '../../src/platform/database/embedded-postgres.js';
import { until } from './until.js';

/** A mail that was received, with the addresses of its envelope. */
export interface ReceivedMail extends ParsedMail {
  readonly envelope: { readonly from: string; readonly to: readonly string[] };
}

export interface SmtpListener {
  /** `smtp://127.0.0.1:PORT` for SMTP_URL. */
  readonly url: string;
  /** The next mail that this has not answered yet, waited for. */
  next(within?: number): Promise<ReceivedMail>;
  /** All mails so far, in order of arrival. */
  all(): readonly ReceivedMail[];
  /** While it answers a text, mails are refused with it (a temporary error of SMTP). */
  refuseWith(answer: string | undefined): void;
  stop(): Promise<void>;
}

/** A real SMTP server on a free port that keeps what it receives. */
export async function startSmtpListener(): Promise<SmtpListener> {
  const port = await freePort();
  const received: ReceivedMail[] = [];
  let refusal: string | undefined;
  let told = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const { mailFrom, rcptTo } = session.envelope;
      const envelope = { from: mailFrom ? mailFrom.address : '', to: rcptTo.map(({ address }) => address) };
      simpleParser(stream).then(
        (mail) => {
          if (refusal !== undefined) return done(Object.assign(new Error(refusal), { responseCode: 451 }));
          received.push({ ...mail, envelope });
          done();
        },
        (error: Error) => done(error),
      );
    },
  });
  await new Promise<void>((resolve, reject) => {
    server.on('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `smtp://127.0.0.1:${port}`,
    async next(within = 15_000) {
      const mail = await until('a mail arrives', () => received[told], { within });
      told += 1;
      return mail;
    },
    all: () => received,
    refuseWith: (answer) => (refusal = answer),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
