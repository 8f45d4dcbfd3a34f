// Records how CNCF's flux reports drift: test/fixtures/drift-reports/cases.json -> reports.json.
// usage: KUBECONFIG=... node scripts/run.mjs record-drift-reports   (a kube-apiserver with Flux's CRDs; flux and kubectl of the peers)
import {execFileSync, spawnSync} from 'node:child_process'
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {homedir, tmpdir} from 'node:os'
import {join} from 'node:path'

interface Case {
  readonly from: Record<string, unknown>
  readonly to: Record<string, unknown>
}

const folder = join(import.meta.dirname, '../test/fixtures/drift-reports')
const bin = join(process.env['FLUX_PEERS'] ?? join(homedir(), '.cache/flux-peers'), 'bin')
const cases = JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8')) as Case[]
const kubectl = (args: readonly string[], input?: unknown) =>
  execFileSync(join(bin, 'kubectl'), args, {input: input === undefined ? '' : JSON.stringify(input), encoding: 'utf8'})

const THING = {apiVersion: 'demo.example.com/v1', kind: 'Thing'}
const OPEN = {type: 'object', 'x-kubernetes-preserve-unknown-fields': true}
const LABELS = {'kustomize.toolkit.fluxcd.io/name': 'probe', 'kustomize.toolkit.fluxcd.io/namespace': 'flux-system'}
/** what a change of the spec adds to every report */
const GENERATION = '\nmetadata.generation\n± value change\n- 1\n+ 2\n'

const versions = [{name: 'v1', served: true, storage: true, schema: {openAPIV3Schema: OPEN}}]
const names = {kind: 'Thing', listKind: 'ThingList', plural: 'things', singular: 'thing'}
const setUp = [
  {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {name: 'things.demo.example.com'},
    spec: {group: 'demo.example.com', scope: 'Namespaced', names, versions},
  },
  ...['flux-system', 'apps'].map((name) => ({apiVersion: 'v1', kind: 'Namespace', metadata: {name}})),
  {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: {name: 'probe', namespace: 'flux-system'},
    spec: {interval: '10m', prune: true, sourceRef: {kind: 'GitRepository', name: 'probe'}},
  },
]
for (const object of setUp) kubectl(['apply', '--server-side', '-f', '-'], object)
kubectl(['wait', '--for=condition=Established', 'crd/things.demo.example.com'])

function report({from, to}: Case): string {
  const metadata = {name: 't', namespace: 'apps'}
  kubectl(['delete', 'thing', 't', '-n', 'apps', '--ignore-not-found'])
  kubectl(['apply', '--server-side', '--field-manager=kustomize-controller', '-f', '-'], {
    ...{...THING, ...from},
    metadata: {...metadata, labels: LABELS},
  })
  const path = mkdtempSync(join(tmpdir(), 'drift-'))
  try {
    writeFileSync(join(path, 'thing.json.yaml'), JSON.stringify({...THING, ...to, metadata}))
    const {stdout} = spawnSync(join(bin, 'flux'), ['diff', 'ks', 'probe', '--path', path, '--progress-bar=false'], {
      encoding: 'utf8',
    })
    return stdout.replace(/^► .*\n/, '').replace(GENERATION, '')
  } finally {
    rmSync(path, {recursive: true, force: true})
  }
}

const reports = cases.map((entry) => ({...entry, report: report(entry)}))
writeFileSync(join(folder, 'reports.json'), `${JSON.stringify(reports, undefined, 1)}\n`)
console.log(`${reports.length} reports recorded`)
