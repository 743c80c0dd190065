import type { Api, List } from '../support/api.js';
import { startApp, type RunningApp } from '../support/app.js';
import { drawRoute } from '../support/draw-route.js';
import { Screens, type Person } from '../support/people-at-screens.js';

/** Every text that somebody from outside or a colleague can bring in, drawn by a real browser. */
describe('a text that would be a page', () => {
  const hostile = `Evil<img src="hostile" onerror="globalThis.hit=1"><script>globalThis.hit=1</script>"'><b id="evil">`;
  /** Runs in the page. */
  const look = `({ hit: globalThis.hit ?? 0, elements: document.querySelectorAll('img[src="hostile"], #evil').length })`;
  const patience = 120_000;
  let app: RunningApp;
  let screens: Screens;
  let admin: Api;
  let visitor: Person;
  let client: string;

  beforeAll(async () => {
    app = await startApp({ worker: false });
    screens = await Screens.open(app);
    admin = await app.api('admin');
    await admin.put('/api/routes/test/hostile', hostileRoute(hostile), { 'content-type': 'application/xml' });
    await admin.post('/api/people', { login: 'hostile', name: hostile.slice(0, 100) });
    await admin.post('/api/groups', { key: 'hostile', name: hostile, members: ['hostile'] });
    client = (await admin.post<{ id: string }>('/api/streams/clients/documents', { fields: { name: hostile } })).id;
    await admin.post(`/api/documents/${client}/comments`, { text: hostile });
    await admin.upload(
      `/api/documents/${client}/files`,
      `${hostile}.txt`,
      new TextEncoder().encode(hostile),
      'text/plain',
    );
    const letter = [`From: "${hostile.replaceAll('"', '')}" <a@example.com>`, 'To: b@example.com', 'MIME-Version: 1.0'];
    const mail = [...letter, 'Subject: x', 'Content-Type: text/html', '', `<p>Letter</p>${hostile}`].join('\r\n');
    await admin.upload(
      `/api/documents/${client}/files`,
      'letter.eml',
      new TextEncoder().encode(mail),
      'message/rfc822',
    );
    await admin.post(`/api/documents/${client}/runs`, { route: 'test/hostile' });
    await admin.post(`/api/documents/${client}/assignments`, { performers: ['admin'], instruction: hostile });
    await admin.post('/api/views', { stream: 'clients', name: hostile.slice(0, 60), columns: [{ field: 'name' }] });
    visitor = await screens.person('admin');
  }, patience);

  afterAll(async () => {
    await screens?.close();
    await app?.stop();
  }, 60_000);

  it(
    'is a text on every screen: nothing of it becomes an element, nothing runs, nothing is asked for',
    async () => {
      const { page } = visitor;
      const asked: string[] = [];
      page.on('request', (request) => asked.push(request.url()));
      const { items } = await admin.get<List<{ id: string }>>(`/api/assignments?document=${client}&state=all`);
      for (const path of [
        ...['/desk', '/registers/clients', `/documents/${client}`, `/desk?assignment=${items[0]?.id}`, '/calendar'],
        ...['/organisation', '/organisation?tab=groups', '/attention', '/audit', '/reports', '/notifications'],
        ...[`/registers/clients?q=${encodeURIComponent(hostile)}`, `/nowhere/${encodeURIComponent(hostile)}`],
        '/desk?next=javascript:globalThis.hit=1',
      ]) {
        await page.goto(path);
        await visitor.settled();
        const found = await page.evaluate(look);
        expect([path, found]).toEqual([path, { hit: 0, elements: 0 }]);
      }
      expect(asked.filter((url) => url.endsWith('/hostile'))).toEqual([]);
      expect(visitor.errors).toEqual([]);
    },
    patience,
  );

  it(
    'is shown as it was typed, with its file, comment and letter',
    async () => {
      const { page } = visitor;
      await page.goto(`/documents/${client}`);
      await page.getByText(hostile.slice(0, 40)).first().waitFor();
      await page.getByRole('button', { name: /letter\.eml/ }).click();
      const frame = page.frameLocator('iframe').first();
      await frame.getByText('Letter').first().waitFor();
      expect(await frame.locator('script, img[onerror], #evil').count()).toBe(0);
      expect(await page.evaluate(look)).toEqual({ hit: 0, elements: 0 });
    },
    patience,
  );
});

function hostileRoute(text: string): string {
  const name = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
  return drawRoute(
    'hostile',
    `<startEvent id="begin" name="${name}" /><sequenceFlow id="a" sourceRef="begin" targetRef="look" />
    <userTask id="look" name="${name}"><documentation>${name}</documentation><extensionElements>
      <millrace:assignment performer='person("admin")'><millrace:outcome key="approve"><millrace:label lang="en">${name}</millrace:label></millrace:outcome></millrace:assignment>
    </extensionElements></userTask><sequenceFlow id="b" name="${name}" sourceRef="look" targetRef="end" /><endEvent id="end" />`,
  );
}
