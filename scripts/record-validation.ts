// Records what kube-apiserver answers to odd objects (dry runs): test/fixtures/validation/answers-*.jsonl.
// Inputs: objects.jsonl (path and body), crds.jsonl (CRDs), cel-rules.txt (`RULE ;; JSON of other fields` over the schema
// in cel-schema.json). usage: node scripts/run.mjs record-validation KUBECONFIG
import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {kubeconfigTarget} from '../test/conformance/targets.js'
import {askCel, askObjects, readLines} from '../test/validation/ask.js'

const [kubeconfig] = process.argv.slice(2)
if (!kubeconfig) throw new Error('usage: record-validation KUBECONFIG')
const folder = join(import.meta.dirname, '..', 'test', 'fixtures', 'validation')
const target = kubeconfigTarget(kubeconfig)
const write = (name: string, answers: readonly unknown[]) =>
  writeFileSync(join(folder, `answers-${name}.jsonl`), `${answers.map((answer) => JSON.stringify(answer)).join('\n')}\n`)

write('objects', await askObjects(target, readLines(join(folder, 'objects.jsonl'))))
write('crds', await askObjects(target, readLines(join(folder, 'crds.jsonl'))))
const rules = readLines(join(folder, 'cel-rules.txt'))
for (const at of rules.keys()) {
  const path = `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/c${at}s.cel.example.com`
  await target.send({method: 'DELETE', path, headers: {}, body: undefined})
}
const schema = JSON.parse(readFileSync(join(folder, 'cel-schema.json'), 'utf8'))
write('cel', await askCel(target, rules, schema, 100))
process.exit(0)
