/**
 * The order of the folders: each may import from those before it, never from one after it. Inside routes/ the same
 * holds for its parts. What a folder may not know is a rule here, so that a wrong import fails `npm run check`.
 */
const folders = ['platform', 'worktime', 'organisation', 'streams', 'documents', 'output', 'routes'];
const consumers = ['autoprocessing', 'intake', 'notifications'];
const routes = [
  'model',
  'conditions',
  'compile',
  'engine',
  'simulate',
  'definitions',
  'assignments',
  'actions',
  'runs',
  'api',
];
/** Where the program begins. */
const entries = '^src/(main|worker|cli)\\.ts$';
const pure = [
  '^src/(worktime|platform/feel|organisation/access|autoprocessing/rules)/',
  '^src/streams/(card|field-types|numbering|filter)/',
  '^src/routes/(model|conditions|compile|engine|simulate)/',
];
/** What belongs to the whole program and to no single folder; nothing but these stands above insight. */
const rootFiles = '^src/([^/]+\\.ts$|(commands|configuration|front-page)/)';
/** Specs, and what specs share. */
const notShipped = ['\\.spec\\.ts$', '/testing/'];

/** @returns a rule for each member: it may not import what comes after it */
function inOrder(members, folderOf, comment) {
  return members.slice(0, -1).map((member, position) => ({
    name: `order-${member}`,
    comment,
    severity: 'error',
    from: { path: folderOf([member]) },
    to: { path: folderOf(members.slice(position + 1)) },
  }));
}

const inSource = (names) => `^src/(${names.join('|')})/`;
const inRoutes = (names) => `^src/routes/(${names.join('|')})/`;

module.exports = {
  forbidden: [
    ...inOrder(
      [...folders, 'insight'],
      inSource,
      'platform < worktime < organisation < streams < documents < output < routes',
    ),
    {
      name: 'order-below-consumers',
      comment:
        'autoprocessing, intake and notifications stand on the others; only insight and the root files import them.',
      severity: 'error',
      from: { path: inSource(folders) },
      to: { path: inSource(consumers) },
    },
    {
      name: 'consumers-apart',
      comment: 'autoprocessing and intake meet in documents/registration, notifications reads notices: never directly.',
      severity: 'error',
      from: { path: '^src/(autoprocessing|intake|notifications)/' },
      to: { path: '^src/(autoprocessing|intake|notifications|insight)/', pathNot: '^src/$1/' },
    },
    {
      name: 'root-is-above',
      comment: 'No folder imports the files that put the program together.',
      severity: 'error',
      from: { path: inSource([...folders, ...consumers, 'insight']) },
      to: { path: rootFiles },
    },
    {
      name: 'known-folders',
      comment: 'A new folder of src gets its place in the order first (.dependency-cruiser.cjs, ARCHITECTURE.md).',
      severity: 'error',
      from: { path: '^src/', pathNot: [inSource([...folders, ...consumers, 'insight']), rootFiles] },
      to: {},
    },
    ...inOrder(routes, inRoutes, `Inside routes: ${routes.join(' < ')}`).map((rule) => ({
      ...rule,
      name: `routes-${rule.name}`,
    })),
    {
      name: 'pure-folders',
      comment: 'These folders compute: they know neither framework, database nor what keeps state.',
      severity: 'error',
      from: { path: pure, pathNot: notShipped },
      to: {
        path: [
          '^node_modules/(@nestjs|typeorm|pg|graphile-worker|fastify)/',
          '^src/platform/(database|jobs|files|http|clock|config|ids)',
        ],
      },
    },
    {
      name: 'pure-folders-no-machine',
      comment: 'These folders compute: nothing of Node, neither files nor random bytes nor the network.',
      severity: 'error',
      from: { path: pure, pathNot: notShipped },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-cycles',
      comment: 'Files that import each other cannot be read, tested or moved apart.',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'Nothing imports this file and it imports nothing: it is left over.',
      severity: 'error',
      from: { orphan: true, path: '^src/', pathNot: ['\\.d\\.ts$', ...notShipped, entries] },
      to: {},
    },
    {
      name: 'no-unused-files',
      comment: 'No entry point leads to this file: it is left over, or somebody forgot to wire it.',
      severity: 'error',
      from: { path: entries },
      to: { path: '^src/', pathNot: ['\\.d\\.ts$', ...notShipped, entries], reachable: false },
    },
    {
      name: 'no-barrels',
      comment: 'Import from the file that declares the name.',
      severity: 'error',
      from: {},
      to: { path: '^src/.+/index\\.ts$' },
    },
    {
      name: 'no-catch-alls',
      comment: 'A folder is a noun of the trade; what is shared lies in the lowest folder that owns it.',
      severity: 'error',
      from: {},
      to: {
        path: '^src/.*/(utils?|helpers?|common|shared|base\\.service)(/|\\.ts$)',
        pathNot: '^src/output/render/helpers/',
      },
    },
    {
      name: 'no-specs-in-program',
      comment: 'The program does not use what is there for tests.',
      severity: 'error',
      from: { path: '^src/', pathNot: notShipped },
      to: { path: [...notShipped, '^test/'] },
    },
    {
      name: 'declared-packages',
      comment: 'The package is missing from package.json, or is there for development only.',
      severity: 'error',
      from: { path: '^src/', pathNot: notShipped },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined'],
        dependencyTypesNot: ['type-only'],
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|coverage|data)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
    skipAnalysisNotInRules: true,
  },
};
