import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, loadConfig } from './config.js';

const dataDir = mkdtempSync(join(tmpdir(), 'millrace-config-'));
afterAll(() => rmSync(dataDir, { recursive: true }));

const load = (environment: Record<string, string>) => loadConfig({ DATA_DIR: dataDir, ...environment });

describe('MAIL_FROM', () => {
  it.each(['office@example.com', 'Example Ltd <office@example.com>', '"Ex, Ltd" <office@почта.рф>', 'me@localhost'])(
    'may be %s',
    (value) => expect(load({ MAIL_FROM: value }).mailFrom).toBe(value),
  );

  it.each(['office', 'Office <office>', 'a b@example.com', '.a@example.com', 'a@-example.com', '<a@b.c> <d@e.f>'])(
    'may not be %s, and the message names the variable',
    (value) => {
      expect(() => load({ MAIL_FROM: value })).toThrow(ConfigError);
      expect(() => load({ MAIL_FROM: value })).toThrow('MAIL_FROM');
    },
  );
});

describe('TRUST_PROXY', () => {
  it('names nobody unless it is set', () => {
    expect(load({}).trustProxy).toEqual([]);
    expect(load({ TRUST_PROXY: ' ' }).trustProxy).toEqual([]);
  });

  it('takes addresses and networks', () => {
    expect(load({ TRUST_PROXY: '127.0.0.1, 10.0.0.0/8,fd00::/8' }).trustProxy).toEqual([
      '127.0.0.1',
      '10.0.0.0/8',
      'fd00::/8',
    ]);
  });

  it.each(['true', 'proxy.example.com', '10.0.0.0/33', '0.0.0.0/0', '10.0.0.1/8/8', '10.0.0.1/'])(
    'may not be %s',
    (value) => {
      expect(() => load({ TRUST_PROXY: value })).toThrow('TRUST_PROXY');
    },
  );
});

describe('FORM_SITES', () => {
  it('takes origins, apart by spaces or commas', () => {
    expect(load({}).formSites).toEqual([]);
    expect(
      load({ FORM_SITES: 'https://www.example.com, http://localhost:8080 https://*.example.org' }).formSites,
    ).toEqual([...['https://www.example.com', 'http://localhost:8080', 'https://*.example.org']]);
  });

  it.each(['*', 'example.com', 'https://example.com/page', "https://a.example;script-src 'unsafe-inline'"])(
    'may not be %s',
    (value) => expect(() => load({ FORM_SITES: value })).toThrow('FORM_SITES'),
  );
});
