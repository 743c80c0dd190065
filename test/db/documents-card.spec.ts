import { EditDocument } from '../../src/documents/card/edit-document.js';
import { RegisterDocument } from '../../src/documents/registration/register-document.js';
import type { Refusal } from '../../src/platform/errors.js';
import { DocumentsApp, items, refusal } from './documents-app.js';

let app: DocumentsApp;
beforeAll(async () => {
  app = await DocumentsApp.start();
}, 60_000);
afterAll(() => app.stop());

/** Tax numbers with right check digits (Polish NIP). */
const taxNumbers = ['5260250274', '5213017228', '7010015111', '1132191233', '5252344078'];

describe('unique values', () => {
  const firm = (login: string, taxNumber: string) =>
    app.register(login, { stream: 'firms', fields: { name: `Firm ${taxNumber}`, taxNumber } });

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
    const before = await app.lastCounter('firms');
    const outcomes = await Promise.allSettled(Array.from({ length: 12 }, () => firm('clerk', taxNumbers[2] ?? '')));
    const made = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as Refusal] : []));
    expect(made).toHaveLength(1);
    expect(refused).toHaveLength(11);
    for (const { code, extra } of refused) {
      expect(code).toBe('already-registered');
      expect(extra).toMatchObject({ existing: { id: made[0]?.id } });
    }
    expect(await app.lastCounter('firms')).toBe(before + 1);
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
    const view = await app.register(null, { stream: 'firms', fields, lenient: true });
    expect(view.fields).toEqual({ name: 'From a letter' });
    expect(view.flags).toMatchObject([{ path: 'fields.taxNumber', code: 'unique', value: taxNumbers[4] }]);
    expect(view.flags[0]?.message).toContain(first.number);
  });

  it('guards edits as well', async () => {
    const other = await app.register('clerk', { stream: 'firms', fields: { name: 'Late' } });
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
    const made = await app.paper('clerk', { kind: 'a', rank: 1 });
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
    const made = await app.paper('clerk', { rank: 1 });
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
    const made = await app.paper('clerk', { rank: 1 });
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
    const made = await app.paper('clerk', { rank: 1 });
    const answer = await patch('clerk', made.id, { fields: { rank: '1' }, status: 'draft' }, '"v1"');
    expect(answer.body['version']).toBe(1);
    expect(items(await app.call('clerk', 'GET', `/api/documents/${made.id}/history`))).toHaveLength(1);
  });

  it('refuses a status that the stream does not have, and unknown people', async () => {
    const made = await app.paper('clerk', {});
    const answer = await patch('clerk', made.id, { status: 'flying', responsible: 'ghost', unit: 'nowhere' }, '"v1"');
    expect(answer.status).toBe(422);
    expect((answer.body['errors'] as { path: string }[]).map(({ path }) => path)).toEqual([
      'status',
      'responsible',
      'unit',
    ]);
  });

  it('settles the flag of a field that is filled in', async () => {
    const made = await app.register(null, { stream: 'papers', fields: { kind: 'z' }, lenient: true });
    const answer = await patch('clerk', made.id, { fields: { kind: 'a' } }, '"v1"');
    expect((answer.body['flags'] as { path: string }[]).map(({ path }) => path)).toEqual(['fields.subject']);
  });

  it('tells somebody who may read but not edit from somebody who may not even see it', async () => {
    const made = await app.paper('clerk', {}, { responsibleId: app.actor('cfo').id });
    expect((await patch('accountant', made.id, { fields: {} }, '"v1"')).status).toBe(403);
    expect((await patch('manager2', made.id, { fields: {} }, '"v1"')).status).toBe(404);
  });
});
