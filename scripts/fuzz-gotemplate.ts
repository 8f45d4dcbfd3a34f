// Random templates and values through our engine and through Go's with sprig: node scripts/run.mjs fuzz-gotemplate [RUNS] [SEED]
// Prints every difference. Needs Go, as record-gotemplate does.
import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import fc from 'fast-check'
import {Engine, SPRIG} from '../src/lib/engines/gotemplate/index.js'
import {buildOracle} from './gotemplate-cases/go-oracle.js'
import {randomCase} from './gotemplate-cases/random-case.js'

const BATCH = 1000
const runs = Number(process.argv[2] ?? 5000)
const seed = Number(process.argv[3] ?? Date.now() % 1_000_000)
const engine = new Engine({
  functions: SPRIG,
  environment: {now: () => 0, random: {float: () => 0.5, bytes: (length) => new Uint8Array(length), uuid: () => 'none'}},
})

function ours(template: string, missing: 'zero' | 'default' | 'error', values: unknown): {output?: string; error?: string} {
  try {
    const set = engine.set(missing)
    set.parse('main', template)
    return {output: Buffer.from(set.execute('main', structuredClone(values))).toString()}
  } catch (error) {
    return {
      error: /^(TemplateError|LimitExceeded)$/.test((error as Error).name) ? (error as Error).message : (error as Error).stack!,
    }
  }
}

const folder = mkdtempSync(join(tmpdir(), 'fuzz-gotemplate-'))
try {
  const ask = buildOracle(folder)
  let different = 0
  let failing = 0
  for (let done = 0; done < runs; done += BATCH) {
    const cases = fc.sample(randomCase, {numRuns: Math.min(BATCH, runs - done), seed: seed + done})
    const answers = ask(cases)
    cases.forEach(({template, missing = 'zero', values}, index) => {
      const theirs = answers[index]!
      if (theirs.error !== undefined) failing++
      // an address of Go's memory is another one every time
      if (/0x[cC]000|0xc0/.test(theirs.output ?? theirs.error ?? '')) return
      const mine = ours(template, missing, values)
      if (mine.output === theirs.output && mine.error === theirs.error) return
      different++
      console.log(JSON.stringify({template, missing, values}))
      console.log('  Go  ', JSON.stringify(theirs))
      console.log('  ours', JSON.stringify(mine))
    })
  }
  console.log(`seed ${seed}: ${runs} templates, ${failing} of them end with an error, ${different} differ`)
  process.exitCode = different > 0 ? 1 : 0
} finally {
  rmSync(folder, {recursive: true})
}
