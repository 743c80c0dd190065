import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { domainToASCII } from 'node:url';
import { randomBytes } from 'node:crypto';

/** The settings of one process. Every one has a default; api.md lists the environment variables. */
export interface Config {
  /** Absent: the embedded server under `dataDir`. */
  readonly databaseUrl: string | undefined;
  readonly dataDir: string;
  /** Where streams, routes and templates lie: the folder that holds `streams/`, `routes/`, `templates/`. */
  readonly configurationDir: string;
  readonly host: string;
  readonly port: number;
  readonly publicUrl: string;
  /** Addresses and networks of proxies whose `X-Forwarded-*` headers are believed. */
  readonly trustProxy: readonly string[];
  /** Origins of the sites that may show public forms within their pages. */
  readonly formSites: readonly string[];
  /** A folder, or `file://…`. */
  readonly filesUrl: string;
  /** Absent: mails are written to `dataDir/outbox`. */
  readonly smtpUrl: string | undefined;
  readonly mailFrom: string;
  readonly mailboxUrl: string | undefined;
  readonly chromiumPath: string | undefined;
  /** Hex; generated into `dataDir/secret-key` when it is not given. */
  readonly secretKey: string;
  /** Keys used before `secretKey`: what they sealed can still be read. */
  readonly previousSecretKeys: readonly string[];
  /** Push messages may go over plain http and to machines of one's own network; for tests. */
  readonly pushLocal: boolean;
  /** Where people of the firm sign in elsewhere (OpenID Connect); absent: here only. */
  readonly provider: ProviderConfig | undefined;
  readonly logLevel: LogLevel;
  /** Create the demo organisation in an empty database. */
  readonly demo: boolean;
  /** Connections of this process to PostgreSQL. */
  readonly databaseConnections: number;
}

/** A sign-in provider that speaks OpenID Connect. */
export interface ProviderConfig {
  /** Its address, from which it is discovered. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  /** On the button of the sign-in page. */
  readonly name: string;
  readonly scope: string;
  /** The claim that names the person's groups. */
  readonly groupsClaim: string;
  /** Roles by group of the provider; a role that is named here is given and taken by the provider alone. */
  readonly roles: ReadonlyMap<string, readonly string[]>;
  /** Its addresses are those of the firm, though it does not say that they are verified. */
  readonly trustEmail: boolean;
}

const logLevels = ['error', 'warn', 'log', 'debug', 'verbose'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Injection token of the process's Config. */
export const CONFIG = Symbol('Config');

/** Thrown for a setting that cannot be used; the message names the variable and what was expected. */
export class ConfigError extends Error {}

/**
 * Reads settings from `environment`. Creates the data folder and the secret key when they are missing.
 * @throws ConfigError for a value that is not of the expected form
 */
export function loadConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const dataDir = resolve(environment.DATA_DIR ?? './data');
  mkdirSync(dataDir, { recursive: true, mode: 0o755 });
  const host = environment.HOST ?? '127.0.0.1';
  const port = wholeNumber(environment, 'PORT', 3000, 0, 65535);
  return {
    databaseUrl: nonEmpty(environment.DATABASE_URL),
    dataDir,
    configurationDir: resolve(environment.CONFIGURATION_DIR ?? '.'),
    host,
    port,
    publicUrl: (nonEmpty(environment.PUBLIC_URL) ?? `http://${host}:${port}`).replace(/\/+$/, ''),
    trustProxy: proxies(environment.TRUST_PROXY),
    formSites: sites(environment.FORM_SITES),
    filesUrl: nonEmpty(environment.FILES_URL) ?? join(dataDir, 'files'),
    smtpUrl: nonEmpty(environment.SMTP_URL),
    mailFrom: sender(environment.MAIL_FROM),
    mailboxUrl: nonEmpty(environment.MAILBOX_URL),
    chromiumPath: nonEmpty(environment.CHROMIUM_PATH),
    secretKey: secretKey(environment, dataDir),
    previousSecretKeys: previousKeys(environment.SECRET_KEY_PREVIOUS),
    pushLocal: environment.PUSH_LOCAL === 'true' || environment.PUSH_LOCAL === '1',
    provider: provider(environment),
    logLevel: logLevel(environment.LOG_LEVEL),
    demo: environment.DEMO === 'true' || environment.DEMO === '1',
    databaseConnections: wholeNumber(environment, 'DATABASE_CONNECTIONS', 20, 2, 500),
  };
}

/** Reads `.env` of the working folder into the environment; variables already set win. */
export function readDotEnv(): void {
  if (existsSync('.env')) process.loadEnvFile('.env');
}

function nonEmpty(value: string | undefined): string | undefined {
  return value === undefined || value.trim() === '' ? undefined : value.trim();
}

function wholeNumber(env: NodeJS.ProcessEnv, name: string, fallback: number, least: number, most: number): number {
  const text = nonEmpty(env[name]);
  if (text === undefined) return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new ConfigError(`${name} is "${text}"; expected a whole number from ${least} to ${most}.`);
  }
  return value;
}

function sender(text: string | undefined): string {
  const value = nonEmpty(text) ?? 'Millrace <office@millrace.invalid>';
  const address = (/^[^<>]*<([^<>]+)>$/.exec(value)?.[1] ?? value).trim();
  const [, local = '', host = ''] =
    /^([\p{L}\p{N}!#$%&'*+/=?^_`{|}~.-]{1,64})@([\p{L}\p{N}.-]{1,253})$/u.exec(address) ?? [];
  const labels = domainToASCII(host).split('.');
  const fits =
    !/^\.|\.$|\.\./.test(local) && labels.every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i.test(label));
  if (local === '' || !fits) {
    throw new ConfigError(`MAIL_FROM is "${value}"; expected name@example.com or Name <name@example.com>.`);
  }
  return value;
}

function sites(text: string | undefined): string[] {
  const origins = (nonEmpty(text) ?? '').split(/[\s,]+/).filter((part) => part !== '');
  // They go into a header as they are: a star stands for the names below a name, as browsers understand it.
  const wrong = origins.find((origin) => !/^https?:\/\/(\*\.)?[a-z0-9.-]+(:\d{1,5})?$/i.test(origin));
  if (wrong !== undefined) {
    throw new ConfigError(`FORM_SITES names "${wrong}"; expected origins such as https://www.example.com.`);
  }
  return origins;
}

function proxies(text: string | undefined): string[] {
  const addresses = (nonEmpty(text) ?? '').split(',').map((part) => part.trim());
  return addresses.filter(Boolean).map((address) => {
    const [ip = '', prefix, ...rest] = address.split('/');
    const version = isIP(ip);
    const prefixFits =
      prefix === undefined || (/^[1-9]\d{0,2}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128));
    if (version === 0 || !prefixFits || rest.length > 0) {
      throw new ConfigError(
        `TRUST_PROXY contains "${address}"; expected addresses or networks separated by commas, e.g. 10.0.0.1,fd00::/8.`,
      );
    }
    return address;
  });
}

function provider(env: NodeJS.ProcessEnv): ProviderConfig | undefined {
  const issuer = nonEmpty(env.OIDC_ISSUER);
  if (issuer === undefined) return undefined;
  const { protocol, hostname } = URL.canParse(issuer) ? new URL(issuer) : { protocol: '', hostname: '' };
  if (protocol !== 'https:' && !(protocol === 'http:' && ['127.0.0.1', 'localhost'].includes(hostname))) {
    throw new ConfigError(`OIDC_ISSUER is "${issuer}"; expected an address that begins with https://.`);
  }
  const clientId = nonEmpty(env.OIDC_CLIENT_ID);
  if (clientId === undefined) throw new ConfigError('OIDC_CLIENT_ID is missing; the provider of OIDC_ISSUER gives it.');
  return {
    ...{ issuer, clientId, clientSecret: nonEmpty(env.OIDC_CLIENT_SECRET) },
    name: nonEmpty(env.OIDC_NAME) ?? hostname,
    scope: nonEmpty(env.OIDC_SCOPE) ?? 'openid profile email',
    groupsClaim: nonEmpty(env.OIDC_GROUPS_CLAIM) ?? 'groups',
    roles: rolesOfGroups(env.OIDC_GROUPS),
    trustEmail: env.OIDC_TRUST_EMAIL === 'true' || env.OIDC_TRUST_EMAIL === '1',
  };
}

function rolesOfGroups(text: string | undefined): Map<string, string[]> {
  const roles = new Map<string, string[]>();
  for (const part of (nonEmpty(text) ?? '').split(/[;\n]+/).filter((entry) => entry.trim() !== '')) {
    const [, group = '', keys = ''] = /^(.+?)=([^=]+)$/.exec(part.trim()) ?? [];
    if (group === '') {
      throw new ConfigError(`OIDC_GROUPS holds "${part.trim()}"; expected group=role,role;group=role.`);
    }
    roles.set(group.trim(), [...(roles.get(group.trim()) ?? []), ...keys.split(',').map((key) => key.trim())]);
  }
  return roles;
}

function logLevel(text: string | undefined): LogLevel {
  const value = nonEmpty(text) ?? 'log';
  const found = logLevels.find((level) => level === value);
  if (found === undefined) throw new ConfigError(`LOG_LEVEL is "${value}"; expected one of ${logLevels.join(', ')}.`);
  return found;
}

function previousKeys(text: string | undefined): string[] {
  const keys = (nonEmpty(text) ?? '').split(/[\s,]+/).filter(Boolean);
  if (keys.some((key) => key.length < 32)) {
    throw new ConfigError('SECRET_KEY_PREVIOUS holds a key that is too short; expected at least 32 characters each.');
  }
  return keys;
}

function secretKey(environment: NodeJS.ProcessEnv, dataDir: string): string {
  const given = nonEmpty(environment.SECRET_KEY);
  if (given !== undefined) {
    if (given.length < 32) throw new ConfigError('SECRET_KEY is too short; expected at least 32 characters.');
    return given;
  }
  const path = join(dataDir, 'secret-key');
  try {
    writeFileSync(path, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    // Made by an earlier start, or by another process that starts at this moment.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(path, 'utf8').trim();
}
