// Random templates and values through our engine and through Go's with sprig, or with Helm's functions through Helm's:
// node scripts/run.mjs fuzz-gotemplate [RUNS] [SEED] [helm|odd]; odd: every function with arguments of every type, most of them wrong
// Prints every difference. Needs Go, as record-gotemplate does.
import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import fc from 'fast-check'
import {Engine, SPRIG} from '../src/lib/engines/gotemplate/index.js'
import {DURATIONS} from '../src/lib/engines/helm/functions/durations.js'
import {ENCODING} from '../src/lib/engines/helm/functions/encoding.js'
import {RENDERING} from '../src/lib/engines/helm/functions/rendering.js'
import {offlineCapabilities} from '../src/lib/engines/helm/render/capabilities.js'
import {renderChart} from '../src/lib/engines/helm/render/render-chart.js'
import {type TemplateCase, VALUES} from './gotemplate-cases/case.js'
import {buildOracle, TOO_LONG} from './gotemplate-cases/go-oracle.js'
import {oddCase} from './gotemplate-cases/odd-case.js'
import {randomCase} from './gotemplate-cases/random-case.js'

const BATCH = 1000
const runs = Number(process.argv[2] ?? 5000)
const seed = Number(process.argv[3] ?? Date.now() % 1_000_000)
const odd = process.argv[4] === 'odd'
const helm = odd || process.argv[4] === 'helm'
const lookup = () => ({})
const environment = {
  now: () => 0,
  random: {float: () => 0.5, bytes: (length: number) => new Uint8Array(length), uuid: () => 'none'},
}
const engine = new Engine({functions: SPRIG, environment})
const functions = helm ? {...SPRIG, ...ENCODING, ...DURATIONS, ...RENDERING} : SPRIG
const HELM_FRAME = [
  '{{ define "one" }}<{{ . }}>{{ end }}{{ define "two" }}{{ toYaml . }}{{ end }}{{ with fromJson (toJson .Values) }}',
  '{{ end }}',
]

function render({template, missing = 'zero', values}: TemplateCase): string {
  if (helm) {
    const options = {
      ...{release: {name: 'r', namespace: 'default', revision: 1, isUpgrade: false}, capabilities: offlineCapabilities()},
      ...{environment, lookup, strict: missing === 'error'},
    }
    const file = {name: 'templates/main', data: Buffer.from(template)}
    const chart = {
      metadata: {name: 'c', version: '1.0.0', apiVersion: 'v2'},
      templates: [file],
      files: [{name: 'f.txt', data: Buffer.from('one\ntwo\n')}],
      dependencies: [],
      values: {},
    }
    return renderChart(chart as never, values as never, options).get('c/templates/main')!
  }
  const set = engine.set(missing)
  set.parse('main', template)
  return set.execute('main', structuredClone(values))
}

function ours(entry: TemplateCase): {output?: string; error?: string} {
  try {
    return {output: Buffer.from(render(entry)).toString()}
  } catch (error) {
    return {
      error: /^(TemplateError|LimitExceeded|FluxError)$/.test((error as Error).name)
        ? (error as Error).message
        : (error as Error).stack!,
    }
  }
}

function inChart(entry: TemplateCase): TemplateCase {
  return {...entry, template: HELM_FRAME.join(entry.template), missing: entry.missing === 'error' ? 'error' : 'zero'}
}

const folder = mkdtempSync(join(tmpdir(), 'fuzz-gotemplate-'))
try {
  const ask = buildOracle(folder, helm ? 'helm' : 'go')
  let different = 0
  let failing = 0
  for (let done = 0; done < runs; done += BATCH) {
    const sample = fc.sample(odd ? oddCase(functions) : randomCase(functions), {
      numRuns: Math.min(BATCH, runs - done),
      seed: seed + done,
    })
    const cases = odd
      ? sample.map((entry) => ({...entry, values: VALUES}))
      : helm
        ? sample.filter(({template}) => !template.includes('{{ template')).map(inChart)
        : sample
    const answers = ask(cases)
    cases.forEach((entry, index) => {
      const theirs = answers[index]!
      if (theirs.error !== undefined) failing++
      if (theirs.error === TOO_LONG) return
      // an address of Go's memory is another one every time
      if (/0x[cC]000|0xc0|0x[0-9a-f]{9,}/.test(theirs.output ?? theirs.error ?? '')) return
      const mine = ours(entry)
      if (mine.output === theirs.output && mine.error === theirs.error) return
      different++
      console.log(odd ? entry.template : JSON.stringify(entry))
      console.log('  Go  ', JSON.stringify(theirs))
      console.log('  ours', JSON.stringify(mine))
    })
  }
  console.log(`seed ${seed}: ${runs} templates, ${failing} of them end with an error, ${different} differ`)
  process.exitCode = different > 0 ? 1 : 0
} finally {
  rmSync(folder, {recursive: true})
}
