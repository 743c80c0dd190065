import { buildOrganisation } from '../../organisation/directory/build-organisation.js';
import { noPools } from '../assignments/performer-pools.js';
import { chain, end, play, start } from '../engine/testing/play.js';
import type { Play } from '../engine/testing/play.js';
import { planAssignment } from './plan-assignment.js';

const person = (id: string, active = true) => ({
  id: `${id}-id`,
  login: id,
  name: id,
  email: null,
  language: 'en' as const,
  active,
  roles: [],
});
const unit = (key: string, parent: string | null, head: string | null) => ({
  id: `${key}-id`,
  key,
  name: { en: key, ru: `${key}-ru` },
  parentId: parent && `${parent}-id`,
  headId: head && `${head}-id`,
  calendarKey: null,
});
const post = (key: string, of: string, ...holders: string[]) => ({
  id: `post-${key}`,
  key,
  name: key,
  unitId: `${of}-id`,
  holderIds: holders.map((id) => `${id}-id`),
});
const { organisation } = buildOrganisation(
  {
    persons: [...['ceo', 'head', 'ann', 'bob', 'cid'].map((id) => person(id)), person('gone', false)],
    units: [unit('company', null, 'ceo'), unit('sales', 'company', 'head'), unit('empty', 'company', null)],
    posts: [post('seller', 'sales', 'ann', 'bob', 'gone'), post('clerk', 'company', 'cid'), post('vacant', 'empty')],
    substitutions: [],
    calendars: [],
  },
  1,
);
const known = (login: string) => ({ id: `${login}-id`, login, name: login });

/** Whom the assignments that the last step asked for go to, or why nobody is found. */
function who(run: Play): string[] {
  const surroundings = { library: run.library, organisation, pools: noPools, atMs: Date.UTC(2026, 0, 5), matter: {} };
  const loginOf = (id: string): string => organisation.persons.get(id)?.login ?? id;
  return run.commands.flatMap((command) => {
    if (command.type !== 'issue-assignment') return [];
    const planned = planAssignment(surroundings, command);
    if ('failure' in planned) return [planned.failure];
    const { performerId, candidateIds, controllerId } = planned.assignment;
    const controller = controllerId === null ? '' : ` for ${loginOf(controllerId)}`;
    return [`${performerId === null ? candidateIds.map(loginOf).sort().join('|') : loginOf(performerId)}${controller}`];
  });
}

const task = (id: string, attributes: string): string =>
  `<bpmn:userTask id="${id}" name="Task ${id}"><bpmn:extensionElements><millrace:assignment ${attributes}/></bpmn:extensionElements></bpmn:userTask>`;
const author = (login: string) => ({ document: { author: known(login), responsible: known('bob') } });

describe('performers in FEEL', () => {
  test.each([
    [`performer='post("seller")'`, 'ann|bob'],
    [`performer='post("clerk")'`, 'cid'],
    [`performer='unit("sales").head'`, 'head'],
    [`performer='unit("sales").members'`, 'ann|bob|head'],
    [`performer='headOf(document.author)'`, 'head'],
    [`performer='headOf(headOf(document.author))'`, 'ceo'],
    [`performer='headOf(person("cid"))'`, 'ceo'],
    [`performer='document.responsible'`, 'bob'],
    [`performer='card.keeper'`, 'cid'],
    [`performer='card.team'`, 'ann|cid'],
    [`performer='lane("sales-ru")'`, 'ann|bob|head'],
    [`performer='except(post("seller"), document.author)'`, 'bob'],
    [`performer='except(unit("sales").members, [person("ann"), headOf(document.author)])'`, 'bob'],
    [`performer='if card.sum > 100 then unit("company").head else post("clerk")'`, 'ceo'],
    [`candidates='[document.author, person("cid")]'`, 'ann|cid'],
    [`performer='person("cid")' controller='headOf(document.author)'`, 'cid for head'],
  ])('%s -> %s', async (attributes, expected) => {
    const run = await play(`${start}${task('a', attributes)}${end}${chain('s', 'a', 'e')}`);
    const card = { keeper: known('cid'), team: ['ann-id', known('cid')], sum: 200 };
    run.send({ type: 'start', facts: { ...author('ann'), card } });
    expect(who(run)).toEqual([expected]);
  });

  test.each([
    [`performer='post("vacant")'`, /Nobody was found to assign: "post\("vacant"\)"/],
    [`performer='unit("empty").head'`, /Nobody was found to assign/],
    [`performer='card.keeper'`, /Nobody was found to assign/],
    [`performer='except(document.author, document.author)'`, /Nobody was found to assign/],
    [`performer='person("gone")'`, /no active person/],
    [`performer='unit("nowhere").head'`, /could not be evaluated/],
  ])('%s: nobody, and why', async (attributes, expected) => {
    const run = await play(`${start}${task('a', attributes)}${end}${chain('s', 'a', 'e')}`);
    run.send({ type: 'start', facts: { ...author('ann'), card: { keeper: null } } });
    expect(who(run)).toEqual([expect.stringMatching(expected)]);
  });

  const twice = (second: string): string =>
    `${start}${task('a', `performer='post("seller")'`)}${task('b', second)}${end}${chain('s', 'a', 'b', 'e')}`;
  test.each([
    [`performer='steps.a.performer'`, 'ann'],
    [`performer='headOf(steps.a.performer)'`, 'head'],
    [`performer='except(post("seller"), steps.a.performer)'`, 'bob'],
    [`performer='post("seller")' notSameAs="a"`, 'bob'],
    [`performer='unit("sales").members' notSameAs="a, b"`, 'bob|head'],
  ])('after somebody has done the step before: %s -> %s', async (second, expected) => {
    const run = await play(twice(second));
    run.send({ type: 'start', facts: { ...author('cid'), card: {} } });
    run.complete('a', { performer: known('ann'), facts: { ...author('cid'), card: {} } });
    expect(who(run)).toEqual([expected]);
  });

  test('nobody is left where all have done what one may not do as well', async () => {
    const run = await play(twice(`performer='steps.a.performer' notSameAs="a"`));
    run.send({ type: 'start' }).complete('a', { performer: known('ann') });
    expect(who(run)).toEqual([
      'Nobody is left to assign: "steps.a.performer" gives only people who may not do this as well (ann did "Task a").',
    ]);
  });

  test('a person for each item of a list on the card', async () => {
    const many = task('a', 'performer="who"').replace(
      '</bpmn:userTask>',
      '<bpmn:multiInstanceLoopCharacteristics millrace:collection="card.team" millrace:item="who"/></bpmn:userTask>',
    );
    const run = await play(`${start}${many}${end}${chain('s', 'a', 'e')}`);
    run.send({ type: 'start', facts: { ...author('ann'), card: { team: ['ann-id', known('cid'), 'bob'] } } });
    expect(who(run)).toEqual(['ann', 'cid', 'bob']);
  });
});
