// Records what Go's text/template with sprig gives for the cases of scripts/gotemplate-cases, and has the real helm
// confirm it: node scripts/run.mjs record-gotemplate. Needs Go with the module proxy (or a filled module cache); helm is
// looked for in $FLUX_PEERS/bin and on PATH.
import {execFileSync, spawnSync} from 'node:child_process'
import {existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {homedir, tmpdir} from 'node:os'
import {join} from 'node:path'
import {buildOracle, type OracleAnswer} from './gotemplate-cases/go-oracle.js'
import {CASES, type TemplateCase, VALUES} from './gotemplate-cases/index.js'

type Recorded = TemplateCase & OracleAnswer

/** values of the chart as a map without a type of its own */
const PLAIN = 'fromJson (toJson .Values)'
const FIXTURES = join(import.meta.dirname, '../test/fixtures/gotemplate')
const folder = mkdtempSync(join(tmpdir(), 'record-gotemplate-'))
try {
  const ask = buildOracle(folder)
  mkdirSync(FIXTURES, {recursive: true})
  writeFileSync(join(FIXTURES, 'values.json'), `${JSON.stringify(VALUES, undefined, 1)}\n`)
  const all: Recorded[] = []
  for (const [name, cases] of Object.entries(CASES)) {
    const full = cases.map((entry) => (typeof entry === 'string' ? {template: entry} : entry))
    const answers = ask(full.map((entry) => ({...entry, values: {...VALUES, ...entry.values}})))
    const recorded = full.map((entry, index) => ({...entry, ...answers[index]!}))
    writeFileSync(join(FIXTURES, `${name}.jsonl`), recorded.map((entry) => `${JSON.stringify(entry)}\n`).join(''))
    console.log(`${name}: ${recorded.length} cases, ${recorded.filter(({error}) => error !== undefined).length} of them errors`)
    all.push(...recorded)
  }
  confirm(all)
} finally {
  rmSync(folder, {recursive: true})
}

/** The same templates through `helm template`: many in one chart where they work, one chart for each that fails. */
function confirm(cases: readonly Recorded[]): void {
  const own = join(process.env.FLUX_PEERS ?? join(homedir(), '.cache/flux-peers'), 'bin/helm')
  const helm = existsSync(own) ? own : 'helm'
  if (spawnSync(helm, ['version']).status !== 0) {
    console.log('no helm: nothing confirmed')
    return
  }
  const usual = cases.filter(({missing}) => missing === undefined || missing === 'zero')
  const good = usual.filter(({template, output}) => output !== undefined && !/\b(define|block)\b/.test(template))
  // helm answers in its own way to these
  const bad = usual.filter(({template, error}) => error !== undefined && !/\b(define|block|fail)\b|\$\.|toYaml/.test(template))
  const outputs = renderMany(helm, good)
  const wrong = good.filter(({output}, index) => outputs[index] !== output)
  for (const {template} of wrong) console.log(`helm prints something else: ${template}`)
  const silent = bad.filter((entry) => !failsAlike(helm, entry))
  for (const {template} of silent) console.log(`helm complains in other words: ${template}`)
  console.log(
    `helm confirms ${good.length - wrong.length} of ${good.length} outputs, ${bad.length - silent.length} of ${bad.length} errors`,
  )
}

function chart(templates: Readonly<Record<string, string>>, values: unknown): string {
  const path = mkdtempSync(join(folder, 'chart-'))
  mkdirSync(join(path, 'templates'))
  writeFileSync(join(path, 'Chart.yaml'), 'apiVersion: v2\nname: c\nversion: 1.0.0\n')
  writeFileSync(join(path, 'values.json'), JSON.stringify(values))
  for (const [name, text] of Object.entries(templates)) writeFileSync(join(path, 'templates', name), text)
  return path
}

function renderMany(helm: string, cases: readonly Recorded[]): string[] {
  const templates: Record<string, string> = {'all.yaml': ''}
  const values: Record<string, unknown> = {}
  cases.forEach((entry, index) => {
    templates[`_${index}.txt`] = entry.template
    values[`v${index}`] = {...VALUES, ...entry.values}
    templates['all.yaml'] +=
      `c${index}: {{ include "c/templates/_${index}.txt" (fromJson (toJson .Values.v${index})) | b64enc | quote }}\n`
  })
  const path = chart(templates, values)
  const text = execFileSync(helm, ['template', 'r', path, '-f', join(path, 'values.json')], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  const found = new Map([...text.matchAll(/^c(\d+): "(.*)"$/gm)].map((match) => [Number(match[1]), match[2]!]))
  return cases.map((_, index) => Buffer.from(found.get(index) ?? '', 'base64').toString())
}

function failsAlike(helm: string, {template, values, error}: Recorded): boolean {
  const path = chart({'main.yaml': `{{ with ${PLAIN} }}${template}{{ end }}`}, {...VALUES, ...values})
  const {stderr} = spawnSync(helm, ['template', 'r', path, '-f', join(path, 'values.json')], {encoding: 'utf8'})
  const message = error!.replace(/^template: .*?(>: |main:\d+: )/s, '').replace(/ in action started.*/, '')
  // a syntax error may be found at another place, because the template stands in a `with`
  return stderr.includes(message.split(': ').at(-1)!) || /unexpected EOF|\{\{e(nd|lse)|unclosed/.test(message)
}
