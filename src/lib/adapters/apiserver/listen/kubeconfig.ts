import {printYaml} from '../../../formats/yaml/print.js'

/** A kubeconfig with one cluster, user and context. */
export function kubeconfigText(server: string, ca: string, token: string, name = 'embedded'): string {
  return printYaml({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    clusters: [{name, cluster: {server, 'certificate-authority-data': Buffer.from(ca).toString('base64')}}],
    users: [{name: 'admin', user: {token}}],
    contexts: [{name, context: {cluster: name, user: 'admin'}}],
  })
}
