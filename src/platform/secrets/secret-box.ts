import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
  type KeyObject,
} from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config.js';

const nonceBytes = 12;
const tagBytes = 16;

/** Names a secret key without giving anything of it away. */
export function keyIdOf(secret: string): string {
  return createHash('sha256').update(`millrace key id ${secret}`).digest('hex').slice(0, 8);
}

/**
 * Keeps secrets encrypted at rest (AES-256-GCM), and vouches for what is not secret (HMAC-SHA256). Each purpose has a key
 * of its own, derived from SECRET_KEY (HKDF, RFC 5869). What is sealed names its key: after SECRET_KEY was changed, the
 * keys of SECRET_KEY_PREVIOUS still open what they sealed.
 */
@Injectable()
export class SecretBox {
  /** Secrets by key id. */
  private readonly secrets: ReadonlyMap<string, string>;
  /** As objects: given as bytes, a key is taken apart each time, which costs more than a code. */
  private readonly derived = new Map<string, KeyObject>();
  /** Of the key in use. */
  readonly keyId: string;

  constructor(@Inject(CONFIG) config: Pick<Config, 'secretKey' | 'previousSecretKeys'>) {
    this.keyId = keyIdOf(config.secretKey);
    const all = [config.secretKey, ...config.previousSecretKeys];
    this.secrets = new Map(all.map((secret) => [keyIdOf(secret), secret]));
  }

  /**
   * `text` encrypted. `owner` says whose it is, e.g. the id of its row: moved to another owner it cannot be opened.
   * The form is `<key id>.<base64url of nonce, tag and cipher text>`.
   */
  seal(purpose: string, owner: string, text: string): string {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv('aes-256-gcm', this.key(purpose, this.keyId), nonce, { authTagLength: tagBytes });
    cipher.setAAD(Buffer.from(owner));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return `${this.keyId}.${Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')}`;
  }

  /** What `seal` closed in. @throws Error when its key is not known any more, or it was changed or moved */
  unseal(purpose: string, owner: string, sealed: string): string {
    const [keyId = '', body = ''] = sealed.split('.');
    const bytes = Buffer.from(body, 'base64url');
    const nonce = bytes.subarray(0, nonceBytes);
    const tag = bytes.subarray(nonceBytes, nonceBytes + tagBytes);
    const key = this.key(purpose, keyId);
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
      decipher.setAuthTag(tag);
      decipher.setAAD(Buffer.from(owner));
      return decipher.update(bytes.subarray(nonceBytes + tagBytes), undefined, 'utf8') + decipher.final('utf8');
    } catch {
      throw new Error(`A secret (${purpose}) cannot be opened: it was changed, or belongs to something else.`);
    }
  }

  /** Whether it was sealed with the key in use; otherwise it should be sealed anew. */
  isCurrent(sealed: string): boolean {
    return sealed.startsWith(`${this.keyId}.`);
  }

  /** The code that shows that `data` comes from whoever has the key. @throws Error for a key that is not known */
  mac(purpose: string, data: string | Uint8Array, keyId = this.keyId): Buffer {
    return createHmac('sha256', this.key(purpose, keyId)).update(data).digest();
  }

  /** The codes of all known keys, that in use first: for what was kept before the key was changed. */
  macs(purpose: string, data: string): Buffer[] {
    return [...this.secrets.keys()].map((keyId) => this.mac(purpose, data, keyId));
  }

  /** Whether something sealed or vouched for with this key can be looked into. */
  knows(keyId: string): boolean {
    return this.secrets.has(keyId);
  }

  private key(purpose: string, keyId: string): KeyObject {
    const name = `${keyId} ${purpose}`;
    const known = this.derived.get(name);
    if (known) return known;
    const secret = this.secrets.get(keyId);
    if (secret === undefined) {
      const message = `The key ${keyId || '?'} is not known. Put the SECRET_KEY of that time into SECRET_KEY_PREVIOUS.`;
      throw new Error(message);
    }
    const key = createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', `millrace ${purpose}`, 32)));
    this.derived.set(name, key);
    return key;
  }
}
