import { ForbiddenEndpoint, readEndpoint, resolveEndpoint } from './endpoint.js';

describe('the address of a push service', () => {
  it.each(['https://fcm.googleapis.com/fcm/send/abc', 'https://updates.push.services.mozilla.com/wpush/v2/x'])(
    '%s is taken',
    (text) => {
      expect(readEndpoint(text, false).href).toBe(text);
    },
  );

  it.each([
    ...[
      'http://fcm.googleapis.com/x',
      'https://127.0.0.1/x',
      'https://[::1]/x',
      'https://10.0.0.1/',
      'https://0x7f.1/',
    ],
    ...['https://2130706433/', 'https://localhost/x', 'https://server/x', 'https://db.internal/x', 'https://a.local./'],
    ...['https://user:pass@push.example.com/', 'https://push.example.com:8443/', 'file:///etc/passwd', 'nothing', ''],
    `https://push.example.com/${'x'.repeat(1000)}`,
  ])('%s is refused', (text) => {
    expect(() => readEndpoint(text, false)).toThrow('Expected the https address');
  });

  it('is looked at again when something is sent, since a name may lead anywhere', async () => {
    const inside = new URL('https://localhost/x');
    await expect(resolveEndpoint(inside, false)).rejects.toThrow(ForbiddenEndpoint);
    expect(['127.0.0.1', '::1']).toContain((await resolveEndpoint(inside, true)).address);
  });
});
