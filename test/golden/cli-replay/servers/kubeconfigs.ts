import {isObject, type JsonObject} from '../../../../src/lib/formats/json/value.js'
import {parseYaml} from '../../../../src/lib/formats/yaml/parse.js'
import {printYaml} from '../../../../src/lib/formats/yaml/print.js'
import type {KubeClient} from '../../../../src/lib/ports/kube.js'
import type {ReplayServer} from './api-server.js'
import {kubeconfigFaults} from './kubeconfig-faults.js'

/** Virtual hours pass while a command line waits for a real socket. */
const TEN_YEARS_S = 315_360_000

/** Kubeconfig texts of all the corpus's placeholders, and the server's URL, from the administrator's kubeconfig. */
export async function kubeconfigsOf(
  root: string,
  kube: KubeClient,
  text: string,
): Promise<Pick<ReplayServer, 'url' | 'kubeconfigs' | 'kubeconfigFaults'>> {
  const config = parseYaml(text) as {clusters: {cluster: JsonObject}[]; users: {user: JsonObject}[]}
  const cluster = config.clusters[0]!.cluster
  const user = config.users[0]!.user
  const token = await kube.raw({
    method: 'POST',
    path: '/api/v1/namespaces/default/serviceaccounts/no-rights/token',
    body: {apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {expirationSeconds: TEN_YEARS_S}},
  })
  const status = isObject(token.body) && isObject(token.body['status']) ? token.body['status'] : {}
  return {
    url: String(cluster['server']),
    kubeconfigs: texts(cluster, user, String(status['token'])),
    kubeconfigFaults: kubeconfigFaults(root, cluster, user),
  }
}

function texts(cluster: JsonObject, user: JsonObject, token: string): Record<string, string> {
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
