import { resolve } from 'node:path';
import { documentScope } from '../../documents/document-scope.js';
import type { Organisation, Person, Post, Unit } from '../../organisation/directory/organisation.js';
import { compileCard } from '../../streams/card/compile-card.js';
import { loadStreams } from '../../streams/definition/load-streams.js';
import { documentNames } from '../compile/check-names.js';
import type { RouteProblem } from '../model/route-model.js';
import { actionNames } from './action-names.js';
import { checkRoute } from './check-route.js';
import { streamFacts, type RouteSurroundings, type StreamFacts } from './route-surroundings.js';

const contracts: StreamFacts = {
  fields: { subject: 'text', client: 'reference', amount: 'money' },
  statuses: ['draft', 'approval'],
  references: { client: 'clients' },
};
const clients: StreamFacts = { fields: { name: 'text' }, statuses: ['lead'], references: {} };
const person = (login: string, active: boolean): Person => ({
  id: login,
  login,
  name: login,
  email: null,
  language: 'en',
  active,
  roles: [],
  unitIds: [],
  groupKeys: [],
  calendarKey: null,
  ...{ headedUnitIds: [], withinUnitIds: [], groupIds: [], colleagueIds: [] },
  postKeys: [],
});
const lawyer: Post = {
  id: 'p',
  key: 'lawyer',
  name: { en: 'Lawyer', lt: 'Teisininkas' },
  unitId: 'u',
  holderIds: ['ann'],
};
const sales: Unit = { id: 'u', key: 'sales', name: { en: 'Sales' }, parentId: null, headId: null, calendarKey: null };
const organisation: Organisation = {
  version: 1,
  persons: new Map(),
  groups: new Map(),
  personByLogin: new Map([
    ['ann', person('ann', true)],
    ['bob', person('bob', false)],
  ]),
  posts: new Map([['lawyer', lawyer]]),
  units: new Map([['u', sales]]),
  unitByKey: new Map([['sales', sales]]),
  calendars: new Map(),
  substitutions: [],
};
const surroundings: RouteSurroundings = {
  routes: new Set(['sales/dispatch']),
  actions: new Set<string>(actionNames),
  streams: new Map([
    ['contracts', contracts],
    ['clients', clients],
  ]),
  templates: new Map([
    ['sales/contract', 'pdf'],
    ['sales/letter', 'mail'],
  ]),
  organisation,
};

/** A route of one step `x` on line 3, for `contracts` unless said. */
const drawing = (step: string, route = '<millrace:route stream="contracts"/>'): string =>
  `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:millrace="urn:millrace:route:1" id="defs" targetNamespace="t">
<process id="p" isExecutable="true"><extensionElements>${route}</extensionElements><startEvent id="s"/><sequenceFlow id="f" sourceRef="s" targetRef="x"/>
${step}
<sequenceFlow id="g" sourceRef="x" targetRef="e"/><endEvent id="e"/></process></definitions>`;
const action = (name: string, params: Readonly<Record<string, string>>): string =>
  `<serviceTask id="x" name="Step"><extensionElements><millrace:action name="${name}">${Object.entries(params)
    .map(
      ([key, value]) =>
        `<millrace:param name="${key}" ${value.startsWith('=') ? `expression="${value.slice(1)}"` : `value="${value}"`}/>`,
    )
    .join('')}</millrace:action></extensionElements></serviceTask>`;
const task = (attributes: string): string =>
  `<userTask id="x" name="Step"><extensionElements><millrace:assignment ${attributes}/></extensionElements></userTask>`;

async function found(
  step: string,
  more: Partial<RouteSurroundings> = {},
  route?: string,
): Promise<readonly RouteProblem[]> {
  const checked = await checkRoute(drawing(step, route), { ...surroundings, ...more });
  return 'problems' in checked ? checked.problems : checked.warnings;
}

describe('what a route names outside of itself', () => {
  test.each<[string, string, [string, RegExp][]]>([
    ['a template', action('generate-document', { template: 'sales/contract' }), []],
    [
      'a template that is not there',
      action('generate-document', { template: 'sales/contact' }),
      [['unknown-template', /no template "sales\/contact"; did you mean "sales\/contract"\?/]],
    ],
    [
      'a paper as a letter',
      action('send-mail', { template: 'sales/contract', to: 'card.client.email' }),
      [['wrong-template', /makes a PDF; expected a letter/]],
    ],
    [
      'a letter as a paper',
      action('generate-document', { template: 'sales/letter' }),
      [['wrong-template', /is a letter; expected one that makes a PDF/]],
    ],
    ['a template that is found when it runs', action('generate-document', { template: '=card.subject' }), []],
    ['no template', action('generate-document', {}), [['missing-param', /needs the parameter "template"/]]],
    [
      'a recipient that cannot be read',
      action('send-mail', { template: 'sales/letter', to: 'card.client.' }),
      [['expression', /The recipient "card\.client\."/]],
    ],
    ['a status', action('set-status', { status: 'approval' }), []],
    [
      'a status that is not there',
      action('set-status', { status: 'aproval' }),
      [['unknown-status', /"contracts" have no status "aproval"; did you mean "approval"\?/]],
    ],
    ['fields', action('set-fields', { 'field.subject': 'x' }), []],
    [
      'a field that is not there',
      action('set-fields', { 'field.sbject': 'x' }),
      [['unknown-field', /The card of "contracts" has no field "sbject"; did you mean "subject"\?/]],
    ],
    ['a registration', action('register-document', { stream: 'clients', 'field.name': 'A', into: 'client' }), []],
    [
      'a stream that is not there',
      action('register-document', { stream: 'client' }),
      [['unknown-stream', /no stream "client"; did you mean "clients"\?/]],
    ],
    [
      'a field of the other card and a place on ours that are not there',
      action('register-document', { stream: 'clients', 'field.nme': 'A', into: 'subject' }),
      [
        ['unknown-field', /The card of "clients" has no field "nme"; did you mean "name"\?/],
        [
          'unknown-field',
          /"into" names "subject", which is no reference to "clients" on the card; expected one of client/,
        ],
      ],
    ],
    [
      'an action that is not there',
      action('set-statsu', {}),
      [['unknown-action', /no action "set-statsu"; did you mean "set-status"\?/]],
    ],
    [
      'a route that is not there',
      '<callActivity id="x" name="Step" calledElement="sales/dispach"/>',
      [['unknown-route', /calls the route "sales\/dispach", which does not exist; did you mean "sales\/dispatch"\?/]],
    ],
    [
      'a due date',
      task(`performer='post("lawyer")' due="soon"`),
      [['bad-due-rule', /"soon" is not a due rule\. Expected/]],
    ],
    [
      'a post, a unit, a person',
      task(`performer='post("lawyer")' candidates='unit("sales").members' controller='person("ann")'`),
      [],
    ],
    [
      'a post that is not there',
      task(`performer='post("layer")'`),
      [['unknown-post', /The organisation has no post "layer"; did you mean "lawyer"\?/]],
    ],
    [
      'a unit and a person that are not there',
      task(`performer='unit("seles").head' controller='person("bob")'`),
      [
        ['unknown-unit', /no unit "seles"; did you mean "sales"\?/],
        ['unknown-person', /no person "bob"; expected one of ann/],
      ],
    ],
    [
      'whom an escalation hands it to',
      `<userTask id="x" name="Step"><extensionElements><millrace:assignment performer="document.author"><millrace:escalate when="due" do="reassign" to='post("boss")'/></millrace:assignment></extensionElements></userTask>`,
      [['unknown-post', /no post "boss"; expected one of lawyer/]],
    ],
  ])('%s', async (_name, step, expected) => {
    const problems = await found(step);
    expect(problems).toEqual(
      expected.map(([code, message]) => ({
        element: 'x',
        name: 'Step',
        line: 3,
        code,
        message: expect.stringMatching(message),
      })),
    );
  });

  test('a lane is named after a post or a unit, in any language', async () => {
    const inLane = (name: string): string =>
      `<laneSet id="l"><lane id="l1" name="${name}"><flowNodeRef>x</flowNodeRef></lane></laneSet><userTask id="x" name="Step"/>`;
    expect(await found(inLane('teisininkas'))).toEqual([]);
    expect(await found(inLane('Board'))).toEqual([
      expect.objectContaining({
        element: 'x',
        code: 'unknown-lane',
        message: expect.stringContaining('give it a performer'),
      }),
    ]);
  });

  test('the stream of the route itself', async () => {
    const problems = await found(task('performer="document.author"'), {}, '<millrace:route stream="contrcts"/>');
    expect(problems).toEqual([
      expect.objectContaining({
        element: 'p',
        line: 2,
        code: 'unknown-stream',
        message: expect.stringContaining('"contracts"?'),
      }),
    ]);
  });

  test('everything is told at once, inside and outside of the drawing', async () => {
    const problems = await found(action('set-status', { status: 'aproval', responsible: '=card.clientt' }));
    expect(problems.map(({ code }) => code)).toEqual(['card-type', 'unknown-status']);
  });

  test('who is not there is a warning while the organisation is being set up, or where none is at hand', async () => {
    const missing = task(`performer='post("boss")'`);
    expect(await found(missing, { nobody: 'warning' })).toEqual([
      expect.objectContaining({ code: 'unknown-post', severity: 'warning' }),
    ]);
    const { organisation: _, ...bare } = surroundings;
    const checked = await checkRoute(drawing(missing), bare);
    expect(checked).toMatchObject({
      warnings: [{ code: 'not-looked-up', severity: 'warning', message: expect.stringContaining('post "boss"') }],
    });
  });

  test('what is not at hand is not looked at', async () => {
    const { streams: _streams, templates: _templates, ...bare } = surroundings;
    const step = action('generate-document', { template: 'none', 'field.x': '=card.nothing' });
    expect(await checkRoute(drawing(step), bare)).toHaveProperty('graph');
  });
});

describe('what checks take for known', () => {
  test('is what expressions are given: parts of documents, fields of cards', async () => {
    const { definitions } = await loadStreams(resolve(import.meta.dirname, '../../../streams'));
    const facts = streamFacts(definitions.map(({ definition }) => definition));
    for (const { definition } of definitions) {
      const row = {
        id: 'd',
        stream: definition.key,
        number: '1',
        title: '',
        status: definition.initial,
        authorId: 'ann',
        responsibleId: null,
        unitId: null,
        confidential: false,
        fields: {},
        flags: [],
        source: {},
        version: 1,
        createdAt: new Date(0),
        updatedAt: new Date(0),
      };
      const scope = documentScope(row, compileCard(definition), organisation);
      expect(Object.keys(scope.document).sort()).toEqual([...documentNames].sort());
      expect(Object.keys(scope.card).sort()).toEqual(Object.keys(facts.get(definition.key)?.fields ?? {}).sort());
    }
    expect(facts.get('invoices')?.fields['total']).toBe('money');
  });
});
