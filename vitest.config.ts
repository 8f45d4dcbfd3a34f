import {defineConfig} from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/corpus/**', 'test/fixtures/**', 'test/peers/**', 'node_modules/**'],
    globalSetup: 'test/temporary-folder.ts',
    pool: 'threads',
    // No module keeps state (DESIGN 4), so test files may share a worker: four times faster.
    isolate: false,
    maxWorkers: '100%',
    testTimeout: 30_000,
  },
})
