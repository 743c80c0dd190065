import type { Actor } from '../../platform/context.js';
import { languages } from '../../platform/languages.js';
import type { Sentence } from '../../platform/words/sentence.js';
import { tell } from '../../platform/words/tell.js';
import { can, type AccessFacts } from './can.js';
import { scopes, verbs, type Grant } from './grant.js';
import { shareLevels } from './shares.js';

const anna: Actor = {
  id: 'me',
  kind: 'person',
  login: 'me',
  name: 'Anna',
  language: 'en',
  roles: ['manager'],
  unitIds: ['sales'],
  headedUnitIds: ['trade'],
  withinUnitIds: ['sales'],
  groupIds: ['board'],
  colleagueIds: ['me', 'colleague'],
};

/** Decisions of all kinds, so that each way of explaining one comes up. */
function decisions(): Sentence[] {
  const when = { source: 'amount > 10', holds: () => true, sql: () => 'true' };
  const plain = { confidential: false, status: 'new', fields: {} };
  const documents = [
    { authorId: 'other', responsibleId: 'me', unitId: null, ...plain },
    { authorId: 'me', responsibleId: null, unitId: 'finance', ...plain },
    { authorId: 'colleague', responsibleId: null, unitId: null, ...plain },
    { authorId: 'other', responsibleId: 'colleague', unitId: null, ...plain },
    { authorId: 'other', responsibleId: null, unitId: 'sales', ...plain },
    { authorId: 'other', responsibleId: null, unitId: 'trade', ...plain },
    { authorId: 'other', responsibleId: null, unitId: 'finance', ...plain },
    { authorId: 'other', responsibleId: null, unitId: 'finance', ...plain, confidential: true },
  ];
  const grants = scopes.flatMap((scope): Grant[] => [
    { role: 'manager', verbs: [...verbs], scope },
    { role: 'manager', verbs: [...verbs], scope, when },
    { role: 'manager', verbs: [...verbs], scope, when: { ...when, holds: () => false } },
  ]);
  const facts: AccessFacts[] = [
    { grants: [] },
    { grants: [], opened: { participant: true, share: null } },
    ...shareLevels.flatMap((share): AccessFacts[] => [
      { grants: [], opened: { participant: false, share } },
      { grants: [], opened: { participant: false, share, sharedWith: { kind: 'unit', name: 'Alfa' } } },
      { grants: [], opened: { participant: false, share, sharedWith: { kind: 'group', name: 'Alfa' } } },
    ]),
    ...grants.map((grant) => ({ grants: [grant] })),
    ...grants.flatMap((grant) => documents.map((document) => ({ grants: [grant], document }))),
  ];
  const asked = facts.flatMap((fact) => verbs.map((verb) => can(anna, verb, fact)));
  const limited = { ...anna, limit: { streams: ['papers'], everything: true } };
  const elsewhere = can(limited, 'read', { stream: 'deeds', grants: [] });
  return [...asked, elsewhere, can({ ...anna, roles: ['admin'] }, 'read', { grants: [] })].map(
    ({ because }) => because,
  );
}

describe('the reasons of decisions', () => {
  it.each(languages.filter((language) => language !== 'en'))(
    'are told whole in the language of the reader: %s',
    (language) => {
      const english = /\b(role|may|documents?|of|it|is|and|unit|group|shared|opened|token)\b/;
      expect(decisions().length).toBeGreaterThan(100);
      const told = decisions().map((because) => tell(language, because));
      expect(told.filter((text) => english.test(text))).toEqual([]);
    },
  );

  it('are sentences', () => {
    const grants: Grant[] = [{ role: 'manager', verbs: ['edit'], scope: 'own' }];
    const document = {
      authorId: 'x',
      responsibleId: null,
      unitId: null,
      confidential: false,
      status: 'new',
      fields: {},
    };
    const { because } = can(anna, 'edit', { grants, document });
    expect(tell('ru', because)).toBe(
      'Роль «manager» позволяет изменять документы только собственные; Anna не отвечает за документ и не автор его.',
    );
    expect(tell('pl', because)).toBe(
      'Rola „manager” pozwala zmieniać dokumenty tylko własne; Anna nie odpowiada za dokument ani nie jest jego autorem.',
    );
    expect(tell('lt', because)).toBe(
      'Vaidmuo „manager“ leidžia keisti dokumentus tik savus; Anna už dokumentą neatsako ir nėra jo autorius.',
    );
  });
});
