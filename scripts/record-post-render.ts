/**
 * Records what helm 4 makes of manifests with post-renderers that do what helm-controller's do.
 * usage: node scripts/run.mjs record-post-render [COUNT]   needs Go; COUNT of random values, and as many random charts
 */
import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {HEADS} from './post-render/heads.js'
import {LISTS} from './post-render/lists.js'
import {COMMON} from './post-render/marks.js'
import {askHelm} from './post-render/oracle.js'
import {randomChart} from './post-render/random-charts.js'
import {randomValues} from './post-render/random-values.js'
import {STRATEGIES} from './post-render/strategies.js'
import {WRITTEN} from './post-render/written.js'

const count = Number(process.argv[2] ?? 150)
const charts = Array.from({length: count}, (_, seed) => randomChart(seed))
const cases = [...WRITTEN, ...HEADS, ...LISTS, ...COMMON, ...STRATEGIES, ...randomValues(count), ...charts]
const lines = askHelm(cases).flatMap((answer, index) =>
  // of what makes Go panic nothing can be the same
  'fault' in answer && answer.fault.startsWith('panic: ') ? [] : [`${JSON.stringify({...cases[index]!, ...answer})}\n`],
)
const target = join(process.cwd(), 'test/fixtures/post-render')
mkdirSync(target, {recursive: true})
writeFileSync(join(target, 'cases.jsonl'), lines.join(''))
console.log(`${lines.length} cases`)
