import {defineConfig} from 'vitest/config'
import {skippedReporter} from './skipped-reporter.js'

export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/peers/**/*.test.ts'],
    pool: 'threads',
    reporters: ['default', skippedReporter],
    // the tools are processes of their own and slow to start
    testTimeout: 600_000,
    hookTimeout: 600_000,
    fileParallelism: false,
  },
})
