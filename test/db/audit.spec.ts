import { systemActor } from '../../src/organisation/directory/actors.js';
import { AuditLog } from '../../src/platform/audit/audit-log.js';
import { HeadFile } from '../../src/platform/audit/head-file.js';
import { LetGo, type Retention } from '../../src/platform/audit/let-go.js';
import { SealAudit } from '../../src/platform/audit/seal-audit.js';
import { VerifyAudit } from '../../src/platform/audit/verify-audit.js';
import type { Context } from '../../src/platform/context.js';
import type { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { OrganisationApp } from './organisation-app.js';

const yearMs = 366 * 86_400_000;

let organisation: OrganisationApp;
let unitOfWork: UnitOfWork;

const signIn: OrganisationApp['signIn'] = (...values) => organisation.signIn(...values);
const write: OrganisationApp['write'] = (...values) => organisation.write(...values);

beforeAll(async () => {
  organisation = await OrganisationApp.start();
  ({ unitOfWork } = organisation);
});

afterAll(() => organisation?.stop());

describe('the audit log', () => {
  const audit = () => organisation.app.get(AuditLog);
  const verify = () => organisation.app.get(VerifyAudit);
  const seal = async () => {
    const [seals, run] = [organisation.app.get(SealAudit), (context: Context) => seals.seal(context)];
    while ((await unitOfWork.run(systemActor, run)) > 0);
  };
  const note = (name: string) =>
    unitOfWork.run(systemActor, (context) =>
      audit().write(context, { verb: 'test.noted', object: { kind: 'test', id: name }, after: { name, at: 1.5 } }),
    );
  /** As somebody does who has the database and not the program: triggers do not stop them. */
  const behind = (text: string, values: unknown[] = []) =>
    unitOfWork.run(systemActor, async ({ tx }) => {
      await tx.query(`SET LOCAL session_replication_role = replica`);
      await tx.query(text, values);
    });
  const entryOf = async (name: string) =>
    String((await write('SELECT id FROM audit_entry WHERE object_id = $1', [name]))[0]?.['id']);

  it('tells who did what from where, and no secret', async () => {
    const { token } = await signIn('clerk', 'demo', {}, '10.3.3.3');
    await signIn('clerk', 'nonsense', {}, '10.3.3.4');
    await signIn('a-password-typed-as-login', 'nonsense', {}, '10.3.3.4');
    const [refused, begun] = await write(
      `SELECT verb, address, session, actor_name AS actor, after FROM audit_entry
       WHERE object_id = (SELECT id::text FROM person WHERE login = 'clerk') ORDER BY id DESC`,
    );
    expect(begun).toMatchObject({ verb: 'session.begun', actor: 'Rasa Jankauskienė', address: '10.3.3.3' });
    expect(await write('SELECT id::text AS session FROM session')).toEqual([{ session: begun?.['session'] }]);
    expect(refused).toMatchObject({
      verb: 'session.refused',
      address: '10.3.3.4',
      after: { reason: 'wrong-credentials' },
    });
    await unitOfWork.run(systemActor, (context) =>
      audit().write(context, {
        verb: 'test.secrets',
        object: { kind: 'test', id: 'secrets' },
        after: { clientSecret: 'hush', nested: [{ newPassword: 'hush', hasPassword: true }], text: 'a\u0000b\ud800' },
      }),
    );
    const all = JSON.stringify(await write('SELECT * FROM audit_entry'));
    for (const hidden of ['hush', 'a-password-typed', token]) expect(all).not.toContain(hidden);
    expect(await write(`SELECT after FROM audit_entry WHERE object_id = 'secrets'`)).toEqual([
      {
        after: { clientSecret: '(hidden)', nested: [{ newPassword: '(hidden)', hasPassword: true }], text: 'ab\ufffd' },
      },
    ]);
  });

  it('takes no change and no deletion', async () => {
    await expect(write(`UPDATE audit_entry SET verb = 'nothing'`)).rejects.toThrow('append-only');
    await expect(write('DELETE FROM audit_entry')).rejects.toThrow('append-only');
    await expect(write('TRUNCATE audit_entry')).rejects.toThrow('append-only');
  });

  it('goes into one unbroken chain, whatever is written meanwhile and whoever chains', async () => {
    await Promise.all(Array.from({ length: 60 }, (_, index) => (index % 10 === 9 ? seal() : note(`many ${index}`))));
    await seal();
    const report = await verify().verify();
    expect(report).toMatchObject({ problems: [], waiting: 0 });
    expect(report.sealed).toBe((await write('SELECT 1 FROM audit_entry')).length);
  });

  it('chains an entry whose transaction ends after later ones, and makes nobody wait', async () => {
    await unitOfWork.run(systemActor, async (context) => {
      const write = audit().write(context, { verb: 'test.noted', object: { kind: 'test', id: 'late' } });
      await write;
      // Neither a writer nor the chaining waits for this open transaction.
      await note('early');
      await seal();
      expect(await verify().verify()).toMatchObject({ problems: [], waiting: 0 });
    });
    expect(await verify().verify()).toMatchObject({ problems: [], waiting: 1 });
    await seal();
    expect(await verify().verify()).toMatchObject({ problems: [], waiting: 0 });
    const order = await write(
      `SELECT object_id FROM audit_seal s JOIN audit_entry e ON e.id = s.entry_id
       WHERE object_id IN ('late', 'early') ORDER BY position`,
    );
    expect(order.map((row) => row['object_id'])).toEqual(['early', 'late']);
  });

  it('leaves nothing of what was rolled back', async () => {
    const failing = unitOfWork.run(systemActor, async (context) => {
      await audit().write(context, { verb: 'test.noted', object: { kind: 'test', id: 'undone' } });
      throw new Error('undone');
    });
    await expect(failing).rejects.toThrow('undone');
    expect(await entryOf('undone')).toBe('undefined');
  });

  const attacks: [string, string, () => Promise<unknown>][] = [
    [
      'a changed value',
      'altered',
      () => behind(`UPDATE audit_entry SET after = '{"name": "x"}' WHERE object_id = 'many 11'`),
    ],
    [
      'a changed author',
      'altered',
      () => behind(`UPDATE audit_entry SET actor_name = 'Nobody' WHERE object_id = 'many 12'`),
    ],
    [
      'a moved time',
      'altered',
      () => behind(`UPDATE audit_entry SET at = at - interval '1 day' WHERE object_id = 'many 13'`),
    ],
    ['an entry taken out', 'removed', () => behind(`DELETE FROM audit_entry WHERE object_id = 'many 14'`)],
    [
      'an entry taken out with its place',
      'removed',
      async () => {
        const id = await entryOf('many 15');
        await behind('DELETE FROM audit_seal WHERE entry_id = $1', [id]);
        await behind('DELETE FROM audit_entry WHERE id = $1', [id]);
      },
    ],
    [
      'a place closed up after it',
      'chain-broken',
      async () => {
        const id = await entryOf('many 16');
        const [row] = await write('SELECT position FROM audit_seal WHERE entry_id = $1', [id]);
        await behind('DELETE FROM audit_seal WHERE entry_id = $1', [id]);
        await behind('DELETE FROM audit_entry WHERE id = $1', [id]);
        await behind('UPDATE audit_seal SET position = -position WHERE position > $1', [row?.['position']]);
        await behind('UPDATE audit_seal SET position = -position - 1 WHERE position < 0');
      },
    ],
    [
      'an entry put in',
      'inserted',
      () =>
        behind(`INSERT INTO audit_entry SELECT gen_random_uuid(), at, actor_id, 'Somebody', for_id, address, session, verb,
                object_kind, 'forged', before, after, key_id, mac FROM audit_entry WHERE object_id = 'many 21'`),
    ],
    [
      'an entry put in and left to be chained',
      'inserted',
      async () => {
        await behind(`INSERT INTO audit_entry SELECT gen_random_uuid(), at, actor_id, 'Somebody', for_id, address, session,
                      verb, object_kind, 'smuggled', before, after, key_id, mac FROM audit_entry WHERE object_id = 'many 22'`);
        await behind(`INSERT INTO audit_unsealed SELECT id FROM audit_entry WHERE object_id = 'smuggled'`);
        await seal();
      },
    ],
    [
      'an entry changed before it was chained',
      'inserted',
      async () => {
        await note('fresh');
        await behind(`UPDATE audit_entry SET verb = 'test.nothing' WHERE object_id = 'fresh'`);
        await seal();
      },
    ],
    [
      'the last entries taken out with their places',
      'removed',
      async () => {
        await behind('DELETE FROM audit_entry WHERE id IN (SELECT entry_id FROM audit_seal WHERE position > 10)');
        await behind('DELETE FROM audit_seal WHERE position > 10');
      },
    ],
    ['everything taken out', 'removed', () => behind('TRUNCATE audit_entry, audit_seal, audit_unsealed')],
    [
      'an entry taken out before it was chained',
      'removed',
      async () => {
        await note('shortlived');
        await behind(`DELETE FROM audit_entry WHERE object_id = 'shortlived'`);
        await seal();
      },
    ],
  ];

  test.each(attacks)('shows %s as %s', async (_, kind, attack) => {
    await behind('TRUNCATE audit_entry, audit_seal, audit_unsealed, audit_head');
    for (let index = 10; index < 24; index += 1) await note(`many ${index}`);
    await seal();
    expect((await verify().verify()).problems).toEqual([]);
    await attack();
    const { problems } = await verify().verify();
    expect(problems.length).toBeGreaterThan(0);
    expect(problems[0]?.kind).toBe(kind);
  });

  it('shows by a place noted elsewhere that its end was cut off', async () => {
    await behind('TRUNCATE audit_entry, audit_seal, audit_unsealed, audit_head');
    await Promise.all([1, 2, 3, 4].map((index) => note(`cut ${index}`)));
    await seal();
    const { anchor } = await verify().verify();
    expect((await verify().verify(...(anchor ? [anchor] : []))).problems).toEqual([]);
    const heads = await write('SELECT position, chain, key_id, mac FROM audit_head');
    await note('cut 5');
    await seal();
    await behind('DELETE FROM audit_entry WHERE id IN (SELECT entry_id FROM audit_seal WHERE position > 2)');
    await behind('DELETE FROM audit_seal WHERE position > 2');
    // Somebody who kept the recorded end of an earlier time, and puts it back.
    const { position, chain, key_id: keyId, mac } = heads[0] ?? {};
    const put = 'UPDATE audit_head SET position = $1, chain = $2, key_id = $3, mac = $4';
    await behind(put, [position, chain, keyId, mac]);
    expect((await verify().verify()).problems).toMatchObject([{ kind: 'removed', position: 4 }]);
    expect((await verify().verify(...(anchor ? [anchor] : []))).problems).toMatchObject([{ kind: 'removed' }]);
    await behind('UPDATE audit_head SET position = 2, chain = (SELECT chain FROM audit_seal WHERE position = 2)');
    expect((await verify().verify()).problems).toMatchObject([{ kind: 'chain-broken' }]);
    await behind('DELETE FROM audit_head');
    expect((await verify().verify()).problems).toMatchObject([{ kind: 'chain-broken' }]);
  });

  it('notes in the data folder where it ends, so that an older end in the database does not help', async () => {
    const file = organisation.app.get(HeadFile);
    await behind('TRUNCATE audit_entry, audit_seal, audit_unsealed, audit_head');
    for (let index = 0; index < 6; index += 1) await note(`noted ${index}`);
    await seal();
    const [older] = await write('SELECT position, chain, key_id, mac FROM audit_head');
    await note('noted 6');
    await seal();
    await file.note();
    const noted = await file.read();
    expect(noted?.position).toBe(7);
    await behind('DELETE FROM audit_entry WHERE id IN (SELECT entry_id FROM audit_seal WHERE position > 6)');
    await behind('DELETE FROM audit_seal WHERE position > 6');
    const put = 'UPDATE audit_head SET position = $1, chain = $2, key_id = $3, mac = $4';
    await behind(
      put,
      ['position', 'chain', 'key_id', 'mac'].map((name) => older?.[name]),
    );
    expect((await verify().verify()).problems).toEqual([]);
    expect((await verify().verify(...(noted ? [noted] : []))).problems).toMatchObject([
      { kind: 'removed', position: 7 },
    ]);
  });

  describe('lets go what has outlived its time', () => {
    const letGo = () => organisation.app.get(LetGo);
    const run = () => unitOfWork.run(systemActor, (context) => letGo().run(context));
    const keep = (years: Retention) => unitOfWork.run(systemActor, (context) => letGo().setRetention(context, years));

    beforeEach(async () => {
      await behind('TRUNCATE audit_entry, audit_seal, audit_unsealed, audit_head');
      for (let index = 0; index < 5; index += 1) await note(`old ${index}`);
      await unitOfWork.run(systemActor, (context) =>
        audit().write(context, { verb: 'other.noted', object: { kind: 'test', id: 'kept' } }),
      );
      await seal();
    });
    afterEach(() => {
      organisation.clock.aheadMs = 0;
    });

    it('keeps everything for ever unless told otherwise, and nothing longer than told', async () => {
      organisation.clock.aheadMs = 40 * yearMs;
      expect(await run()).toBe(0);
      await keep({ test: 50 });
      expect(await run()).toBe(0);
      await keep({ test: 2 });
      await note('young');
      await seal();
      expect(await run()).toBe(5);
      expect(await run()).toBe(0);
      await seal();
      expect(await entryOf('old 3')).toBe('undefined');
      expect(await entryOf('young')).not.toBe('undefined');
      expect(await entryOf('kept')).not.toBe('undefined');
      const report = await verify().verify();
      expect(report).toMatchObject({ problems: [], letGo: 5, waiting: 0 });
      const [told] = await write(`SELECT after FROM audit_entry WHERE verb = 'audit.let-go'`);
      expect(told?.['after']).toMatchObject({ kind: 'test', entries: 5, places: [[1, 5]] });
    });

    it('and what somebody else takes away is found out all the same', async () => {
      organisation.clock.aheadMs = 3 * yearMs;
      await keep({ test: 2 });
      await run();
      await seal();
      await behind(`DELETE FROM audit_entry WHERE object_id = 'kept'`);
      expect((await verify().verify()).problems).toMatchObject([{ kind: 'removed', position: 6 }]);
      await behind(
        `UPDATE audit_entry SET after = jsonb_set(after, '{places}', '[[1, 6]]') WHERE verb = 'audit.let-go'`,
      );
      expect((await verify().verify()).problems.map(({ kind }) => kind)).toContain('altered');
      await behind(`DELETE FROM audit_entry WHERE verb = 'audit.let-go'`);
      expect((await verify().verify()).problems.length).toBeGreaterThanOrEqual(7);
    });

    it('does not follow a retention that the program did not set', async () => {
      await keep({ test: 50 });
      await seal();
      organisation.clock.aheadMs = 10 * yearMs;
      await behind(`INSERT INTO audit_entry SELECT gen_random_uuid(), at + interval '1 day', actor_id, actor_name, for_id,
        address, session, verb, object_kind, object_id, before, '{"test": 1}', key_id, mac, history_id FROM audit_entry
        WHERE verb = 'audit.retention-changed'`);
      expect(await run()).toBe(0);
    });
  });
});
