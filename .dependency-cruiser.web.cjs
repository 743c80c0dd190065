/**
 * The order of the folders of the web app: each imports only from those before it. Screens (`features/`) do not know each
 * other; what several of them show lies in a folder of its own below them.
 */
const folders = [
  'api',
  'i18n',
  'ui',
  'offline',
  'session',
  'streams',
  'people',
  'card',
  'files',
  'routes',
  'assignments',
  'live',
  'notices',
  'features',
  'app',
];
const inWeb = (names) => `^web/src/(${names.join('|')})/`;
const specs = ['\\.spec\\.tsx?$', '/testing/'];

module.exports = {
  forbidden: [
    ...folders.slice(0, -1).map((folder, position) => ({
      name: `order-${folder}`,
      comment: folders.join(' < '),
      severity: 'error',
      from: { path: inWeb([folder]) },
      to: { path: inWeb(folders.slice(position + 1)) },
    })),
    {
      name: 'features-apart',
      comment: 'What two screens share lies in a folder below them.',
      severity: 'error',
      from: { path: '^web/src/features/([^/]+)/' },
      to: { path: '^web/src/features/', pathNot: '^web/src/features/$1/' },
    },
    {
      name: 'known-folders',
      comment: 'A new folder gets its place in the order first.',
      severity: 'error',
      from: { path: '^web/src/[^/]+/', pathNot: inWeb(folders) },
      to: {},
    },
    {
      name: 'only-what-is-pure',
      comment: 'Of the server, the app takes what computes, and types.',
      severity: 'error',
      from: { path: '^web/src/', pathNot: specs },
      to: {
        path: '^src/',
        pathNot: '^src/(platform/(languages|feel)|worktime/|streams/(card|definition|field-types|filter))',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'own-texts',
      comment: 'Texts come from i18n/use-translation.ts, which costs each part of a screen next to nothing.',
      severity: 'error',
      from: { path: '^web/src/' },
      to: { path: 'react-i18next' },
    },
    {
      name: 'no-cycles',
      comment: 'Files that import each other cannot be read, tested or moved apart.',
      severity: 'error',
      from: { path: '^web/src/' },
      to: { circular: true },
    },
    {
      name: 'no-unused-files',
      comment: 'Nothing leads to this file: it is left over, or somebody forgot to wire it.',
      severity: 'error',
      from: { path: '^web/src/(main\\.tsx|offline/service-worker\\.ts)$' },
      to: {
        path: '^web/src/',
        pathNot: ['\\.d\\.ts$', '^web/src/main\\.tsx$', '-worker\\.ts$', ...specs],
        reachable: false,
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|web/dist|coverage|data)/|\\.(css|json)$' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'web/tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'browser', 'default', 'types'] },
    skipAnalysisNotInRules: true,
  },
};
