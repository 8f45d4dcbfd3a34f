// Random charts, values and flags through our engine and through the real helm: node scripts/run.mjs fuzz-helm [RUNS] [SEED] [chart|values|set|umbrella|wild]
// Prints every difference. A report of an error is the same when its last line is.
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import fc from 'fast-check'
import {ours, theirs} from './helm-cases/both-helms.js'
import {type Case, contentOf} from './helm-cases/case.js'
import {randomCase} from './helm-cases/random/random-chart.js'
import {randomSet} from './helm-cases/random/random-set.js'
import {randomUmbrella} from './helm-cases/random/random-umbrella.js'
import {randomValues} from './helm-cases/random/random-values.js'
import {randomWild} from './helm-cases/random/random-wild.js'

const runs = Number(process.argv[2] ?? 5000)
const seed = Number(process.argv[3] ?? Date.now() % 1_000_000)
const kinds = {chart: randomCase, values: randomValues, set: randomSet, umbrella: randomUmbrella, wild: randomWild}
const kind = kinds[(process.argv[4] ?? 'chart') as keyof typeof kinds]
const AT_ONCE = 4

let different = 0
let failing = 0
async function compare({files, args}: Case): Promise<void> {
  const cwd = mkdtempSync(join(tmpdir(), 'fuzz-helm-'))
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(cwd, path)), {recursive: true})
      writeFileSync(join(cwd, path), contentOf(text))
    }
    const [their, our] = [await theirs(cwd, 'chart', args), await ours(cwd, 'chart', args)]
    const [want, got] = their.text === our.text ? [their.warnings, our.warnings] : [their.text, our.text]
    if (their.text.startsWith('Error: ')) {
      failing++
      if (process.env.SHOW_ERRORS) console.log('E', their.text.slice(0, 300))
    }
    // addresses of Go's memory are other ones every time; where its stack ends there is no answer
    if (want === got || /[:(]0x[0-9a-f]{6,}/i.test(want) || their.text === '') return
    // violations of a schema are told in any order
    if (want.includes('the specifications of the schema') && sorted(want) === sorted(got)) return
    // the order of Go's maps decides some values: what helm says another time is as good
    for (let again = 0; again < 8; again++) {
      const other = await theirs(cwd, 'chart', args)
      if (other.text === our.text && other.warnings === our.warnings) return
    }
    different++
    console.log(`${JSON.stringify({files, args})}\n--- helm\n${want}\n--- ours\n${got}`)
  } finally {
    rmSync(cwd, {recursive: true, force: true})
  }
}

function sorted(text: string): string {
  return text.split('\n').sort().join('\n')
}

const cases = fc.sample(kind, {numRuns: runs, seed})[Symbol.iterator]()
const worker = async () => {
  for (const test of cases) await compare(test)
}
await Promise.all(Array.from({length: AT_ONCE}, worker))
console.log(`seed ${seed}: ${runs} charts, ${failing} of them end with an error, ${different} differ`)
process.exitCode = different > 0 ? 1 : 0
