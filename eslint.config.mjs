import { builtinRules } from 'eslint/use-at-your-own-risk';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** Folders that only compute: the same answer for the same input, on the server, in a browser and in a test. */
const pure = [
  'src/platform/feel/**',
  'src/worktime/**',
  'src/organisation/access/**',
  'src/streams/{access,card,field-types,numbering,filter}/**',
  'src/routes/{model,conditions,compile,engine,simulate}/**',
  'src/autoprocessing/rules/**',
];
/** Pure, but reading XML is asynchronous in the library that does it. */
const pureButAsync = ['src/routes/{model,simulate}/**'];
const specs = ['**/*.spec.{ts,tsx}', '{src,web/src}/**/testing/**', 'test/**'];
/** A file is warned of before it is refused; one rule can only have one severity, so the warning has a name of its own. */
const budget = { rules: { 'max-lines': builtinRules.get('max-lines') } };
const data = ['src/platform/database/migrations/**'];

const noBarrels = {
  selector: 'ExportAllDeclaration',
  message: 'Import from the file that declares the name; files that only pass names on hide the order of the folders.',
};
const outsideWorld = [
  ['process', 'Settings arrive as arguments.'],
  ['setTimeout', 'Nothing waits here.'],
  ['setInterval', 'Nothing waits here.'],
  ['setImmediate', 'Nothing waits here.'],
  ['fetch', 'Nothing is sent from here.'],
  ['crypto', 'Identifiers and random bytes arrive with the event.'],
  ['performance', 'Time arrives with the event.'],
].map(([name, message]) => ({ name, message }));
const nothingFromTheMachine = [
  { object: 'Math', property: 'random', message: 'Nothing is left to chance here.' },
  { object: 'Date', property: 'now', message: 'Time arrives with the event.' },
];
/** A Date of a given time is a value; the present is not. */
const noPresent = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Time arrives with the event.' },
  { selector: "CallExpression[callee.name='Date']", message: 'Time arrives with the event.' },
];
const noWaiting = [
  { selector: ':function[async=true]', message: 'This folder computes; it does not wait.' },
  { selector: 'AwaitExpression', message: 'This folder computes; it does not wait.' },
  { selector: "NewExpression[callee.name='Promise']", message: 'This folder computes; it does not wait.' },
  { selector: "MemberExpression[object.name='Promise']", message: 'This folder computes; it does not wait.' },
];

const rulesOfAllCode = {
  'budget/max-lines': ['warn', { max: 300 }],
  'max-lines': ['error', { max: 400 }],
  'max-lines-per-function': ['error', { max: 60 }],
  'max-params': ['error', { max: 6 }],
  'no-restricted-syntax': ['error', noBarrels],
  'no-console': 'error',
  'no-var': 'error',
  'prefer-const': 'error',
  eqeqeq: ['error', 'always', { null: 'ignore' }],
  'no-eval': 'error',
  'no-implied-eval': 'off',
  'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'], location: 'start' }],
  '@typescript-eslint/ban-ts-comment': 'error',
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
  '@typescript-eslint/await-thenable': 'error',
  '@typescript-eslint/return-await': ['error', 'in-try-catch'],
  '@typescript-eslint/no-implied-eval': 'error',
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
  '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
  '@typescript-eslint/no-unnecessary-type-assertion': 'error',
  '@typescript-eslint/only-throw-error': 'error',
  '@typescript-eslint/prefer-promise-reject-errors': 'error',
};

export default tseslint.config(
  { ignores: ['node_modules/', 'dist/', 'data/', 'coverage/', 'web/dist/', 'docs/', '**/*.gen.ts', '**/schema.d.ts'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error', noInlineConfig: true } },
  {
    files: ['**/*.{ts,tsx}'],
    plugins: { '@typescript-eslint': tseslint.plugin, budget },
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: rulesOfAllCode,
  },
  {
    files: pure,
    ignores: specs,
    rules: {
      'no-restricted-globals': ['error', ...outsideWorld],
      'no-restricted-properties': ['error', ...nothingFromTheMachine],
      'no-restricted-syntax': ['error', noBarrels, ...noPresent, ...noWaiting],
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          paths: ['typeorm', 'pg', 'graphile-worker', 'fastify', 'imapflow', 'nodemailer', 'puppeteer', 'uuid'],
          patterns: [
            { group: ['@nestjs/*', 'node:*'], message: 'This folder computes; it knows no framework and no machine.' },
          ],
        },
      ],
    },
  },
  { files: pureButAsync, ignores: specs, rules: { 'no-restricted-syntax': ['error', noBarrels, ...noPresent] } },
  {
    files: ['web/src/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      // What a component shows is one function; its size is that of its mark-up.
      'max-lines-per-function': ['error', { max: 100 }],
      'no-restricted-properties': [
        'error',
        { property: 'dangerouslySetInnerHTML', message: 'Text of others is shown as text.' },
      ],
    },
  },
  { files: specs, rules: { 'max-lines-per-function': 'off' } },
  { files: data, rules: { 'budget/max-lines': 'off', 'max-lines': 'off', 'max-lines-per-function': 'off' } },
  {
    files: ['src/{cli,main,serve,worker}.ts', 'src/commands/**', 'bench/**', 'test/**'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.{mjs,cjs,js}'],
    rules: {
      'max-lines': ['error', { max: 300 }],
      'max-lines-per-function': ['error', { max: 60 }],
      'no-var': 'error',
      'prefer-const': 'error',
      'no-unused-vars': 'error',
      eqeqeq: 'error',
    },
  },
);
