import {defineConfig} from 'vitest/config'

/** Files that put something in the place of a module: what other files of their worker have loaded would stay. */
const ALONE = ['test/golden/ours/file-faults.test.ts', 'test/unit/actions/migrate/unworkable-file.test.ts']
const NONE = ['test/corpus/**', 'test/fixtures/**', 'test/peers/**', 'node_modules/**']

export default defineConfig({
  test: {
    globalSetup: 'test/temporary-folder.ts',
    pool: 'threads',
    projects: [
      // No module keeps state (DESIGN 4), so test files may share a worker: four times faster.
      {extends: true, test: {name: 'shared', include: ['test/**/*.test.ts'], exclude: [...NONE, ...ALONE], isolate: false}},
      {extends: true, test: {name: 'alone', include: ALONE, exclude: NONE, isolate: true}},
    ],
    maxWorkers: '100%',
    // Against hangs alone, the same for all tests: a busy machine may be twenty times slower than a quiet one.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    teardownTimeout: 60_000,
  },
})
