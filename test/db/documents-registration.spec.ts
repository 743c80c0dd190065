import fc from 'fast-check';
import { EditDocument } from '../../src/documents/card/edit-document.js';
import { numberPieces, numberSql } from '../../src/documents/numbering/number-pieces.js';
import { ReadDocuments } from '../../src/documents/read/read-documents.js';
import { Refusal } from '../../src/platform/errors.js';
import { formatNumber } from '../../src/streams/numbering/number-pattern.js';
import { DocumentsApp, items, refusal } from './documents-app.js';

let app: DocumentsApp;
beforeAll(async () => {
  app = await DocumentsApp.start();
}, 60_000);
afterAll(() => app.stop());
afterEach(() => {
  app.step.current = {};
});

const year = String(new Date().getUTCFullYear());

describe('registration', () => {
  it('answers the document with number, title, author, and where to find it', async () => {
    const fields = { subject: ' Roof ', amount: '1234.5', owner: app.actor('head').id };
    const answer = await app.call('clerk', 'POST', '/api/streams/papers/documents', { fields, responsible: 'manager' });
    expect(answer.status).toBe(201);
    const { id, version } = answer.body;
    expect(answer.headers['location']).toBe(`/api/documents/${String(id)}`);
    expect(answer.headers['etag']).toBe('"v1"');
    expect(answer.body).toMatchObject({
      ...{ stream: 'papers', title: 'Roof', status: 'draft', version },
      fields: { subject: 'Roof', amount: { amount: '1234.50', currency: 'EUR' }, owner: { login: 'head' } },
      responsible: { login: 'manager', name: 'Anna Kowalska' },
      author: { login: 'clerk' },
      unit: { name: 'Sales' },
      flags: [],
    });
    expect(String(answer.body['number'])).toMatch(new RegExp(`^P-${year}-\\d{5}$`));
    const read = await app.call('manager', 'GET', `/api/documents/${String(id)}`);
    // Read by itself, a document also says what one may do with it.
    const { may: _may, editable: _editable, ...same } = read.body;
    expect(same).toEqual(answer.body);
    expect(read.headers['etag']).toBe('"v1"');
  });

  it('numbers 50 concurrent registrations without a gap, though some of them fail', async () => {
    app.step.current = {
      followUp: async (_ctx, _document, draft) => {
        if (draft.fields['rank'] === 13) throw new Refusal('conflict', 'unlucky', 'Not this one.');
      },
    };
    const before = await app.lastCounter('papers');
    const outcomes = await Promise.allSettled(
      Array.from({ length: 50 }, (_, index) => app.paper('clerk', { rank: index % 7 === 0 ? 13 : index + 100 })),
    );
    const made = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value.number] : []));
    expect(made).toHaveLength(42);
    const counters = made.map((number) => Number(number.split('-')[2])).sort((a, b) => a - b);
    expect(counters).toEqual(Array.from({ length: 42 }, (_, index) => before + index + 1));
    expect(await app.lastCounter('papers')).toBe(before + 42);
  }, 30_000);

  it('counts each register and each period by itself', async () => {
    const [row] = await app.work.read<{ count: number }>(
      "SELECT count(*)::int AS count FROM register_counter WHERE register = 'papers'",
    );
    expect(row?.count).toBe(1);
    const firm = await app.register('clerk', { stream: 'firms', fields: { name: 'Alone' } });
    expect(firm.number).toMatch(/^F-\d{4}$/);
  });

  it('writes every number in SQL as the pattern gives it in the program', async () => {
    const hole = fc.constantFrom(
      '{counter}',
      '{counter:5}',
      '{counter:12}',
      '{year}',
      '{yy}',
      '{month}',
      '{day}',
      '{unit}',
    );
    const text = fc.string({ unit: fc.constantFrom('A', '-', '/', 'Ž', ' ', '%', '$', "'", '\\', '1'), maxLength: 5 });
    const patterns = fc.array(fc.oneof(hole, text), { minLength: 1, maxLength: 8 }).map((parts) => parts.join(''));
    const counters = fc.oneof(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 2 ** 50 }));
    await fc.assert(
      fc.asyncProperty(patterns, counters, async (pattern, counter) => {
        const date = '2026-03-09';
        const { texts, digits } = numberPieces(pattern, date, 'sales');
        const [row] = await app.work.read<{ number: string }>(
          `SELECT ${numberSql('$1', '$2', 'c.last')} AS number FROM (SELECT $3::bigint AS last) c`,
          [texts, digits, counter],
        );
        expect(row?.number).toBe(formatNumber(pattern, { counter, date, unit: 'sales' }));
      }),
      { numRuns: 150 },
    );
  }, 30_000);

  it('refuses a card that breaks its rules, names every problem, and writes nothing', async () => {
    const before = await app.lastCounter('papers');
    const fields = { kind: 'z', amount: 'much', firm: '00000000-0000-7000-8000-000000000000', unknown: 1 };
    const answer = await app.call('clerk', 'POST', '/api/streams/papers/documents', { fields });
    expect(answer.status).toBe(422);
    const paths = (answer.body['errors'] as { path: string }[]).map(({ path }) => path).sort();
    expect(paths).toEqual(['fields.amount', 'fields.kind', 'fields.subject', 'fields.unknown']);
    const pointing = {
      ...{ subject: 'x', firm: fields.firm, owner: fields.firm },
      items: [{ name: 'a', firm: fields.firm }],
    };
    const second = await app.call('clerk', 'POST', '/api/streams/papers/documents', { fields: pointing });
    expect(second.status).toBe(422);
    expect((second.body['errors'] as { path: string; code: string }[]).map(({ path, code }) => [path, code])).toEqual([
      ['fields.firm', 'reference-not-found'],
      ['fields.items[0].firm', 'reference-not-found'],
      ['fields.owner', 'person-not-found'],
    ]);
    expect(await app.lastCounter('papers')).toBe(before);
  });

  it('registers a lenient request whatever is wrong with it, and flags what was left out', async () => {
    const nobody = '00000000-0000-7000-8000-000000000000';
    const view = await app.register(null, {
      stream: 'papers',
      lenient: true,
      fields: {
        kind: 'z',
        amount: '12',
        firm: nobody,
        nonsense: { deep: { deeper: {} } },
        items: [{ name: 'kept' }, 5],
      },
      status: 'unheard-of',
      responsibleId: nobody,
      links: [{ to: nobody, kind: 'related' }],
      source: { channel: 'mail', sender: { email: 'a@b.example' } },
    });
    expect(view.fields).toEqual({ amount: { amount: '12.00', currency: 'EUR' }, items: [{ name: 'kept' }] });
    expect(view.status).toBe('draft');
    const flags = new Map(view.flags.map((flag) => [flag.path, flag]));
    expect([...flags.keys()].sort()).toEqual([
      'fields.firm',
      'fields.items[1]',
      'fields.kind',
      'fields.nonsense',
      'fields.subject',
      'links[0].to',
      'responsible',
      'status',
    ]);
    expect(flags.get('fields.kind')?.value).toBe('z');
    expect(flags.get('fields.firm')?.value).toBe(nobody);
    const stored = await app.as(null, (ctx) => app.app.get(ReadDocuments).get(ctx, view.id));
    expect(stored.flags).toEqual(view.flags);
    expect(stored.source).toEqual({ channel: 'mail', sender: { email: 'a@b.example' } });
  });

  it('says who may not register, and why', async () => {
    const answer = await app.call('accountant', 'POST', '/api/streams/papers/documents', { fields: { subject: 'x' } });
    expect(answer.status).toBe(403);
    expect(answer.body['detail']).toMatch(/may register documents/);
    expect((await app.call('clerk', 'POST', '/api/streams/none/documents', { fields: {} })).status).toBe(404);
  });

  it('lets steps fill, link and follow, and answers the document as they left it', async () => {
    const other = await app.paper('clerk', {});
    app.step.current = {
      prepare: async (_ctx, draft) => ({
        ...draft,
        values: { ...draft.values, rank: 7 },
        links: [{ to: other.id, kind: 'follows' }],
        plan: { status: 'done' },
      }),
      followUp: async (ctx, document, draft) => {
        expect(draft.values['rank']).toBe(7);
        await app.app.get(EditDocument).execute(ctx, document.id, draft.plan as { status: string });
      },
    };
    const view = await app.paper('clerk', {});
    expect(view).toMatchObject({ status: 'done', version: 2, fields: { rank: 7 } });
    const links = await app.call('clerk', 'GET', `/api/documents/${view.id}/links`);
    expect(items(links)).toMatchObject([{ kind: 'follows', to: { id: other.id, number: other.number } }]);
  });

  it('checks what a step filled in like anything else', async () => {
    app.step.current = { prepare: async (_ctx, draft) => ({ ...draft, values: { ...draft.values, kind: 'z' } }) };
    expect((await refusal(app.paper('clerk', {}))).problems).toMatchObject([{ path: 'fields.kind' }]);
  });

  it('registers all the same when a step fails unexpectedly: flagged, with a job that tries again', async () => {
    app.step.current = {
      followUp: async (ctx) => {
        await ctx.tx.query('SELECT 1 / 0');
      },
    };
    const before = await app.lastCounter('papers');
    const view = await app.paper('clerk', { subject: 'Survivor' });
    expect(view.flags).toMatchObject([{ path: '', code: 'autoprocessing-failed' }]);
    expect(Number(view.number.split('-')[2])).toBe(before + 1);
    const jobs = await app.work.read<{ payload: unknown }>(
      `SELECT j.payload FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id
       WHERE t.identifier = 'autoprocessing.run' AND j.payload->>'documentId' = $1`,
      [view.id],
    );
    expect(jobs).toHaveLength(1);
  });

  it('refuses with the reason when a step refuses, but keeps an arrival', async () => {
    app.step.current = {
      followUp: () => Promise.reject(new Refusal('conflict', 'no-performer', 'Nobody could be found.')),
    };
    expect((await refusal(app.paper('clerk', {}))).code).toBe('no-performer');
    const kept = await app.paper(null, {}, { lenient: true, source: { channel: 'mail' } });
    expect(kept.flags).toMatchObject([{ code: 'autoprocessing-failed', value: 'Nobody could be found.' }]);
  });
});

describe('what is there already', () => {
  it('is said of a number that a changed pattern gives again, and of an arrival', async () => {
    const made = await app.paper('clerk', {}, { source: { channel: 'mail', intakeItemId: 'item 1' } });
    const again = app.paper('clerk', {}, { source: { channel: 'mail', intakeItemId: 'item 1' } });
    expect(await refusal(again)).toMatchObject({ kind: 'conflict', code: 'arrival-registered' });
    const back = "UPDATE register_counter SET last = last + $1 WHERE register = 'papers'";
    await app.as(null, (ctx) => ctx.tx.query(back, [-1]));
    expect(await refusal(app.paper('clerk', {}))).toMatchObject({ kind: 'conflict', code: 'number-taken' });
    await app.as(null, (ctx) => ctx.tx.query(back, [1]));
    expect((await app.paper('clerk', {})).number > made.number).toBe(true);
  });
});
