// Records what kube-apiserver publishes of the custom kinds in test/fixtures/openapi/crds.yaml, in OpenAPI 2 and 3.
// usage: node scripts/run.mjs record-openapi KUBECONFIG
import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {parseYamlDocuments} from '../src/lib/formats/yaml/parse.js'
import {kubeconfigTarget} from '../test/conformance/targets.js'

const [kubeconfig] = process.argv.slice(2)
if (!kubeconfig) throw new Error('usage: record-openapi KUBECONFIG')
const target = kubeconfigTarget(kubeconfig)
const folder = join(import.meta.dirname, '..', 'test', 'fixtures', 'openapi')
const CRDS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'
const headers = {'user-agent': 'recorder/1.0', accept: 'application/json', 'content-type': 'application/json'}

type Json = {[key: string]: Json}
const send = async (method: string, path: string, body?: unknown) =>
  (await target.send({method, path, headers, ...(body === undefined ? {} : {body: JSON.stringify(body)})})).body as Json

const crds = parseYamlDocuments(readFileSync(join(folder, 'crds.yaml'), 'utf8')).map(({value}) => value as Json)
for (const crd of crds) await send('POST', CRDS, crd)
// documents follow within seconds
await target.sleep(8000)
const of = (all: Json, test: RegExp) => Object.fromEntries(Object.entries(all).filter(([name]) => test.test(name)))
const v2 = await send('GET', '/openapi/v2')
const recorded = {
  definitions: of(v2.definitions!, /^(com\.example\.w|io\.k8s\.other\.g)\./),
  paths: of(v2.paths!, /^\/apis\/(w\.example\.com|g\.other\.k8s\.io)\/v\d/),
  schemas: {} as Json,
}
for (const id of ['w.example.com/v1', 'w.example.com/v2', 'g.other.k8s.io/v1alpha1']) {
  const {components} = await send('GET', `/openapi/v3/apis/${id}`)
  Object.assign(recorded.schemas, of(components!.schemas!, /^(com\.example\.w|io\.k8s\.other\.g)\./))
}
for (const crd of crds) await send('DELETE', `${CRDS}/${String(crd.metadata!.name)}`)
writeFileSync(join(folder, 'custom.json'), `${JSON.stringify(recorded, null, 1)}\n`)
