import { createDecipheriv, createHash } from 'node:crypto';

const nonceBytes = 12;
const tagBytes = 16;

/**
 * Opens what was kept of mailboxes before all secrets went into SecretBox: base64url of nonce, tag and AES-256-GCM cipher
 * text under a key of the program's secret. Undefined for what is of another form.
 * @throws Error when none of the secrets opens it
 */
export function openEarlierSeal(sealed: string, secrets: readonly string[]): string | undefined {
  if (sealed.includes('.')) return undefined;
  for (const secret of secrets) {
    const opened = open(Buffer.from(sealed, 'base64url'), secret);
    if (opened !== undefined) return opened;
  }
  throw new Error('It was encrypted with another SECRET_KEY. Set the old key again, or enter the mailbox anew.');
}

function open(bytes: Buffer, secret: string): string | undefined {
  const tag = bytes.subarray(nonceBytes, nonceBytes + tagBytes);
  const key = createHash('sha256').update(`mailbox ${secret}`).digest();
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes });
    decipher.setAuthTag(tag);
    return decipher.update(bytes.subarray(nonceBytes + tagBytes), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    return undefined;
  }
}
