import {type FluxError, messageOf} from '../../../errors/flux-error.js'
import {isObject, type JsonObject} from '../../../formats/json/value.js'
import type {KubeAccess} from './access.js'
import {CredentialError} from './credential-error.js'

const SINCE = (more: string) => `See ${more} for further details`
/** What became of the providers that client-go once had. */
const REMOVED: Readonly<Record<string, string>> = {
  gcp: [
    'The gcp auth plugin has been removed.',
    'Please use the "gke-gcloud-auth-plugin" kubectl/client-go credential plugin instead.',
    SINCE('https://cloud.google.com/blog/products/containers-kubernetes/kubectl-auth-changes-in-gke'),
  ].join('\n'),
  azure: [
    'The azure auth plugin has been removed.',
    'Please use the https://github.com/Azure/kubelogin kubectl/client-go credential plugin instead.',
    SINCE('https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins'),
  ].join('\n'),
}

/**
 * The headers of the one auth provider that is left, OpenID Connect, by the official library.
 * @throws what `refused` makes of a provider that is gone, unknown or incomplete
 */
export function authProvider(provider: JsonObject, refused: (why: string) => FluxError): KubeAccess['headers'] {
  const name = typeof provider['name'] === 'string' ? provider['name'] : ''
  const removed = REMOVED[name]
  if (removed !== undefined) throw refused(removed)
  if (name !== 'oidc') throw refused(`no Auth Provider found for name ${JSON.stringify(name)}`)
  const config = isObject(provider['config']) ? provider['config'] : {}
  for (const needed of ['idp-issuer-url', 'client-id']) if (!config[needed]) throw refused(`Must provide ${needed}`)
  return async () => {
    const {KubeConfig} = await import('@kubernetes/client-node')
    const kubeconfig = new KubeConfig()
    kubeconfig.loadFromOptions({
      clusters: [{name: 'cluster', server: 'https://cluster', skipTLSVerify: false}],
      users: [{name: 'user', authProvider: provider}],
      contexts: [{name: 'context', cluster: 'cluster', user: 'user'}],
      currentContext: 'context',
    })
    const made: {headers?: Record<string, string>} = {}
    await kubeconfig.applyToHTTPSOptions(made as never).catch((error: unknown) => {
      throw new CredentialError(messageOf(error))
    })
    const token = made.headers?.['Authorization']
    const none: Record<string, string> = {}
    return token === undefined ? none : {authorization: token}
  }
}
