import fc from 'fast-check';
import { buildOrganisation } from '../../organisation/directory/build-organisation.js';
import type { Organisation, Substitution } from '../../organisation/directory/organisation.js';
import { absenceOf, substituteFor } from '../../organisation/directory/queries.js';
import { handoverOf, type HeldAssignment } from './handover.js';

const people = ['anna', 'boris', 'clara', 'david'];

function organisation(substitutions: readonly Substitution[], gone: readonly string[] = []): Organisation {
  const persons = people.map((id) => {
    const active = !gone.includes(id);
    return { id, login: id, name: id, email: null, language: 'en', active, roles: [] };
  });
  return buildOrganisation({ persons, units: [], posts: [], calendars: [], substitutions }, 1).organisation;
}

function away(absentId: string, substituteId: string | null, startsAt = 0, endsAt = 100): Substitution {
  const limits = { streams: null, maxAmount: null, reason: null };
  return { id: `${absentId}>${substituteId ?? ''}`, absentId, substituteId, startsAt, endsAt, ...limits };
}

function held(more: Partial<HeldAssignment> = {}): HeldAssignment {
  return {
    state: 'reserved',
    performerId: 'anna',
    actingForId: null,
    candidateIds: [],
    wantedIds: null,
    reportedBy: null,
    matter: { stream: 'contracts', amount: null },
    ...more,
  };
}

/** The assignment after what the moment asks for. */
function after(org: Organisation, before: HeldAssignment, at = 50): HeldAssignment {
  const { substitutionId: _by, ...change } = handoverOf(org, before, at) ?? { substitutionId: null };
  return { ...before, ...change };
}

const byBoris = held({ performerId: 'boris', actingForId: 'anna' });

describe('with whom an open assignment should be', () => {
  it.each(['reserved', 'in-progress', 'returned'] as const)('is the substitute, when it was %s', (state) => {
    expect(handoverOf(organisation([away('anna', 'boris')]), held({ state }), 50)).toEqual({
      state: state === 'returned' ? 'returned' : 'reserved',
      performerId: 'boris',
      actingForId: 'anna',
      substitutionId: 'anna>boris',
      candidateIds: [],
      wantedIds: null,
    });
  });

  it.each(['created', 'suspended', 'reported'] as const)('is left as it is while it is %s', (state) => {
    expect(handoverOf(organisation([away('anna', 'boris')]), held({ state }), 50)).toBeNull();
  });

  it('is the absent person again when the absence is over, unless the substitute has started it', () => {
    const over = organisation([away('anna', 'boris', 0, 50)]);
    expect(handoverOf(over, byBoris, 49)).toBeNull();
    expect(handoverOf(over, byBoris, 50)).toMatchObject({
      performerId: 'anna',
      actingForId: null,
      substitutionId: null,
      state: 'reserved',
    });
    expect(handoverOf(over, { ...byBoris, state: 'in-progress' }, 50)).toBeNull();
    expect(handoverOf(over, { ...byBoris, state: 'returned', reportedBy: 'boris' }, 50)).toBeNull();
    expect(after(over, { ...byBoris, state: 'returned', reportedBy: 'anna' })).toMatchObject({ performerId: 'anna' });
  });

  it('is the substitute of the substitute, always on behalf of the one who was asked', () => {
    const chain = organisation([away('anna', 'boris'), away('boris', 'clara')]);
    expect(after(chain, held())).toMatchObject({ performerId: 'clara', actingForId: 'anna' });
    for (const state of ['reserved', 'in-progress'] as const) {
      const passedOn = { performerId: 'clara', actingForId: 'anna', state: 'reserved' };
      expect(after(chain, { ...byBoris, state })).toMatchObject(passedOn);
    }
    const back = organisation([away('boris', 'clara')]);
    expect(after(back, { ...byBoris, state: 'in-progress' })).toMatchObject({ performerId: 'anna', actingForId: null });
  });

  it('is nobody who has left: it goes on to the next, or comes back', () => {
    const next = organisation([away('anna', 'boris'), away('anna', 'clara', 1)], ['boris']);
    expect(after(next, { ...byBoris, state: 'in-progress' })).toMatchObject({
      performerId: 'clara',
      actingForId: 'anna',
    });
    const none = organisation([away('anna', 'boris')], ['boris']);
    expect(after(none, { ...byBoris, state: 'in-progress' })).toMatchObject({ performerId: 'anna', actingForId: null });
    expect(handoverOf(organisation([], ['anna']), held(), 50)).toBeNull();
    expect(handoverOf(organisation([], ['anna']), byBoris, 50)).toBeNull();
  });

  it('is the other one when the substitute was changed before starting it', () => {
    const changed = organisation([away('anna', 'clara')]);
    expect(after(changed, byBoris)).toMatchObject({ performerId: 'clara', actingForId: 'anna' });
    expect(handoverOf(changed, { ...byBoris, state: 'in-progress' }, 50)).toBeNull();
  });

  it('is the absent person when the substitute may not have it, or nobody is present', () => {
    const matter = { stream: 'contracts', excluded: ['boris'] };
    expect(handoverOf(organisation([away('anna', 'boris')]), held({ matter }), 50)).toBeNull();
    expect(handoverOf(organisation([away('anna', 'boris'), away('boris', 'anna')]), held(), 50)).toBeNull();
    expect(handoverOf(organisation([away('anna', null)]), held(), 50)).toBeNull();
  });

  it('are the candidates with substitutes in place of the absent, until those are back', () => {
    const ready = held({ state: 'ready', performerId: null, candidateIds: ['anna', 'boris'] });
    const org = organisation([away('anna', 'clara')]);
    const moved = after(org, ready);
    expect(moved).toMatchObject({ candidateIds: ['clara', 'boris'], wantedIds: ['anna', 'boris'], state: 'ready' });
    expect(after(organisation([]), moved)).toEqual(ready);
    const together = after(organisation([away('anna', 'boris')]), ready);
    expect(together).toMatchObject({ candidateIds: ['boris'], wantedIds: ['anna', 'boris'] });
    expect(handoverOf(organisation([away('anna', 'boris')]), together, 50)).toBeNull();
  });

  it('settles at once, loses nobody who was asked and never leaves it with somebody absent while another could act', () => {
    const person = fc.constantFrom(...people);
    const entry = fc
      .tuple(person, fc.option(person), fc.nat(9), fc.integer({ min: 1, max: 9 }))
      .filter(([absent, substitute]) => absent !== substitute)
      .map(([absent, substitute, start, length]) => away(absent, substitute, start, start + length));
    const picture = fc.tuple(fc.array(entry, { maxLength: 6 }), fc.subarray(people, { maxLength: 2 }));
    const state = fc.constantFrom('reserved' as const, 'in-progress' as const, 'returned' as const);
    const moments = fc.array(fc.tuple(picture, fc.nat(20)), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(moments, state, fc.array(fc.boolean(), { maxLength: 6 }), (steps, begun, starts) => {
        let assignment = held({ state: begun });
        steps.forEach(([[substitutions, gone], at], index) => {
          const org = organisation(substitutions, gone);
          assignment = after(org, assignment, at);
          expect(handoverOf(org, assignment, at)).toBeNull();
          expect(assignment.actingForId ?? assignment.performerId).toBe('anna');
          const performer = assignment.performerId ?? '';
          const instead = substituteFor(org, 'anna', at, assignment.matter);
          if (instead) {
            expect(org.persons.get(performer)?.active).toBe(true);
            expect(absenceOf(org, performer, at, assignment.matter)).toBeNull();
          }
          if (starts[index]) assignment = { ...assignment, state: 'in-progress' };
        });
        const settled = after(organisation([]), { ...assignment, state: 'reserved' });
        expect(settled).toMatchObject({ performerId: 'anna', actingForId: null });
      }),
    );
  });
});
