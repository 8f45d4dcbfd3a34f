import {type ApiServerOptions, startApiServer} from '../../../src/lib/adapters/apiserver/index.js'
import {createKubeClient} from '../../../src/lib/adapters/kube/client.js'
import {systemRandom} from '../../../src/lib/adapters/system/random.js'
import {createTasks} from '../../../src/lib/adapters/system/tasks.js'
import {createVirtualClock} from '../../../src/lib/adapters/system/virtual-clock.js'
import {createRedactor} from '../../../src/lib/errors/redact.js'
import {isObject, type JsonObject} from '../../../src/lib/formats/json/value.js'
import {parseYaml} from '../../../src/lib/formats/yaml/parse.js'
import {printYaml} from '../../../src/lib/formats/yaml/print.js'
import {crds} from '../../../src/lib/kinds/crds.js'
import type {KubeClient, KubeObject} from '../../../src/lib/ports/kube.js'
import {connect} from '../../../src/lib/wiring/connect.js'
import {capturedOut} from '../../fakes/captured-out.js'
import {openCrds} from './other-kinds.js'
import type {ReplayServer} from './replay.js'
import {connectVirtually, pass} from './virtual.js'

/** A client for a kubeconfig file. */
async function clientFor(path: string): Promise<KubeClient> {
  const {out} = capturedOut()
  const {ctx} = await connect({kubeconfig: path, env: {}, out, signal: new AbortController().signal}, createRedactor())
  return ctx.kube
}

/** A fresh embedded API over HTTPS as the corpus's world. */
export async function embeddedServer(): Promise<ReplayServer & {close(): Promise<void>}> {
  let logs: Readonly<Record<string, string>> = {}
  const source: ApiServerOptions['logs'] = {
    read({namespace, name}, {container, tailLines}) {
      const text = logs[`${namespace}/${name}/${container}`]
      return text === undefined ? undefined : lastLines(text, tailLines)
    },
  }
  // no kubelet: the recordings had none either, their set-ups say how Pods are doing
  const tasks = createTasks()
  const clock = createVirtualClock(tasks, Date.now())
  const api = await startApiServer({rbac: true, logs: source, kubelet: false, clock, tasks})
  const kube = createKubeClient({
    ...{transport: api.transport(), clock, random: systemRandom, userAgent: 'corpus'},
  })
  const own = crds()
  for (const crd of [...own, ...openCrds(new Set(own.map((crd) => crd.metadata.name!)))]) await ensure(kube, crd)
  const {kubeconfig} = await api.listen()
  return {
    ...(await worldOf(kube, kubeconfig)),
    setLogs(next) {
      logs = next ?? {}
    },
    lasting: false,
    connect: (options) => connectVirtually(api, clock, options),
    pass: (work) => pass(clock, work),
    close: () => api.close(),
  }
}

async function* lastLines(text: string, tail: number | undefined): AsyncIterable<Uint8Array> {
  if (tail === 0) return
  const lines = text.split(/(?<=\n)/)
  yield Buffer.from((tail === undefined ? lines : lines.slice(-tail)).join(''))
}

/** The cluster of a kubeconfig file as the corpus's world. */
export async function clusterServer(path: string, text: string): Promise<ReplayServer & {close(): Promise<void>}> {
  return {
    ...(await worldOf(await clientFor(path), text)),
    lasting: true,
    connect: (options) => connect(options, createRedactor()),
    pass: (work) => work,
    close: async () => undefined,
  }
}

/** Namespaces, an account without rights, and kubeconfigs of all the placeholders. */
async function worldOf(kube: KubeClient, text: string): Promise<Pick<ReplayServer, 'kube' | 'url' | 'kubeconfigs'>> {
  const config = parseYaml(text) as {clusters: {cluster: JsonObject}[]; users: {user: JsonObject}[]}
  const cluster = config.clusters[0]!.cluster
  const user = config.users[0]!.user
  for (const name of ['flux-system', 'apps', 'empty']) await ensure(kube, {apiVersion: 'v1', kind: 'Namespace', metadata: {name}})
  const account = {apiVersion: 'v1', kind: 'ServiceAccount', metadata: {name: 'no-rights', namespace: 'default'}}
  await ensure(kube, account)
  const token = await kube.raw({
    method: 'POST',
    path: '/api/v1/namespaces/default/serviceaccounts/no-rights/token',
    body: {apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {}},
  })
  const status = isObject(token.body) && isObject(token.body['status']) ? token.body['status'] : {}
  return {kube, url: String(cluster['server']), kubeconfigs: kubeconfigs(cluster, user, String(status['token']))}
}

async function ensure(kube: KubeClient, object: KubeObject): Promise<void> {
  await kube.apply(object, {fieldManager: 'corpus'})
}

function kubeconfigs(cluster: JsonObject, user: JsonObject, token: string): Record<string, string> {
  const file = (who: JsonObject, where: JsonObject = cluster, extra: JsonObject = {}, names = ['peer', 'other']) =>
    printYaml({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: names.map((name) => ({name, cluster: where})),
      users: names.map((name) => ({name, user: who})),
      contexts: names.map((name) => ({name, context: {cluster: name, user: name, ...extra}})),
      'current-context': 'peer',
    })
  return {
    '<kubeconfig>': file(user),
    '<kubeconfig-apps>': file(user, cluster, {namespace: 'apps'}).replace(/(cluster: other\n\s+namespace:) apps/, '$1 empty'),
    '<kubeconfig-one-context>': file(user, cluster, {}, ['peer']),
    '<kubeconfig-closed>': file(user, {...cluster, server: 'https://127.0.0.1:1'}),
    '<kubeconfig-bad-token>': file({token: 'wrong'}),
    '<kubeconfig-no-rights>': file({token}),
    '<kubeconfig-empty>': 'apiVersion: v1\nkind: Config\n',
    '<kubeconfig-garbage>': 'this: is: not: yaml\n',
  }
}
