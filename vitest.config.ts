import { defineConfig } from 'vitest/config';

// Workspace packages are read from their sources, so no build is needed to run a test.
const conditions = ['@mapistore/source', 'node', 'import', 'module', 'default'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: [
      'packages/*/test/**/*.test.ts',
      'apps/*/test/**/*.test.ts',
      'examples/*/test/**/*.test.ts',
      'tooling/*/test/**/*.test.ts',
      'scripts/test/**/*.test.ts',
    ],
    pool: 'forks',
    // What a test starts with `node` itself, and what stays outside of vitest's own loader, resolves the same way.
    execArgv: ['--conditions=@mapistore/source', '--disable-warning=ExperimentalWarning'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A test that fails now and then is a fault to find, never one to run again.
    retry: 0,
    allowOnly: false,
  },
});
