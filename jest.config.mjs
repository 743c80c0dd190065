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

const shared = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.ts$': ['@swc/jest', swc] },
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/data'],
};

/** One PostgreSQL for the run, whichever of the two rings that need it are selected. */
const onDatabase = {
  ...shared,
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
};

/** Three rings: pure specs beside the file, services on real PostgreSQL, stories over HTTP with real mail and browser. */
export default {
  // A busy machine is no failure; what hangs still ends.
  testTimeout: 30_000,
  projects: [
    { ...shared, displayName: 'pure', testMatch: ['<rootDir>/{src,bench}/**/*.spec.ts'] },
    { ...onDatabase, displayName: 'db', testMatch: ['<rootDir>/test/db/**/*.spec.ts'] },
    { ...onDatabase, displayName: 'flow', testMatch: ['<rootDir>/test/flow/**/*.spec.ts'] },
  ],
};
