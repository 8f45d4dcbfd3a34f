// Records what kube-controller-manager says of the types in ValidatingAdmissionPolicies: test/fixtures/policy-status/statuses.json
// for the specs in policies.json beside it. usage: node scripts/run.mjs record-policy-status KUBECONFIG (with controllers)
import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {kubeconfigTarget} from '../test/conformance/targets.js'

const [kubeconfig] = process.argv.slice(2)
if (!kubeconfig) throw new Error('which kubeconfig?')
const target = kubeconfigTarget(kubeconfig)
const folder = join(import.meta.dirname, '..', 'test', 'fixtures', 'policy-status')
const policies = JSON.parse(readFileSync(join(folder, 'policies.json'), 'utf8')) as {name: string; spec: object}[]
const API = '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies'
const headers = {'content-type': 'application/json', accept: 'application/json'}
const statuses: Record<string, unknown> = {}
for (const {name, spec} of policies) {
  const body = {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicy',
    metadata: {name: `recorded-${name}`},
    spec,
  }
  const made = await target.send({method: 'POST', path: API, headers, body: JSON.stringify(body)})
  if (made.status !== 201) throw new Error(`${name}: ${JSON.stringify(made.body)}`)
  await target.sleep(3000)
  const {body: seen} = await target.send({method: 'GET', path: `${API}/recorded-${name}`, headers})
  statuses[name] = (seen as {status: unknown}).status
  await target.send({method: 'DELETE', path: `${API}/recorded-${name}`, headers})
}
writeFileSync(join(folder, 'statuses.json'), `${JSON.stringify(statuses, null, 2)}\n`)
process.exit(0)
