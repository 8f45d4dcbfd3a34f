import {printJson} from '../../../formats/json/print.js'

/** A kubeconfig with one cluster, user and context: as JSON, which is YAML too and is read without a YAML parser. */
export function kubeconfigText(server: string, ca: string, token: string, name = 'embedded'): string {
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    clusters: [{name, cluster: {server, 'certificate-authority-data': Buffer.from(ca).toString('base64')}}],
    users: [{name: 'admin', user: {token}}],
    contexts: [{name, context: {cluster: name, user: 'admin'}}],
  }
  return `${printJson(config, 2)}\n`
}
