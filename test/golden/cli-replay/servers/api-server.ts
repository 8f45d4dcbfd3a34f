import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import type {Host} from '../../../../src/commands/host.js'
import type {JsonObject} from '../../../../src/lib/formats/json/value.js'
import {crds} from '../../../../src/lib/kinds/crds.js'
import type {KubeClient, KubeObject} from '../../../../src/lib/ports/kube.js'
import type {CliCase} from '../cases.js'

/** The API server that cases run on. */
export interface ReplayServer {
  /** cluster-admin */
  readonly kube: KubeClient
  readonly url: string
  /** kubeconfig texts by the corpus's placeholder, e.g. `<kubeconfig-no-rights>`; `<kubeconfig>` is cluster-admin */
  readonly kubeconfigs: Readonly<Record<string, string>>
  /** texts of kubeconfigs with one thing wrong, by placeholder */
  readonly kubeconfigFaults: Readonly<Record<string, () => string>>
  /** port of what answers for a Pod's logs */
  readonly kubeletPort: number
  /** the server stays for the next case, which cleans up first */
  readonly lasting: boolean
  readonly connect: Host['connect']
  /** the disk, counted as open I/O on a virtual clock */
  readonly openFiles?: Host['openFiles']
  /** what counts open I/O on a virtual clock */
  readonly tasks?: Host['tasks']
  /** milliseconds of the clock that the command line sees */
  now(): number
  /** lets time pass until the command line has ended */
  pass<T>(work: Promise<T>): Promise<T>
  /** hands out the logs of a case from now on; returns what was asked for */
  setLogs(logs: CliCase['logs']): readonly JsonObject[]
  close(): Promise<void>
}

/** Namespaces, an account without rights and the CRDs of the recordings. */
export async function prepare(kube: KubeClient, root: string): Promise<void> {
  const own = new Map(crds().map((crd) => [crd.metadata.name!, crd]))
  for (const crd of referenceCrds(root)) await ensure(kube, own.get(crd.metadata.name!) ?? crd)
  for (const name of ['flux-system', 'apps', 'empty']) await ensure(kube, {apiVersion: 'v1', kind: 'Namespace', metadata: {name}})
  await ensure(kube, {apiVersion: 'v1', kind: 'ServiceAccount', metadata: {name: 'no-rights', namespace: 'default'}})
}

/** The CRDs that the recordings were made with; ours take their place as far as they exist. */
function referenceCrds(root: string): KubeObject[] {
  const folder = join(root, 'test/fixtures/reference-crds')
  // set-ups bring the CRD of source-watcher themselves where the recordings had one
  const files = readdirSync(folder).filter((file) => file.endsWith('.json') && !file.startsWith('source.extensions'))
  return files.map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as KubeObject)
}

async function ensure(kube: KubeClient, object: KubeObject): Promise<void> {
  await kube.apply(object, {fieldManager: 'corpus', force: true})
}
