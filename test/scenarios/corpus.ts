import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {loadScenarios} from './format.js'
import {knownDifferences} from './known-differences.js'
import {reportOf, runScenarios} from './run-scenarios.js'

const FOLDER = join(import.meta.dirname, '../corpus/controllers')

/** Replays the recordings that `takes` picks, on the embedded API; those that are known to differ must still differ. */
export function replayCorpus(title: string, takes: (name: string) => boolean): void {
  const known = knownDifferences(readFileSync(join(import.meta.dirname, 'known-differences.json'), 'utf8'), 'embedded')
  const names = loadScenarios(FOLDER)
    .map(({name}) => name)
    .filter(takes)
  describe.concurrent(`controller recordings, ${title}`, () => {
    it.each(names)(
      '%s',
      async (name) => {
        const results = await runScenarios({folder: join(FOLDER, name), on: 'embedded'})
        const report = results.map((result) => reportOf(result)).join('')
        if (!known.has(name)) expect(report).toBe(`equal      ${name}\n`)
        else expect(report, `${name} is listed in known-differences.json but is equal now`).not.toBe(`equal      ${name}\n`)
      },
      120_000,
    )
  })
}
