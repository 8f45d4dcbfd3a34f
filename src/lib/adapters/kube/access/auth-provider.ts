import {type FluxError, messageOf} from '../../../errors/flux-error.js'
import {goFileText} from '../../../errors/go-file.js'
import {isObject, type JsonObject} from '../../../formats/json/value.js'
import type {DiskFs} from '../../../ports/files.js'
import {decodeBase64} from '../../../schema/go/base64.js'
import type {KubeAccess} from './access.js'
import {type OidcNeeds, oidcHeaders} from './oidc/oidc-provider.js'

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

export interface ProviderNeeds extends Omit<OidcNeeds, 'ca'> {
  readonly fs: Pick<DiskFs, 'read'>
}

/**
 * The headers of the one auth provider that is left, OpenID Connect.
 * @throws what `refused` makes of a provider that is gone, unknown or incomplete
 */
export async function authProvider(
  provider: JsonObject,
  needs: ProviderNeeds,
  refused: (why: string) => FluxError,
): Promise<KubeAccess['headers']> {
  const name = typeof provider['name'] === 'string' ? provider['name'] : ''
  const removed = REMOVED[name]
  if (removed !== undefined) throw refused(removed)
  if (name !== 'oidc') throw refused(`no Auth Provider found for name ${JSON.stringify(name)}`)
  const config = isObject(provider['config']) ? provider['config'] : {}
  for (const needed of ['idp-issuer-url', 'client-id']) if (!config[needed]) throw refused(`Must provide ${needed}`)
  const ca = await authorityOf(config, needs.fs).catch((error: unknown) => {
    throw refused(messageOf(error))
  })
  return oidcHeaders(config, {...needs, ca})
}

/** The authorities that a provider's configuration names, as text or by a file. */
async function authorityOf(config: JsonObject, fs: Pick<DiskFs, 'read'>): Promise<string | undefined> {
  const [data, file] = [config['idp-certificate-authority-data'], config['idp-certificate-authority']]
  const text = data
    ? Buffer.from(decodeBase64(String(data)), 'base64').toString('utf8')
    : file
      ? await readText(fs, String(file))
      : undefined
  if (text === undefined) return undefined
  const {rootCertificatesFault} = await import('../../../formats/pem/root-certificates-fault.js')
  const fault = rootCertificatesFault(text)
  if (fault !== undefined) throw new Error(`unable to load root certificates: ${fault}`)
  return text
}

async function readText(fs: Pick<DiskFs, 'read'>, path: string): Promise<string> {
  try {
    return Buffer.from(await fs.read(path)).toString('utf8')
  } catch (error) {
    throw new Error(goFileText(error, path), {cause: error})
  }
}
