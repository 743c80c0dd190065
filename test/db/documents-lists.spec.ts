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

  it('is entered in the middle: after a cursor, after so many, and at its places', async () => {
    const sorts = fc.constantFrom('', 'subject', '-rank', 'rank', 'plannedAt,-amount', '-createdAt');
    await fc.assert(
      fc.asyncProperty(sorts, fc.nat(count + 5), fc.nat(count), async (sort, skip, before) => {
        const query = `&sort=${sort}&q=${marker}`;
        const whole = (await pages(query, 200)).map(({ id }) => id);
        const head = await app.call('clerk', 'GET', `/api/streams/papers/documents?limit=${before + 1}${query}`);
        const cursor = head.body['nextCursor'];
        const from = cursor === null ? '' : `&cursor=${String(cursor)}`;
        const start = (cursor === null ? 0 : before + 1) + skip;
        const page = await app.call(
          'clerk',
          'GET',
          `/api/streams/papers/documents?limit=7&skip=${skip}${query}${from}`,
        );
        expect(items(page).map(({ id }) => id)).toEqual(whole.slice(start, start + 7));
      }),
      { numRuns: 30 },
    );
  }, 60_000);

  it('counts to the end when asked to, and leads to every hundredth document', async () => {
    await app.work.run(app.actor(null), async ({ tx }) => {
      await tx.query(
        `INSERT INTO document (id, stream, number, title, status, author_id, fields, source, search, created_at, updated_at)
         SELECT gen_random_uuid(), 'papers', 'many-' || k, 'many', 'done', (SELECT id FROM person WHERE login = 'clerk'),
           jsonb_build_object('subject', 'many ' || k, 'rank', k % 7), '{"channel": "sheet"}', 'many', now(), now()
         FROM generate_series(1, 10050) k`,
      );
    });
    const list = '/api/streams/papers/documents';
    const many = 'q=many&sort=-rank';
    expect((await app.call('clerk', 'GET', `${list}?${many}&count=true`)).body['totalAtLeast']).toBe(10_000);
    expect((await app.call('clerk', 'GET', `${list}?${many}&count=all`)).body['total']).toBe(10_050);
    const places = await app.call('clerk', 'GET', `${list}/places?${many}`);
    expect(places.body).toMatchObject({ total: 10_050, every: 100 });
    const cursors = places.body['cursors'] as string[];
    expect(cursors).toHaveLength(100);
    const direct = await app.call('clerk', 'GET', `${list}?${many}&limit=3&skip=4200`);
    const entered = await app.call('clerk', 'GET', `${list}?${many}&limit=3&cursor=${cursors[41] ?? ''}`);
    expect(items(entered).map(({ id }) => id)).toEqual(items(direct).map(({ id }) => id));
    // Of others' documents a manager sees neither the number nor the places.
    expect((await app.call('manager', 'GET', `${list}/places?${many}`)).body).toEqual({
      ...{ total: 0, every: 100, cursors: [] },
    });
    expect((await app.call('clerk', 'GET', `${list}/places?sort=nothing`)).status).toBe(400);
  });

  it('says how many have which status, and what they come to in each currency', async () => {
    await app.paper('clerk', { subject: 'tallied one', amount: '10.50', rank: 2 });
    await app.paper('clerk', { subject: 'tallied two', amount: '0.50', rank: 3 });
    await app.paper(
      'clerk',
      { subject: 'tallied three', amount: { amount: '7', currency: 'PLN' } },
      { status: 'done' },
    );
    const tally = async (login: string, query: string) =>
      app.call(login, 'GET', `/api/streams/papers/documents/tally?q=tallied${query}`);
    expect((await tally('clerk', '&sum=amount')).body['statuses']).toEqual([
      { status: 'draft', count: 2, sums: [{ amount: '11.00', currency: 'EUR' }] },
      { status: 'done', count: 1, sums: [{ amount: '7.00', currency: 'PLN' }] },
    ]);
    expect((await tally('clerk', '&sum=rank')).body['statuses']).toMatchObject([
      { sums: [{ amount: '5', currency: null }] },
      { sums: [] },
    ]);
    expect((await tally('manager', '')).body['statuses']).toEqual([
      { status: 'draft', count: 0, sums: [] },
      { status: 'done', count: 0, sums: [] },
    ]);
    for (const sum of ['subject', 'nothing', '%27']) expect((await tally('clerk', `&sum=${sum}`)).status).toBe(400);
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
