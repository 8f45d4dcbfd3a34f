// Sends mutated bodies (those of the recordings with one or two odd values) as dry runs to a real kube-apiserver and to the
// embedded one, as creates and as updates of the unchanged object, and compares status, texts and objects.
// usage: node scripts/run.mjs differential-requests KUBECONFIG [--seed N] [--runs N] [--only TEXT] [--keep N] [--ways post,put,apply,merge,strategic]
import {join} from 'node:path'
import {parseArgs} from 'node:util'
import {startApiServer} from '../src/lib/adapters/apiserver/index.js'
import type {Answer, Target} from '../test/conformance/case.js'
import {embeddedTarget, kubeconfigTarget} from '../test/conformance/targets.js'
import {bases, comparable, type Mutated, mutations, type Way} from '../test/differential/mutations.js'

const {values, positionals} = parseArgs({
  allowPositionals: true,
  options: {
    seed: {type: 'string', default: '1'},
    runs: {type: 'string', default: '1000'},
    only: {type: 'string', default: ''},
    keep: {type: 'string', default: '30'},
    ways: {type: 'string', default: 'post,post,put'},
  },
})
const kubeconfig = positionals[0]
if (!kubeconfig) throw new Error('which kubeconfig?')
const real = kubeconfigTarget(kubeconfig)
const server = await startApiServer({controllers: false})
const embedded = embeddedTarget(server, {sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms))})
const namespace = `m${Date.now().toString(36)}`
const folder = join(import.meta.dirname, '..', 'test', 'corpus', 'api')

async function ask(target: Target, method: string, path: string, body?: unknown, type = 'application/json'): Promise<Answer> {
  const headers = {'user-agent': 'recorder/1.0', accept: 'application/json', 'content-type': type}
  const sent = {method, path, headers, body: body === undefined ? undefined : JSON.stringify(body)}
  // a busy server may close an idle connection just then
  return target.send(sent).catch(() => target.send(sent))
}

for (const target of [real, embedded]) {
  await ask(target, 'POST', '/api/v1/namespaces', {apiVersion: 'v1', kind: 'Namespace', metadata: {name: namespace}})
  const account = {apiVersion: 'v1', kind: 'ServiceAccount', metadata: {name: 'default'}}
  await ask(target, 'POST', `/api/v1/namespaces/${namespace}/serviceaccounts`, account)
}

const METHODS: Readonly<Record<Way, readonly [string, string]>> = {
  post: ['POST', 'application/json'],
  put: ['PUT', 'application/json'],
  apply: ['PATCH', 'application/apply-patch+yaml'],
  merge: ['PATCH', 'application/merge-patch+json'],
  strategic: ['PATCH', 'application/strategic-merge-patch+json'],
}

/** The answers of both to one mutated body. */
async function both(one: Mutated): Promise<[string, string]> {
  const answers: string[] = []
  for (const target of [real, embedded]) {
    if (one.base) {
      await ask(target, 'POST', one.path, one.base)
    }
    const [method, type] = METHODS[one.way]
    const path = method === 'POST' ? one.path : `${one.path}/${encodeURIComponent(one.name)}`
    const query = one.way === 'apply' ? '?dryRun=All&fieldManager=me&force=true' : '?dryRun=All'
    const answer = await ask(target, method, path + query, one.body, type)
    if (one.base) await ask(target, 'DELETE', `${path}?propagationPolicy=Background&gracePeriodSeconds=0`)
    answers.push(comparable(answer))
  }
  return answers as [string, string]
}

const all = bases(folder, namespace).filter(({path}) => path.includes(values.only))
let asked = 0
let different = 0
const seen = new Set<string>()
for (const one of mutations(all, Number(values.seed), Number(values.runs), values.ways.split(',') as Way[])) {
  asked++
  const answers = await both(one).catch((error: Error) => console.log(`${one.way} ${one.path} ${one.what}: ${error.message}`))
  if (!answers) continue
  const [a, b] = answers
  if (a === b) continue
  different++
  const kind = a.replace(/[^a-zA-Z]+/g, ' ').slice(0, 160) + b.replace(/[^a-zA-Z]+/g, ' ').slice(0, 160)
  if (seen.has(kind) || seen.size >= Number(values.keep)) continue
  seen.add(kind)
  console.log(`\n${one.way} ${one.path} ${one.what}\n  real ${a.slice(0, 1500)}\n  ours ${b.slice(0, 1500)}`)
}
console.log(`\n${asked - different} of ${asked} alike (${all.length} bodies)`)
await server.close()
process.exit(different > 0 ? 1 : 0)
