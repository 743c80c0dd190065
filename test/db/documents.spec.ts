import fc from 'fast-check';
import { EditDocument } from '../../src/documents/card/edit-document.js';
import { grantAccess } from '../../src/documents/access/grant-access.js';
import type { DocumentView } from '../../src/documents/document-view.js';
import { contentHash } from '../../src/documents/files/content-hash.js';
import { StoreFile } from '../../src/documents/files/store-file.js';
import { writeHistory } from '../../src/documents/history/write-history.js';
import { numberPieces, numberSql } from '../../src/documents/numbering/number-pieces.js';
import { ReadDocuments } from '../../src/documents/read/read-documents.js';
import { RegisterDocument } from '../../src/documents/registration/register-document.js';
import type { RegisterRequest } from '../../src/documents/registration/register-request.js';
import { RegistrationDesk } from '../../src/documents/registration/registration-desk.js';
import { Refusal } from '../../src/platform/errors.js';
import { formatNumber } from '../../src/streams/numbering/number-pattern.js';
import { DocumentsApp, type Answer } from './documents-app.js';

let app: DocumentsApp;
beforeAll(async () => {
  app = await DocumentsApp.start();
}, 60_000);
afterAll(() => app.stop());
afterEach(() => {
  app.step.current = {};
});

const year = String(new Date().getUTCFullYear());
/** Tax numbers with right check digits (Polish NIP). */
const taxNumbers = ['5260250274', '5213017228', '7010015111', '1132191233', '5252344078'];

function register(login: string | null, request: RegisterRequest): Promise<DocumentView> {
  return app.app.get(RegistrationDesk).register(app.actor(login), request);
}

function paper(login: string | null, fields: Record<string, unknown>, more: Partial<RegisterRequest> = {}) {
  return register(login, { stream: 'papers', fields: { subject: 'Paper', ...fields }, ...more });
}

async function refusal(work: Promise<unknown>): Promise<Refusal> {
  const outcome = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(outcome instanceof Refusal)) throw new Error(`Expected a refusal, not ${String(outcome)}`);
  return outcome;
}

function items<Item = Record<string, unknown>>(answer: Answer): Item[] {
  return answer.body['items'] as Item[];
}

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
    expect(read.body).toEqual(answer.body);
    expect(read.headers['etag']).toBe('"v1"');
  });

  it('numbers 50 concurrent registrations without a gap, though some of them fail', async () => {
    app.step.current = {
      followUp: async (_ctx, _document, draft) => {
        if (draft.fields['rank'] === 13) throw new Refusal('conflict', 'unlucky', 'Not this one.');
      },
    };
    const before = await lastCounter('papers');
    const outcomes = await Promise.allSettled(
      Array.from({ length: 50 }, (_, index) => paper('clerk', { rank: index % 7 === 0 ? 13 : index + 100 })),
    );
    const made = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value.number] : []));
    expect(made).toHaveLength(42);
    const counters = made.map((number) => Number(number.split('-')[2])).sort((a, b) => a - b);
    expect(counters).toEqual(Array.from({ length: 42 }, (_, index) => before + index + 1));
    expect(await lastCounter('papers')).toBe(before + 42);
  }, 30_000);

  it('counts each register and each period by itself', async () => {
    const [row] = await app.work.read<{ count: number }>(
      "SELECT count(*)::int AS count FROM register_counter WHERE register = 'papers'",
    );
    expect(row?.count).toBe(1);
    const firm = await register('clerk', { stream: 'firms', fields: { name: 'Alone' } });
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
    const before = await lastCounter('papers');
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
    expect(await lastCounter('papers')).toBe(before);
  });

  it('registers a lenient request whatever is wrong with it, and flags what was left out', async () => {
    const nobody = '00000000-0000-7000-8000-000000000000';
    const view = await register(null, {
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
    const other = await paper('clerk', {});
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
    const view = await paper('clerk', {});
    expect(view).toMatchObject({ status: 'done', version: 2, fields: { rank: 7 } });
    const links = await app.call('clerk', 'GET', `/api/documents/${view.id}/links`);
    expect(items(links)).toMatchObject([{ kind: 'follows', to: { id: other.id, number: other.number } }]);
  });

  it('checks what a step filled in like anything else', async () => {
    app.step.current = { prepare: async (_ctx, draft) => ({ ...draft, values: { ...draft.values, kind: 'z' } }) };
    expect((await refusal(paper('clerk', {}))).problems).toMatchObject([{ path: 'fields.kind' }]);
  });

  it('registers all the same when a step fails unexpectedly: flagged, with a job that tries again', async () => {
    app.step.current = {
      followUp: async (ctx) => {
        await ctx.tx.query('SELECT 1 / 0');
      },
    };
    const before = await lastCounter('papers');
    const view = await paper('clerk', { subject: 'Survivor' });
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
    expect((await refusal(paper('clerk', {}))).code).toBe('no-performer');
    const kept = await paper(null, {}, { lenient: true, source: { channel: 'mail' } });
    expect(kept.flags).toMatchObject([{ code: 'autoprocessing-failed', value: 'Nobody could be found.' }]);
  });
});

describe('what is there already', () => {
  it('is said of a number that a changed pattern gives again, and of an arrival', async () => {
    const made = await paper('clerk', {}, { source: { channel: 'mail', intakeItemId: 'item 1' } });
    const again = paper('clerk', {}, { source: { channel: 'mail', intakeItemId: 'item 1' } });
    expect(await refusal(again)).toMatchObject({ kind: 'conflict', code: 'arrival-registered' });
    const back = "UPDATE register_counter SET last = last + $1 WHERE register = 'papers'";
    await app.as(null, (ctx) => ctx.tx.query(back, [-1]));
    expect(await refusal(paper('clerk', {}))).toMatchObject({ kind: 'conflict', code: 'number-taken' });
    await app.as(null, (ctx) => ctx.tx.query(back, [1]));
    expect((await paper('clerk', {})).number > made.number).toBe(true);
  });
});

describe('unique values', () => {
  const firm = (login: string, taxNumber: string) =>
    register(login, { stream: 'firms', fields: { name: `Firm ${taxNumber}`, taxNumber } });

  it('refuses the second one and points to the first', async () => {
    const first = await firm('manager', taxNumbers[0] ?? '');
    const body = { fields: { name: 'Again', taxNumber: `PL ${taxNumbers[0] ?? ''}` } };
    const answer = await app.call('manager', 'POST', '/api/streams/firms/documents', body);
    expect(answer.status).toBe(409);
    expect(answer.body).toMatchObject({
      type: 'urn:millrace:problem:already-registered',
      existing: { id: first.id, number: first.number, title: first.title },
      errors: [{ path: 'fields.taxNumber', code: 'unique' }],
    });
  });

  it('names the number only to somebody who may not see the first', async () => {
    const first = await firm('manager', taxNumbers[1] ?? '');
    const refused = await refusal(firm('manager2', taxNumbers[1] ?? ''));
    expect(refused.extra).toEqual({ existing: { number: first.number } });
  });

  it('lets one of many concurrent ones through, leaves no gap, and tells the others', async () => {
    const before = await lastCounter('firms');
    const outcomes = await Promise.allSettled(Array.from({ length: 12 }, () => firm('clerk', taxNumbers[2] ?? '')));
    const made = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as Refusal] : []));
    expect(made).toHaveLength(1);
    expect(refused).toHaveLength(11);
    for (const { code, extra } of refused) {
      expect(code).toBe('already-registered');
      expect(extra).toMatchObject({ existing: { id: made[0]?.id } });
    }
    expect(await lastCounter('firms')).toBe(before + 1);
  });

  it('leaves the transaction usable, so that a route can go on with the first one', async () => {
    const first = await firm('clerk', taxNumbers[3] ?? '');
    const second = await app.as('clerk', async (ctx) => {
      const registerDocument = app.app.get(RegisterDocument);
      const request = { stream: 'firms', fields: { name: 'Other', taxNumber: taxNumbers[3] } };
      const refused = await refusal(registerDocument.execute(ctx, request));
      expect(refused.extra).toMatchObject({ existing: { id: first.id } });
      return registerDocument.execute(ctx, { ...request, fields: { name: 'Other' } });
    });
    expect(second.version).toBe(1);
  });

  it('leaves a taken value out of a lenient request', async () => {
    const first = await firm('clerk', taxNumbers[4] ?? '');
    const fields = { name: 'From a letter', taxNumber: taxNumbers[4] };
    const view = await register(null, { stream: 'firms', fields, lenient: true });
    expect(view.fields).toEqual({ name: 'From a letter' });
    expect(view.flags).toMatchObject([{ path: 'fields.taxNumber', code: 'unique', value: taxNumbers[4] }]);
    expect(view.flags[0]?.message).toContain(first.number);
  });

  it('guards edits as well', async () => {
    const other = await register('clerk', { stream: 'firms', fields: { name: 'Late' } });
    const edit = app.as('clerk', (ctx) =>
      app.app.get(EditDocument).execute(ctx, other.id, { fields: { taxNumber: taxNumbers[4] } }),
    );
    expect(await refusal(edit)).toMatchObject({ kind: 'conflict', code: 'already-registered' });
  });
});

describe('editing', () => {
  const patch = (login: string, id: string, body: object, tag?: string) =>
    app.call(login, 'PATCH', `/api/documents/${id}`, body, tag === undefined ? {} : { 'if-match': tag });

  it('changes what is given, raises the version and tells before and after', async () => {
    const made = await paper('clerk', { kind: 'a', rank: 1 });
    const body = { fields: { kind: null, rank: 2 }, status: 'done', responsible: 'manager' };
    const answer = await patch('clerk', made.id, body, '"v1"');
    expect(answer.status).toBe(200);
    expect(answer.headers['etag']).toBe('"v2"');
    expect(answer.body).toMatchObject({
      ...{ version: 2, status: 'done', fields: { subject: 'Paper', rank: 2 } },
      ...{ responsible: { login: 'manager' }, unit: { name: 'Sales' } },
    });
    expect(answer.body['fields']).not.toHaveProperty('kind');
    const history = items(await app.call('clerk', 'GET', `/api/documents/${made.id}/history`));
    expect(history.map(({ event }) => event)).toEqual([
      ...['document.registered', 'document.edited', 'document.status-changed', 'document.responsible-changed'],
      'document.unit-changed',
    ]);
    expect(history[1]).toMatchObject({
      actor: { name: 'Rasa Jankauskienė' },
      detail: {
        changes: [
          { field: 'kind', name: 'Kind', before: 'a', after: null },
          { field: 'rank', before: 1, after: 2 },
        ],
      },
    });
  });

  it('refuses a change made from an older version, one without If-Match, and a malformed one', async () => {
    const made = await paper('clerk', { rank: 1 });
    expect((await patch('clerk', made.id, { fields: { rank: 2 } }, '"v1"')).status).toBe(200);
    const stale = await patch('clerk', made.id, { fields: { rank: 3 } }, '"v1"');
    expect(stale.status).toBe(412);
    expect(stale.body).toMatchObject({ type: 'urn:millrace:problem:stale-version', version: 2 });
    const missing = await patch('clerk', made.id, { fields: { rank: 3 } });
    expect([missing.status, missing.body['type']]).toEqual([412, 'urn:millrace:problem:if-match-missing']);
    expect((await patch('clerk', made.id, { fields: { rank: 3 } }, 'v2')).status).toBe(412);
    expect((await patch('clerk', made.id, { fields: { rank: 3 } }, '*')).status).toBe(200);
  });

  it('loses none of many concurrent edits: one of each version wins', async () => {
    const made = await paper('clerk', { rank: 1 });
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => patch('clerk', made.id, { fields: { rank: 100 + index } }, '"v1"')),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(9).fill(412)]);
    const read = await app.call('clerk', 'GET', `/api/documents/${made.id}`);
    expect(read.body).toMatchObject({
      version: 2,
      fields: answers.find(({ status }) => status === 200)?.body['fields'],
    });
  });

  it('writes nothing when nothing changes', async () => {
    const made = await paper('clerk', { rank: 1 });
    const answer = await patch('clerk', made.id, { fields: { rank: '1' }, status: 'draft' }, '"v1"');
    expect(answer.body['version']).toBe(1);
    expect(items(await app.call('clerk', 'GET', `/api/documents/${made.id}/history`))).toHaveLength(1);
  });

  it('refuses a status that the stream does not have, and unknown people', async () => {
    const made = await paper('clerk', {});
    const answer = await patch('clerk', made.id, { status: 'flying', responsible: 'ghost', unit: 'nowhere' }, '"v1"');
    expect(answer.status).toBe(422);
    expect((answer.body['errors'] as { path: string }[]).map(({ path }) => path)).toEqual([
      'status',
      'responsible',
      'unit',
    ]);
  });

  it('settles the flag of a field that is filled in', async () => {
    const made = await register(null, { stream: 'papers', fields: { kind: 'z' }, lenient: true });
    const answer = await patch('clerk', made.id, { fields: { kind: 'a' } }, '"v1"');
    expect((answer.body['flags'] as { path: string }[]).map(({ path }) => path)).toEqual(['fields.subject']);
  });

  it('tells somebody who may read but not edit from somebody who may not even see it', async () => {
    const made = await paper('clerk', {}, { responsibleId: app.actor('cfo').id });
    expect((await patch('accountant', made.id, { fields: {} }, '"v1"')).status).toBe(403);
    expect((await patch('manager2', made.id, { fields: {} }, '"v1"')).status).toBe(404);
  });
});

describe('visibility', () => {
  it('follows the four scopes and names, in single reads and in lists alike', async () => {
    const subject = 'Visibility trial';
    const request = (responsible: string | null) =>
      paper('clerk', { subject }, { responsibleId: responsible === null ? null : app.actor(responsible).id });
    const made = {
      manager: await request('manager'),
      manager2: await request('manager2'),
      cfo: await request('cfo'),
      office: await request(null),
    };
    await app.as(null, (ctx) => grantAccess(ctx.tx, made.office.id, [app.actor('manager2').id], 'assignment'));
    const seen: Record<string, string[]> = {
      clerk: ['manager', 'manager2', 'cfo', 'office'],
      manager: ['manager'],
      manager2: ['manager2', 'office'],
      head: ['manager', 'manager2'],
      accountant: ['cfo'],
      warehouse: [],
      admin: ['manager', 'manager2', 'cfo', 'office'],
    };
    const filter = encodeURIComponent(JSON.stringify({ and: [{ field: 'subject', op: 'eq', value: subject }] }));
    for (const [login, names] of Object.entries(seen)) {
      for (const [name, document] of Object.entries(made)) {
        const { status } = await app.call(login, 'GET', `/api/documents/${document.id}`);
        expect([login, name, status]).toEqual([login, name, names.includes(name) ? 200 : 404]);
      }
      const list = await app.call(login, 'GET', `/api/streams/papers/documents?filter=${filter}&count=true`);
      const wanted = names.map((name) => made[name as keyof typeof made].number).sort();
      expect(
        items<{ number: string }>(list)
          .map(({ number }) => number)
          .sort(),
      ).toEqual(wanted);
      expect(list.body['total']).toBe(names.length);
    }
  }, 30_000);

  it('lets nobody refer to what they may not see, nor learn its title', async () => {
    const firm = await register('clerk', { stream: 'firms', fields: { name: 'Secret firm' } });
    const refused = await app.call('manager', 'POST', '/api/streams/papers/documents', {
      fields: { subject: 'x', firm: firm.id },
    });
    expect(refused.status).toBe(422);
    const byClerk = await paper('clerk', { firm: firm.id }, { responsibleId: app.actor('manager').id });
    expect(byClerk.title).toBe('Secret firm – Paper');
    const seen = await app.call('manager', 'GET', `/api/documents/${byClerk.id}`);
    expect(seen.body['fields']).toMatchObject({ firm: { id: firm.id, number: null, title: null } });
    const edited = await app.call(
      'manager',
      'PATCH',
      `/api/documents/${byClerk.id}`,
      { fields: { subject: 'Mine', firm: (seen.body['fields'] as { firm: unknown }).firm } },
      { 'if-match': '"v1"' },
    );
    expect(edited.status).toBe(200);
    expect(edited.body['title']).toBe('Secret firm – Mine');
  });
});

describe('links', () => {
  it('shows on a firm everything that refers to it, as far as one may see it', async () => {
    const firm = await register('clerk', { stream: 'firms', fields: { name: 'Hub' } });
    const byField = await paper('clerk', { firm: firm.id });
    const byTable = await paper('clerk', {
      items: [
        { name: 'a', firm: firm.id },
        { name: 'b', firm: firm.id },
      ],
    });
    const answer = await app.call('clerk', 'POST', `/api/documents/${firm.id}/links`, {
      to: byField.id,
      kind: 'related',
    });
    expect(answer.status).toBe(201);
    const links = items(await app.call('clerk', 'GET', `/api/documents/${firm.id}/links`));
    const hub = { id: firm.id, stream: 'firms', number: firm.number, title: 'Hub' };
    expect(links).toMatchObject([
      { kind: 'related', from: hub, to: { id: byField.id } },
      { kind: 'field:items.firm', from: { id: byTable.id }, to: hub },
      { kind: 'field:firm', from: { id: byField.id, title: 'Hub – Paper' }, to: hub },
    ]);
    const page = await app.call('clerk', 'GET', `/api/documents/${firm.id}/links?limit=2&stream=papers`);
    expect(items(page)).toEqual(links.slice(0, 2));
    const rest = await app.call(
      'clerk',
      'GET',
      `/api/documents/${firm.id}/links?cursor=${String(page.body['nextCursor'])}`,
    );
    expect(items(rest)).toEqual(links.slice(2));
    await app.as(null, (ctx) => grantAccess(ctx.tx, firm.id, [app.actor('cfo').id], 'test'));
    expect(items(await app.call('cfo', 'GET', `/api/documents/${firm.id}/links`))).toEqual([]);
  });

  it('makes a link once, tells it on both sides, and follows the card', async () => {
    const [one, two] = [await paper('clerk', {}), await paper('clerk', {})];
    const link = () => app.call('clerk', 'POST', `/api/documents/${one.id}/links`, { to: two.id, kind: 'related' });
    const [first, again] = [await link(), await link()];
    expect(again.body).toEqual(first.body);
    for (const { id } of [one, two]) {
      const history = items(await app.call('clerk', 'GET', `/api/documents/${id}/history`));
      expect(history.map(({ event }) => event)).toEqual(['document.registered', 'link.added']);
    }
    const firm = await register('clerk', { stream: 'firms', fields: { name: 'Moved' } });
    const edit = (fields: Record<string, unknown>) =>
      app.as('clerk', (ctx) => app.app.get(EditDocument).execute(ctx, one.id, { fields }));
    await edit({ firm: firm.id });
    const linked = items(await app.call('clerk', 'GET', `/api/documents/${firm.id}/links`));
    expect(linked).toMatchObject([{ kind: 'field:firm', from: { id: one.id } }]);
    await edit({ firm: null });
    expect(items(await app.call('clerk', 'GET', `/api/documents/${firm.id}/links`))).toEqual([]);
  });

  it('refuses a link to itself, to nothing, and of a kind that is kept for fields', async () => {
    const one = await paper('clerk', {});
    const link = (to: string, kind: string) =>
      app.call('clerk', 'POST', `/api/documents/${one.id}/links`, { to, kind });
    expect((await link(one.id, 'related')).body).toMatchObject({ status: 422, errors: [{ code: 'linked-to-itself' }] });
    expect((await link('00000000-0000-7000-8000-000000000000', 'related')).status).toBe(422);
    expect((await link('nothing', 'related')).status).toBe(400);
    expect((await link((await paper('clerk', {})).id, 'field:firm')).status).toBe(422);
  });
});

describe('the register', () => {
  const marker = 'listing';
  const count = 60;
  beforeAll(async () => {
    for (let index = 0; index < count; index++) {
      await paper('clerk', {
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
    await paper('clerk', { subject: `${marker} newcomer` });
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

describe('history', () => {
  it('cannot be changed or removed, even by SQL', async () => {
    const made = await paper('clerk', {});
    await app.as('clerk', (ctx) => writeHistory(ctx, made.id, 'test.noted', { what: 'this' }));
    const change = "UPDATE document_history SET event = 'other' WHERE document_id = $1";
    await expect(app.as(null, (ctx) => ctx.tx.query(change, [made.id]))).rejects.toThrow('append-only');
    const removal = 'DELETE FROM document_history WHERE document_id = $1';
    await expect(app.as(null, (ctx) => ctx.tx.query(removal, [made.id]))).rejects.toThrow('append-only');
    const first = await app.call('clerk', 'GET', `/api/documents/${made.id}/history?limit=1`);
    expect(items(first)).toMatchObject([{ event: 'document.registered', detail: { channel: 'api' } }]);
    const next = await app.call(
      'clerk',
      'GET',
      `/api/documents/${made.id}/history?cursor=${String(first.body['nextCursor'])}`,
    );
    expect(items(next)).toMatchObject([
      { event: 'test.noted', detail: { what: 'this' }, actor: { name: 'Rasa Jankauskienė' } },
    ]);
  });
});

describe('comments', () => {
  it('are kept in the order in which they were made, for readers only', async () => {
    const made = await paper('clerk', {}, { responsibleId: app.actor('manager').id });
    const say = (login: string, text: string) =>
      app.call(login, 'POST', `/api/documents/${made.id}/comments`, { text });
    expect((await say('clerk', ' Please \0 hurry ')).body).toMatchObject({
      text: 'Please  hurry',
      author: { login: 'clerk' },
    });
    expect((await say('manager', 'Done')).status).toBe(201);
    expect((await say('manager2', 'Let me in')).status).toBe(404);
    expect((await say('clerk', ' \0 ')).status).toBe(400);
    const said = items<{ text: string }>(await app.call('manager', 'GET', `/api/documents/${made.id}/comments`));
    expect(said.map(({ text }) => text)).toEqual(['Please  hurry', 'Done']);
  });
});

describe('files', () => {
  const pdf = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');
  const page = Buffer.from('<html><script>alert(1)</script></html>');

  it('keep versions of one name, equal bytes once, and tell so', async () => {
    const made = await paper('clerk', {});
    const url = `/api/documents/${made.id}/files`;
    const first = await app.upload('clerk', url, 'draft.pdf', pdf);
    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({
      ...{ name: 'draft.pdf', type: 'application/pdf', size: pdf.length, version: 1, role: 'attachment' },
      createdBy: { login: 'clerk' },
    });
    expect(first.headers['location']).toBe(`/api/files/${String(first.body['id'])}/content`);
    expect((await app.upload('clerk', url, 'draft.pdf', pdf)).body).toEqual(first.body);
    const changed = Buffer.concat([pdf, Buffer.from('more')]);
    const second = await app.upload('clerk', url, 'draft.pdf', changed);
    expect(second.body).toMatchObject({ id: first.body['id'], version: 2, size: changed.length });
    const scan = await app.upload('clerk', url, 'draft.pdf', pdf, { role: 'scan' });
    expect(scan.body).toMatchObject({ version: 1, role: 'scan', sha256: first.body['sha256'] });
    expect(items(await app.call('clerk', 'GET', url))).toEqual([second.body, scan.body]);
    const content = `/api/files/${String(first.body['id'])}/content`;
    expect((await app.call('clerk', 'GET', content)).raw).toEqual(changed);
    expect((await app.call('clerk', 'GET', `${content}?version=1`)).raw).toEqual(pdf);
    expect((await app.call('clerk', 'GET', `${content}?version=9`)).status).toBe(404);
    const history = items<{ event: string }>(await app.call('clerk', 'GET', `/api/documents/${made.id}/history`));
    expect(history.map(({ event }) => event)).toEqual([
      ...['document.registered', 'file.added', 'file.version-added', 'file.added'],
    ]);
  });

  it('give versions one after another when they come at once', async () => {
    const made = await paper('clerk', {});
    const stored = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        app.as(null, (ctx) =>
          app.app.get(StoreFile).execute(ctx, made.id, {
            ...{ name: 'paper.pdf', type: 'application/pdf', role: 'generated', template: 'sales/contract' },
            bytes: Buffer.from(`version ${index}`),
          }),
        ),
      ),
    );
    expect(new Set(stored.map(({ id }) => id)).size).toBe(1);
    expect(stored.map(({ version }) => version).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('leave in ranges, with tags, and in a form in which nothing can run', async () => {
    const made = await paper('clerk', {}, { responsibleId: app.actor('manager').id });
    const { body } = await app.upload('clerk', `/api/documents/${made.id}/files`, 'čekis "1".pdf', pdf);
    const get = (headers: Record<string, string>) =>
      app.call('manager', 'GET', `/api/files/${String(body['id'])}/content`, undefined, headers);
    const whole = await get({});
    expect(whole.headers).toMatchObject({
      ...{ 'content-type': 'application/pdf', 'x-content-type-options': 'nosniff', 'accept-ranges': 'bytes' },
      ...{ 'content-security-policy': "sandbox; default-src 'none'", etag: `"${String(body['sha256'])}"` },
      'content-length': String(pdf.length),
    });
    expect(whole.headers['content-disposition']).toMatch(/^inline; .*filename\*=UTF-8''%C4%8Dekis/);
    const part = await get({ range: 'bytes=5-8' });
    expect([part.status, part.raw.toString(), part.headers['content-range']]).toEqual([
      206,
      '1.7\n',
      `bytes 5-8/${pdf.length}`,
    ]);
    expect((await get({ range: 'bytes=-6' })).raw.toString()).toBe('%%EOF\n');
    expect((await get({ range: 'bytes=40-' })).raw).toEqual(pdf.subarray(40));
    const beyond = await get({ range: 'bytes=4000-' });
    expect([beyond.status, beyond.headers['content-range']]).toEqual([416, `bytes */${pdf.length}`]);
    expect((await get({ range: 'bytes=5-8', 'if-range': '"other"' })).status).toBe(200);
    expect((await get({ 'if-none-match': String(whole.headers['etag']) })).status).toBe(304);
    expect((await app.call('manager2', 'GET', `/api/files/${String(body['id'])}/content`)).status).toBe(404);
  });

  it('are typed by what they hold, not by what is said, and never run', async () => {
    const made = await paper('clerk', {});
    const url = `/api/documents/${made.id}/files`;
    const html = await app.upload('clerk', url, 'invoice.pdf', page);
    expect(html.body).toMatchObject({ type: 'application/octet-stream' });
    const sent = await app.call('clerk', 'GET', `/api/files/${String(html.body['id'])}/content`);
    expect(sent.headers['content-disposition']).toMatch(/^attachment;/);
    const text = await app.upload('clerk', url, 'notes.txt', page);
    expect(text.body).toMatchObject({ type: 'text/plain' });
    const named = await app.upload('clerk', url, '../../etc/pass\u202ewd.pdf', pdf);
    expect(named.body).toMatchObject({ name: 'pass_wd.pdf' });
  });

  it('refuse what is too large, what is no file, and people who may not attach', async () => {
    const made = await paper('clerk', {}, { responsibleId: app.actor('cfo').id });
    const url = `/api/documents/${made.id}/files`;
    expect((await app.upload('clerk', url, 'big.bin', Buffer.alloc(400_000))).status).toBe(413);
    expect((await app.call('clerk', 'POST', url, { file: 'x' })).status).toBe(415);
    expect((await app.upload('accountant', url, 'a.pdf', pdf)).status).toBe(403);
    expect((await app.upload('manager', url, 'a.pdf', pdf)).status).toBe(404);
    expect((await app.upload('clerk', url, 'a.pdf', pdf, { role: 'generated' })).status).toBe(400);
    await app.as(null, (ctx) => grantAccess(ctx.tx, made.id, [app.actor('manager').id], 'assignment'));
    expect((await app.upload('manager', url, 'a.pdf', pdf)).status).toBe(201);
    expect(items(await app.call('clerk', 'GET', url))).toHaveLength(1);
  });
});

describe('the content hash', () => {
  it('changes exactly with the fields and the files that are decided on', async () => {
    const made = await paper('clerk', { rank: 1, kind: 'a' });
    const hash = () => app.as(null, (ctx) => contentHash(ctx.tx, made.id));
    const edit = (change: Parameters<EditDocument['execute']>[2]) =>
      app.as('clerk', (ctx) => app.app.get(EditDocument).execute(ctx, made.id, change));
    const store = (role: 'attachment' | 'scan' | 'raw' | 'generated', text: string) =>
      app.as(null, (ctx) => {
        const file = { name: 'a.txt', type: 'text/plain', role, bytes: Buffer.from(text) };
        return app.app.get(StoreFile).execute(ctx, made.id, file);
      });
    const first = await hash();
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    await edit({ status: 'done', responsibleId: app.actor('manager').id });
    await store('scan', 'scan');
    await store('raw', 'raw');
    await store('generated', 'paper made of the same card');
    expect(await hash()).toBe(first);
    await edit({ fields: { rank: 2 } });
    const second = await hash();
    expect(second).not.toBe(first);
    await edit({ fields: { rank: 1 } });
    expect(await hash()).toBe(first);
    await store('attachment', 'one');
    const third = await hash();
    expect(third).not.toBe(first);
    await store('attachment', 'one');
    expect(await hash()).toBe(third);
    await store('attachment', 'two');
    const fourth = await hash();
    expect(new Set([first, second, third, fourth]).size).toBe(4);
  });
});

describe('hostile requests', () => {
  const post = (payload: string) =>
    app.call('clerk', 'POST', '/api/streams/papers/documents', payload, { 'content-type': 'application/json' });

  it('are answered with a clear error, never with a failure of the server', async () => {
    const deep = `{"fields":{"subject":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`;
    const bodies: [string, number][] = [
      [deep, 400],
      ['{"fields":{"__proto__":{"admin":true},"subject":"x"}}', 400],
      ['{"fields":{"constructor":{"prototype":{}},"subject":"x"}}', 400],
      ['{"fields":{"toString":"x","subject":"x"}}', 422],
      ['{"fields":[]}', 400],
      ['{"fields":"x"}', 400],
      ['[]', 400],
      ['null', 400],
      ['"text"', 400],
      ['{', 400],
      ['{}', 400],
      ['{"fields":{"subject":"x"},"extra":1}', 400],
      ['{"fields":{"subject":"x"},"status":{}}', 400],
      ['{"fields":{"subject":"x"},"links":[null]}', 400],
      ['{"fields":{"subject":"x"},"links":[{"to":"x","kind":"y"}]}', 400],
      ['{"fields":{"subject":{"a":1}}}', 422],
      ['{"fields":{"subject":"x","firm":{"id":"no"}}}', 422],
      ['{"fields":{"subject":"x","rank":1e400}}', 422],
      ['{"fields":{"subject":"a\\u0000b\\ud800"},"responsible":"\\u0000"}', 422],
      ['{"fields":{"subject":"a\\u0000b\\ud800"}}', 201],
    ];
    for (const [body, status] of bodies) {
      const answer = await post(body);
      expect([body.slice(0, 70), answer.status]).toEqual([body.slice(0, 70), status]);
      if (status >= 400) expect(answer.body['detail']).toEqual(expect.any(String));
    }
  });

  it('for things that cannot exist are answered 404', async () => {
    const ids = ['x', '%00', "'; DROP TABLE document; --", '00000000-0000-7000-8000-000000000000', 'é'.repeat(60)];
    for (const id of ids.map(encodeURIComponent)) {
      for (const side of ['', '/history', '/links', '/files', '/comments']) {
        expect([id, side, (await app.call('admin', 'GET', `/api/documents/${id}${side}`)).status]).toEqual([
          id,
          side,
          404,
        ]);
      }
      expect((await app.call('admin', 'GET', `/api/files/${id}/content`)).status).toBe(404);
      expect((await app.call('admin', 'PATCH', `/api/documents/${id}`, {}, { 'if-match': '"v1"' })).status).toBe(404);
    }
  });

  it('need a session', async () => {
    for (const url of ['/api/streams/papers/documents', '/api/documents/x', '/api/files/x/content']) {
      expect((await app.app.inject({ method: 'GET', url })).statusCode).toBe(401);
    }
  });
});

async function lastCounter(registerKey: string): Promise<number> {
  const [row] = await app.work.read<{ last: number }>(
    'SELECT coalesce(max(last), 0)::int AS last FROM register_counter WHERE register = $1',
    [registerKey],
  );
  return row?.last ?? 0;
}
