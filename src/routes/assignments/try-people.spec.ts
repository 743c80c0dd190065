import { buildOrganisation } from '../../organisation/directory/build-organisation.js';
import { compileRoute } from '../compile/compile-route.js';
import { parseRoute } from '../model/parse-route.js';
import { readsDocuments, tryPeople } from './try-people.js';

const person = (id: string) => ({
  id,
  login: id,
  name: id,
  email: null,
  language: 'en' as const,
  active: true,
  roles: [],
});
const unit = (key: string, headId: string | null) => ({
  id: `${key}-id`,
  key,
  name: key,
  parentId: null,
  headId,
  calendarKey: null,
});
const { organisation } = buildOrganisation(
  {
    persons: ['ann', 'bob', 'head'].map(person),
    units: [unit('sales', 'head'), unit('empty', null)],
    posts: [
      { id: 'p1', key: 'seller', name: 'Seller', unitId: 'sales-id', holderIds: ['ann', 'bob'] },
      { id: 'p2', key: 'nobody', name: 'Nobody', unitId: 'empty-id', holderIds: [] },
    ],
    substitutions: [],
    calendars: [],
  },
  1,
);

const flow = (from: string, to: string): string =>
  `<sequenceFlow id="${from}_${to}" sourceRef="${from}" targetRef="${to}"/>`;
const around = (inner: string, first: string): string =>
  `<startEvent id="s"/>${flow('s', first)}${inner}${flow(first, 'e')}<endEvent id="e"/>`;
const task = (attributes: string, inside = '', marker = ''): string =>
  `<userTask id="t" name="Ask"><extensionElements><millrace:assignment ${attributes}>${inside}</millrace:assignment></extensionElements>${marker}</userTask>`;
const each = (collection: string): string =>
  `<multiInstanceLoopCharacteristics millrace:collection="${collection}" millrace:item="who"/>`;

/** What trying a route on cards tells: `severity code element: message`. */
async function told(body: string, cards: readonly Record<string, unknown>[], stream = 'letters'): Promise<string[]> {
  const xml = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:millrace="urn:millrace:route:1" id="d" targetNamespace="t"><process id="p" isExecutable="true">${stream && `<extensionElements><millrace:route stream="${stream}"/></extensionElements>`}${body}</process></definitions>`;
  const parsed = await parseRoute(xml);
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  const compiled = compileRoute(parsed.model);
  if ('problems' in compiled) throw new Error(JSON.stringify(compiled.problems));
  const route = { graph: compiled.graph, model: parsed.model, warnings: [] };
  const documents = cards.map((card) => ({ card, document: { author: { id: 'ann' } } }));
  expect(readsDocuments(compiled.graph)).toBe(/card|document/.test(body));
  return tryPeople(route, { organisation, atMs: 0, documents }).map(
    ({ severity, code, element, message }) => `${severity ?? 'error'} ${code} ${element ?? '-'}: ${message}`,
  );
}

describe('trying on documents whether a route finds people', () => {
  test.each<[string, string, string[]]>([
    ['who does it', task(`performer='headOf(document.author)' controller="card.who"`), []],
    [
      'nobody does it',
      task(`performer='post("nobody")'`),
      [
        'error nobody t: Nobody was found to assign: "post("nobody")" gives no active person. Mend the performer, or fill the post or field that it reads.',
      ],
    ],
    [
      'nobody controls it',
      task(`performer='person("ann")' acceptance="true" controller='post("nobody")'`),
      [
        'error nobody t: The controller: "post("nobody")" gives no active person. Mend the performer, or fill the post or field that it reads.',
      ],
    ],
    [
      'the controller is a field that is empty here and there',
      task(`performer='person("ann")' controller="card.boss"`),
      [
        'warning nobody-sometimes t: On 1 of the 2 latest documents nobody is found: The controller: "card.boss" gives no active person. A run has an incident there.',
      ],
    ],
    [
      'nobody gets it when it is late',
      task(
        `performer='person("ann")' due="2 working days"`,
        `<millrace:escalate when="due" do="remind"/><millrace:escalate when="1 working days after due" do="reassign" to='unit("empty").head'/>`,
      ),
      [
        'error nobody t: When it is late: Nobody was found to assign: "unit("empty").head" gives no active person. Mend the performer, or fill the post or field that it reads.',
      ],
    ],
    ['people of a list', task('performer="who"', '', each('card.people')), []],
    [
      'a list with somebody who is not there',
      task('performer="who"', '', each('card.others')),
      [
        'warning nobody-sometimes t: On 1 of the 2 latest documents nobody is found: "who" gives "zoe", which is no active person. A run has an incident there.',
      ],
    ],
    [
      'no list',
      task('performer="who"', '', each('card.who')),
      [
        'error nobody t: "card.who" gives no list of people or things to run over. This is so on each of the 2 latest documents. Mend the performer, or fill the post or field that it reads.',
      ],
    ],
    [
      'a list that nobody fills',
      task('performer="who"', '', each('card.none')),
      [
        'warning nobody-so-far t: The list "card.none" has been empty on each of the latest documents: the step would have been passed over',
      ],
    ],
    ['what earlier steps say', task('performer="if steps.t.outcome = null then who else null"'), []],
  ])('%s', async (_name, body, expected) => {
    const cards = [
      { who: 'ann', boss: 'head', people: ['ann', 'bob'], others: ['ann'], none: [] },
      { who: 'bob', boss: null, people: [], others: ['bob', 'zoe'], none: [] },
    ];
    expect(await told(around(body, 't'), cards)).toEqual(expected);
  });

  test('the items of a sub-process around it are known as well', async () => {
    const inner = `<subProcess id="b">${each('card.people')}<startEvent id="bs"/>${flow('bs', 't')}${task('performer="who"')}${flow('t', 'be')}<endEvent id="be"/></subProcess>`;
    expect(await told(around(inner, 'b'), [{ people: ['ann'] }])).toEqual([]);
    expect(await told(around(inner, 'b'), [{ people: ['ann', 'zoe'] }])).toEqual([
      'error nobody t: "who" gives "zoe", which is no active person. This is so on each of the 1 latest documents. Mend the performer, or fill the post or field that it reads.',
    ]);
  });

  test('where there is nothing to try it on, that is told', async () => {
    const asked = around(task('performer="card.who"'), 't');
    expect(await told(asked, [])).toEqual([
      'warning not-tried p: Whether somebody is found could not be tried, since there are no documents in "letters" yet: Ask',
    ]);
    expect(await told(asked, [], '')).toEqual([
      'warning not-tried p: Whether somebody is found could not be tried, since it names no stream: Ask',
    ]);
    expect(await told(around(task(`performer='post("seller")'`), 't'), [])).toEqual([]);
  });
});
