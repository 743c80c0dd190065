import fc from 'fast-check';
import { DocumentsApp, items } from './documents-app.js';

let app: DocumentsApp;
beforeAll(async () => {
  app = await DocumentsApp.start();
}, 60_000);
afterAll(() => app.stop());

describe('the register', () => {
  const marker = 'listing';
  const count = 60;
  beforeAll(async () => {
    for (let index = 0; index < count; index++) {
      await app.paper('clerk', {
        subject: `${marker} ${['Žalia', 'ąžuolas', 'Роща', 'beta', 'Alfa'][index % 5] ?? ''} ${index % 4}`,
        ...(index % 3 === 0 ? {} : { plannedAt: `2026-0${(index % 8) + 1}-15` }),
        ...(index % 4 === 0 ? {} : { rank: index % 6 }),
        ...(index % 5 === 0 ? {} : { amount: String((index * 37) % 50) }),
        ...(index % 2 === 0 ? { kind: index % 4 === 0 ? 'a' : 'b' } : {}),
      });
    }
  }, 30_000);

  async function pages(query: string, limit: number): Promise<Record<string, unknown>[]> {
    const found: Record<string, unknown>[] = [];
    for (let cursor = ''; ;) {
      const answer = await app.call('clerk', 'GET', `/api/streams/papers/documents?limit=${limit}${query}${cursor}`);
      expect(answer.status).toBe(200);
      found.push(...items(answer));
      if (answer.body['nextCursor'] === null) return found;
      cursor = `&cursor=${String(answer.body['nextCursor'])}`;
    }
  }

  it('gives in pages exactly the whole list, in every order, search and size of page', async () => {
    const field = fc.constantFrom('subject', 'plannedAt', 'rank', 'amount', 'kind', 'createdAt', 'number', 'updatedAt');
    const key = fc.tuple(fc.constantFrom('', '-'), field).map((parts) => parts.join(''));
    const sorts = fc.uniqueArray(key, { minLength: 0, maxLength: 3, selector: (name) => name.replace('-', '') });
    const search = fc.constantFrom(
      `&q=${marker}`,
      `&q=LISTING+zalia`,
      `&q=${marker}+1`,
      `&q=${marker}&filter={"and":[{"field":"kind","op":"empty"}]}`,
    );
    await fc.assert(
      fc.asyncProperty(sorts, search, fc.integer({ min: 3, max: 25 }), async (sort, q, limit) => {
        const query = `&sort=${sort.join(',')}${encodeURI(q)}`;
        const whole = await pages(query, 200);
        expect(whole.length).toBeGreaterThan(0);
        const paged = await pages(query, limit);
        expect(paged.map(({ id }) => id)).toEqual(whole.map(({ id }) => id));
        expect(new Set(paged.map(({ id }) => id)).size).toBe(paged.length);
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  it('orders by value, empty last ascending and first descending, newest first unless said', async () => {
    const ranks = async (sort: string) =>
      (await pages(`&q=${marker}&sort=${sort}`, 200)).map(({ fields }) => (fields as { rank?: number }).rank);
    const up = await ranks('rank');
    const filled = up.filter((rank) => rank !== undefined);
    expect(filled).toEqual([...filled].sort((a, b) => a - b));
    expect(up.slice(filled.length).every((rank) => rank === undefined)).toBe(true);
    expect(await ranks('-rank')).toEqual([...up].reverse());
    const newest = await pages(`&q=${marker}`, 200);
    expect(newest.map(({ id }) => id)).toEqual(
      newest
        .map(({ id }) => String(id))
        .sort()
        .reverse(),
    );
  });

  it('searches for every word, without accents and case, and takes wildcards literally', async () => {
    const found = async (q: string) => (await pages(`&q=${encodeURIComponent(q)}`, 200)).length;
    expect(await found(`${marker} zalia`)).toBe(12);
    expect(await found('ROŠČA РОЩА')).toBe(0);
    expect(await found(`${marker} рощ`)).toBe(12);
    expect(await found(`${marker}%`)).toBe(0);
    expect(await found('list_ng')).toBe(0);
  });

  it('filters and counts', async () => {
    const query = new URLSearchParams({
      filter: JSON.stringify({
        and: [
          { field: 'subject', op: 'contains', value: marker },
          { field: 'kind', op: 'eq', value: 'a' },
        ],
      }),
      ...{ count: 'true', limit: '5' },
    });
    const answer = await app.call('clerk', 'GET', `/api/streams/papers/documents?${query.toString()}`);
    expect(items(answer)).toHaveLength(5);
    expect(answer.body['total']).toBe(15);
  });

  it('is not disturbed by documents that come while one pages', async () => {
    const first = await app.call('clerk', 'GET', `/api/streams/papers/documents?q=${marker}&limit=10`);
    await app.paper('clerk', { subject: `${marker} newcomer` });
    const cursor = String(first.body['nextCursor']);
    const second = await app.call(
      'clerk',
      'GET',
      `/api/streams/papers/documents?q=${marker}&limit=200&cursor=${cursor}`,
    );
    expect(items(first).length + items(second).length).toBe(count);
  });

  it('refuses malformed questions and forged cursors, and never fails on them', async () => {
    const status = async (query: string) =>
      (await app.call('clerk', 'GET', `/api/streams/papers/documents?${query}`)).status;
    const page = await app.call('clerk', 'GET', `/api/streams/papers/documents?sort=rank&limit=1`);
    const cursor = String(page.body['nextCursor']);
    expect(await status(`sort=-rank&cursor=${cursor}`)).toBe(400);
    const parts = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    const forged = (place: unknown[]) => Buffer.from(JSON.stringify([parts[0], ...place])).toString('base64url');
    for (const place of [['x', 'y'], ['1', 'not-an-id'], [1, 2], [null, null], ['1'], [{}, []], ['\0', '1']]) {
      expect([place, [200, 400].includes(await status(`sort=rank&cursor=${forged(place)}`))]).toEqual([place, true]);
    }
    const wrong = [
      'cursor=%00',
      'cursor=e30',
      'filter={',
      'filter=[]',
      'sort=nothing',
      'limit=0',
      'limit=201',
      'limit=x',
    ];
    for (const query of wrong) expect([query, await status(query)]).toEqual([query, 400]);
    const deep = `{"and":${'['.repeat(3000)}${']'.repeat(3000)}}`;
    expect(await status(`filter=${encodeURIComponent(deep)}`)).toBe(400);
    expect(await status('q=%00%00')).toBe(200);
    expect(await status('count=maybe')).toBe(400);
    expect((await app.call('clerk', 'GET', '/api/streams/none/documents')).status).toBe(404);
  });
});
