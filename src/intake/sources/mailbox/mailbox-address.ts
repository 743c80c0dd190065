/** Where a mailbox is and into which stream its letters go. */
export interface MailboxAddress {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  readonly user: string;
  readonly password: string;
  /** The folder on the server: `INBOX`. */
  readonly folder: string;
  readonly stream: string;
  /** Unique name without the password: `docs@example.com at mail.example.com/INBOX`. */
  readonly name: string;
}

const expected = 'Expected imaps://user:password@host/INBOX?stream=requests, with special characters percent-encoded.';

/** Reads the address of a mailbox. The message never repeats the address, since it holds a password. */
export function readMailboxUrl(text: string): MailboxAddress | { readonly problem: string } {
  if (!URL.canParse(text)) return { problem: expected };
  const url = new URL(text);
  if (url.protocol !== 'imap:' && url.protocol !== 'imaps:')
    return { problem: `It is not an IMAP address. ${expected}` };
  if (url.hostname === '') return { problem: `The host is missing. ${expected}` };
  const [user, password, path] = [url.username, url.password, url.pathname.replace(/^\//, '')].map(decoded);
  if (!user || !password) return { problem: `User or password is missing. ${expected}` };
  const stream = url.searchParams.get('stream');
  if (!stream) return { problem: `The stream is missing. ${expected}` };
  const secure = url.protocol === 'imaps:';
  const usualPort = secure ? 993 : 143;
  const port = url.port === '' ? usualPort : Number(url.port);
  const folder = path || 'INBOX';
  const place = port === usualPort ? url.hostname : `${url.hostname}:${port}`;
  return { host: url.hostname, port, secure, user, password, folder, stream, name: `${user} at ${place}/${folder}` };
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
