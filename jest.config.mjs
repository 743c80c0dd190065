const swc = {
  swcrc: false,
  jsc: {
    target: 'es2023',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
    keepClassNames: true,
  },
  module: { type: 'es6' },
  sourceMaps: 'inline',
};

const withJsx = {
  ...swc,
  jsc: {
    ...swc.jsc,
    parser: { ...swc.jsc.parser, tsx: true },
    transform: { ...swc.jsc.transform, react: { runtime: 'automatic' } },
  },
};

const shared = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.ts$': ['@swc/jest', swc] },
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/web/dist', '<rootDir>/data'],
};

/** One PostgreSQL for the run, whichever of the two rings that need it are selected. */
const onDatabase = {
  ...shared,
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
};

/** Components of the web app, in a document without a browser. */
const web = {
  ...shared,
  displayName: 'web',
  testEnvironment: '<rootDir>/web/testing/environment.mjs',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: { '^.+\\.tsx?$': ['@swc/jest', withJsx] },
  moduleNameMapper: { ...shared.moduleNameMapper, '\\.css$': '<rootDir>/web/testing/style-names.ts' },
  setupFiles: ['<rootDir>/web/testing/browser.ts'],
  testMatch: ['<rootDir>/web/src/**/*.spec.{ts,tsx}'],
};

/** Three rings: pure specs beside the file, services on real PostgreSQL, stories over HTTP with real mail and browser. */
export default {
  // A busy machine is no failure; what hangs still ends.
  testTimeout: 30_000,
  // Modules of a spec stay in the memory of the process that ran it; before they fill it, another takes over.
  workerIdleMemoryLimit: '1500MB',
  projects: [
    {
      ...shared,
      displayName: 'pure',
      testMatch: ['<rootDir>/{src,bench}/**/*.spec.ts', '<rootDir>/scripts/**/*.spec.mjs'],
    },
    web,
    { ...onDatabase, displayName: 'db', testMatch: ['<rootDir>/test/db/**/*.spec.ts'] },
    { ...onDatabase, displayName: 'flow', testMatch: ['<rootDir>/test/flow/**/*.spec.ts'] },
    { ...onDatabase, displayName: 'screens', testMatch: ['<rootDir>/test/screens/**/*.spec.ts'] },
  ],
};
