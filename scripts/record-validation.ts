// Records what kube-apiserver answers to odd objects (dry runs): test/fixtures/validation/answers-*.jsonl.
// Inputs: objects.jsonl and more.jsonl (path and body), crds.jsonl (CRDs), cel-rules.txt (`RULE ;; JSON of other fields` over the schema
// in cel-schema.json), cost-rules.txt (`SCHEMA ;; RULE` over cost-schemas.json), kinds.jsonl (objects of Flux's kinds, asked with Flux's own CRDs).
// usage: node scripts/run.mjs record-validation KUBECONFIG [NAME...]
import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import type {JsonObject} from '../src/lib/formats/json/value.js'
import {kubeconfigTarget} from '../test/conformance/targets.js'
import {askCel, askCosts, askKinds, askObjects, readLines} from '../test/validation/ask.js'
import {referenceCrds} from '../test/validation/reference-crds.js'

const [kubeconfig, ...only] = process.argv.slice(2)
if (!kubeconfig) throw new Error('usage: record-validation KUBECONFIG [objects|more|crds|kinds|cel|costs]...')
const folder = join(import.meta.dirname, '..', 'test', 'fixtures', 'validation')
const target = kubeconfigTarget(kubeconfig)

async function record(name: string, ask: () => Promise<readonly unknown[]>): Promise<void> {
  if (only.length > 0 && !only.includes(name)) return
  const answers = await ask()
  writeFileSync(join(folder, `answers-${name}.jsonl`), `${answers.map((answer) => JSON.stringify(answer)).join('\n')}\n`)
}

const lines = (file: string) => readLines(join(folder, file))
await record('objects', () => askObjects(target, lines('objects.jsonl')))
await record('more', () => askObjects(target, lines('more.jsonl')))
await record('crds', () => askObjects(target, lines('crds.jsonl')))
await record('kinds', () =>
  askKinds(target, referenceCrds(join(folder, '..', 'reference-crds')) as unknown as JsonObject[], lines('kinds.jsonl')),
)
await record('cel', async () => {
  const rules = lines('cel-rules.txt')
  for (const at of rules.keys()) {
    const path = `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/c${at}s.cel.example.com`
    await target.send({method: 'DELETE', path, headers: {}, body: undefined})
  }
  return askCel(target, rules, JSON.parse(readFileSync(join(folder, 'cel-schema.json'), 'utf8')), 100)
})
await record('costs', () =>
  askCosts(target, lines('cost-rules.txt'), JSON.parse(readFileSync(join(folder, 'cost-schemas.json'), 'utf8'))),
)
process.exit(0)
