import fc from 'fast-check';
import { officeWeek } from '../../worktime/working-calendar.js';
import { covers } from '../substitution/matter.js';
import { publicActor, systemActor } from './actors.js';
import { buildOrganisation, type OrganisationRows } from './build-organisation.js';
import type { Substitution } from './organisation.js';
import {
  absenceOf,
  actorOf,
  calendarFor,
  headOfPerson,
  headOfUnit,
  holdersOf,
  membersOf,
  substituteFor,
} from './queries.js';

type Row = OrganisationRows['persons'][number];

function person(id: string, more: Partial<Row> = {}): Row {
  return { id, login: id, name: id, email: null, language: 'lt', active: true, roles: [], ...more };
}

function unit(id: string, parentId: string | null, headId: string | null, calendarKey: string | null = null) {
  return { id: `${id}-id`, key: id, name: id, parentId: parentId && `${parentId}-id`, headId, calendarKey };
}

function post(key: string, unitKey: string, holderIds: string[]) {
  return { id: `${key}-id`, key, name: key, unitId: `${unitKey}-id`, holderIds };
}

function away(
  absentId: string,
  substituteId: string | null,
  startsAt = 0,
  endsAt = 100,
  limits: Partial<Pick<Substitution, 'streams' | 'maxAmount'>> = {},
): Substitution {
  const id = `${absentId}>${substituteId ?? ''}>${startsAt}`;
  return { id, absentId, substituteId, startsAt, endsAt, reason: null, streams: null, maxAmount: null, ...limits };
}

const calendar = (timeZone: string) => ({ timeZone, week: officeWeek, exceptions: [] });

const rows: OrganisationRows = {
  persons: [
    person('ceo'),
    person('head', { roles: ['manager'] }),
    person('anna'),
    person('boris'),
    person('gone', { active: false }),
    person('loner'),
  ],
  units: [
    unit('company', null, 'ceo', 'default'),
    unit('sales', 'company', 'head', 'warsaw'),
    unit('export', 'sales', 'gone'),
    unit('office', 'company', null),
  ],
  posts: [
    post('ceo', 'company', ['ceo']),
    post('manager', 'sales', ['anna', 'gone']),
    post('exporter', 'export', ['boris']),
    post('nobody', 'office', []),
  ],
  substitutions: [],
  calendars: [
    { key: 'default', definition: { key: 'default', ...calendar('Europe/Vilnius') } },
    { key: 'warsaw', definition: { key: 'warsaw', ...calendar('Europe/Warsaw') } },
  ],
};

const org = buildOrganisation(rows, 1).organisation;
const withAbsences = (...substitutions: ReturnType<typeof away>[]) =>
  buildOrganisation({ ...rows, substitutions }, 1).organisation;
const ids = (people: readonly { id: string }[]) => people.map(({ id }) => id);

describe('the picture of the organisation', () => {
  it('gives people the units of their posts and of those they head, and all below for a head', () => {
    expect(org.persons.get('head')).toMatchObject({
      unitIds: ['sales-id'],
      headedUnitIds: ['sales-id', 'export-id'],
      postKeys: [],
    });
    expect(org.persons.get('ceo')?.headedUnitIds).toEqual(['company-id', 'sales-id', 'office-id', 'export-id']);
    expect(org.persons.get('boris')).toMatchObject({ unitIds: ['export-id'], roles: ['exporter'], headedUnitIds: [] });
  });

  it('keeps the last good calendar when a wrong one is stored, and says so', () => {
    const broken = { ...rows, calendars: [{ key: 'default', definition: { key: 'default', timeZone: 'Mars/Base' } }] };
    const kept = buildOrganisation(broken, 2, org);
    expect(kept.organisation.calendars.get('default')).toBe(org.calendars.get('default'));
    expect(kept.warnings).toEqual([expect.stringMatching(/"default" is not usable, at timeZone: .* stays in use/)]);
    expect(buildOrganisation(broken, 2).organisation.calendars.size).toBe(0);
  });

  it('survives units tied into a ring', () => {
    const ring = { ...rows, units: [unit('sales', 'export', 'head'), unit('export', 'sales', null)] };
    const tied = buildOrganisation(ring, 1).organisation;
    expect(tied.persons.get('head')?.headedUnitIds).toEqual(['sales-id', 'export-id']);
    expect(headOfPerson(tied, 'head')).toBeNull();
    expect(calendarFor(tied, { unitId: 'sales-id' }).key).toBe('default');
  });
});

describe('queries', () => {
  it('finds holders of a post, without those who left', () => {
    expect(ids(holdersOf(org, 'manager'))).toEqual(['anna']);
    expect(holdersOf(org, 'nobody')).toEqual([]);
    expect(holdersOf(org, 'no such post')).toEqual([]);
  });

  it('finds the head of a unit by key or id', () => {
    expect(headOfUnit(org, 'sales')?.id).toBe('head');
    expect(headOfUnit(org, 'sales-id')?.id).toBe('head');
    expect(headOfUnit(org, 'office')).toBeNull();
    expect(headOfUnit(org, 'export')).toBeNull();
    expect(headOfUnit(org, 'no such unit')).toBeNull();
  });

  test.each<[string, string | undefined, string]>([
    ['anna', 'head', 'the own unit has one'],
    ['head', 'ceo', 'one heads the own unit oneself'],
    ['boris', 'head', 'the head of the own unit has left'],
    ['ceo', undefined, 'there is nobody above'],
    ['loner', undefined, 'one belongs nowhere'],
  ])('finds whom %s answers to (%s): %s', (id, expected) => {
    expect(headOfPerson(org, id)?.id).toBe(expected);
  });

  it('lists members of a unit, with those below on demand', () => {
    expect(ids(membersOf(org, 'sales'))).toEqual(['anna', 'head']);
    expect(ids(membersOf(org, 'sales', { deep: true }))).toEqual(['anna', 'boris', 'head']);
    expect(membersOf(org, 'no such unit', { deep: true })).toEqual([]);
  });

  it('finds the nearest calendar up the tree', () => {
    expect(calendarFor(org, { personId: 'boris' }).timeZone).toBe('Europe/Warsaw');
    expect(calendarFor(org, { unitId: 'office-id' }).timeZone).toBe('Europe/Vilnius');
    expect(calendarFor(org, { unitId: 'office-id', personId: 'boris' }).timeZone).toBe('Europe/Vilnius');
    expect(calendarFor(org, { personId: 'loner' }).key).toBe('default');
    expect(calendarFor(org, {}).key).toBe('default');
  });

  it('makes actors of people, the system and the public, and of nobody else', () => {
    expect(actorOf(org, 'head')).toEqual({
      id: 'head',
      kind: 'person',
      login: 'head',
      name: 'head',
      language: 'lt',
      roles: ['manager'],
      unitIds: ['sales-id'],
      headedUnitIds: ['sales-id', 'export-id'],
      withinUnitIds: ['sales-id', 'company-id'],
      groupIds: [],
      colleagueIds: [],
    });
    expect(actorOf(org, systemActor.id)).toBe(systemActor);
    expect(actorOf(org, publicActor.id)).toBe(publicActor);
    expect(() => actorOf(org, 'stranger')).toThrow('There is no such person');
  });
});

describe('substitution', () => {
  it('lasts from its start until just before its end', () => {
    const absent = withAbsences(away('anna', 'boris', 10, 20));
    expect([9, 10, 19, 20].map((at) => substituteFor(absent, 'anna', at)?.id)).toEqual([
      undefined,
      'boris',
      'boris',
      undefined,
    ]);
  });

  it('passes on when the substitute is absent too', () => {
    const absent = withAbsences(away('anna', 'boris'), away('boris', 'head'), away('head', 'ceo', 50, 60));
    expect(substituteFor(absent, 'anna', 1)?.id).toBe('head');
    expect(substituteFor(absent, 'anna', 55)?.id).toBe('ceo');
    expect(ids(absenceOf(absent, 'anna', 55)?.passed ?? [])).toEqual(['anna', 'boris', 'head']);
  });

  it('tells nobody-is-there from not-absent', () => {
    const ring = withAbsences(away('anna', 'boris'), away('boris', 'anna'));
    expect(substituteFor(ring, 'anna', 1)).toBeNull();
    expect(absenceOf(ring, 'anna', 1)).toMatchObject({ substitute: null, until: 100 });
    expect(absenceOf(ring, 'head', 1)).toBeNull();
    expect(absenceOf(withAbsences(away('anna', 'gone')), 'anna', 1)).toMatchObject({ substitute: null });
  });

  it('may name nobody: the person is absent, and others who are named act before nobody does', () => {
    const alone = withAbsences(away('anna', null), away('boris', 'anna'));
    expect(absenceOf(alone, 'anna', 1)).toMatchObject({ substitute: null, until: 100 });
    expect(absenceOf(alone, 'boris', 1)).toMatchObject({ substitute: null });
    const both = withAbsences(away('anna', null, 0), away('anna', 'boris', 1));
    expect(substituteFor(both, 'anna', 5)?.id).toBe('boris');
    const inPart = withAbsences(away('anna', null), away('anna', 'boris', 0, 100, { streams: ['contracts'] }));
    expect(substituteFor(inPart, 'anna', 1, { stream: 'contracts' })?.id).toBe('boris');
    expect(absenceOf(inPart, 'anna', 1, { stream: 'invoices' })).toMatchObject({ substitute: null });
  });

  it('tries the next substitution when the first leads to nobody', () => {
    const two = withAbsences(away('anna', 'gone', 0), away('anna', 'boris', 1));
    expect(substituteFor(two, 'anna', 5)?.id).toBe('boris');
  });

  const contracts = { streams: ['contracts'] };
  const upTo = (amount: string, currency = 'EUR') => ({ maxAmount: { amount, currency } });
  const euros = (amount: string) => ({ amount, currency: 'EUR' });

  it('in part counts only for what it covers, and never as an absence from everything', () => {
    const part = withAbsences(away('anna', 'boris', 0, 100, { ...contracts, ...upTo('10000') }));
    const acts = (matter?: Parameters<typeof substituteFor>[3]) => substituteFor(part, 'anna', 1, matter)?.id ?? null;
    expect(acts({ stream: 'contracts', amount: euros('10000.00') })).toBe('boris');
    expect(acts({ stream: 'contracts', amount: euros('10000.01') })).toBeNull();
    expect(acts({ stream: 'contracts', amount: { amount: '1', currency: 'PLN' } })).toBeNull();
    expect(acts({ stream: 'contracts', amount: null })).toBe('boris');
    expect(acts({ stream: 'contracts' })).toBe('boris');
    expect(acts({ stream: 'invoices', amount: euros('1') })).toBeNull();
    expect(acts({})).toBeNull();
    expect(acts()).toBeNull();
    expect(absenceOf(part, 'anna', 1, { stream: 'invoices' })).toBeNull();
  });

  it('lets several act at once, each in their own streams and one in all the rest', () => {
    const several = withAbsences(
      away('anna', 'head', 0, 100),
      away('anna', 'boris', 1, 100, contracts),
      away('anna', 'ceo', 2, 100, { ...contracts, ...upTo('500') }),
    );
    const acts = (stream: string, amount?: string) =>
      substituteFor(several, 'anna', 5, { stream, amount: amount === undefined ? null : euros(amount) })?.id;
    expect([acts('contracts', '100'), acts('contracts', '501'), acts('invoices', '100')]).toEqual([
      'ceo',
      'boris',
      'head',
    ]);
  });

  it('passes on only along what covers the matter, and over those who may not act in it', () => {
    const chain = withAbsences(away('anna', 'boris'), away('boris', 'head', 0, 100, contracts));
    expect(substituteFor(chain, 'anna', 1, { stream: 'contracts' })?.id).toBe('head');
    expect(substituteFor(chain, 'anna', 1, { stream: 'invoices' })?.id).toBe('boris');
    const two = withAbsences(away('anna', 'boris', 0), away('anna', 'head', 1));
    expect(substituteFor(two, 'anna', 5, { excluded: ['boris'] })?.id).toBe('head');
    expect(absenceOf(two, 'anna', 5, { excluded: ['boris', 'head'] })).toMatchObject({ substitute: null });
  });

  it('always ends, with someone who is present and not the absent one', () => {
    const names = rows.persons.map(({ id }) => id);
    const stream = fc.constantFrom('contracts', 'invoices', 'works');
    const sum = fc.record({ amount: fc.nat(30).map(String), currency: fc.constantFrom('EUR', 'PLN') });
    const entry = fc
      .record({
        absent: fc.constantFrom(...names),
        substitute: fc.option(fc.constantFrom(...names)),
        start: fc.nat(20),
        length: fc.integer({ min: 1, max: 20 }),
        limits: fc.record({
          streams: fc.option(fc.uniqueArray(stream, { minLength: 1 })),
          maxAmount: fc.option(sum),
        }),
      })
      .filter(({ absent, substitute }) => absent !== substitute);
    const matters = fc.option(fc.record({ stream, amount: fc.option(sum) }), { nil: undefined });
    fc.assert(
      fc.property(
        fc.array(entry, { maxLength: 15 }),
        fc.constantFrom(...names),
        fc.nat(40),
        matters,
        (entries, asked, at, matter) => {
          const all = entries.map((one) =>
            away(one.absent, one.substitute, one.start, one.start + one.length, one.limits),
          );
          const some = withAbsences(...all);
          const found = substituteFor(some, asked, at, matter);
          // Exactly as if those that do not cover the matter were not there, and the others were without limits.
          const counting = all.filter((one) => covers(one, matter));
          const absence = absenceOf(some, asked, at, matter);
          const running = counting.filter((one) => one.absentId === asked && one.startsAt <= at && at < one.endsAt);
          expect(absence !== null).toBe(running.length > 0);
          if (!found) return;
          expect(found.active).toBe(true);
          expect(found.id).not.toBe(asked);
          expect(absenceOf(some, found.id, at, matter)).toBeNull();
          expect(absence?.substitute).toBe(found);
          const unlimited = withAbsences(...counting.map((one) => ({ ...one, streams: null, maxAmount: null })));
          expect(absenceOf(unlimited, asked, at)?.substitute).not.toBeNull();
        },
      ),
    );
  });
});
