import {FluxError} from '../../../errors/flux-error.js'
import {goFileText} from '../../../errors/go-file.js'
import {isObject, type JsonValue} from '../../../formats/json/value.js'
import type {DiskFs} from '../../../ports/files.js'
import type {KubeCluster, KubeUser} from './kubeconfig.js'

/** A user or a cluster of a kubeconfig under its name, which messages quote. */
interface Named<T> {
  readonly name: string
  readonly value: T
}

const MODES = new Set(['Never', 'IfAvailable', 'Always'])

type Reads = Pick<DiskFs, 'read'>

interface Parts {
  /** the current context, when the files have none of its name */
  readonly missingContext: string | undefined
  readonly user: Named<KubeUser>
  readonly cluster: Named<KubeCluster> | undefined
}

/**
 * What client-go's `ConfirmUsable` refuses before anything is asked: a context that is not there, files that cannot be
 * opened, contradictory credentials.
 * @throws FluxError `bad-kubeconfig`
 */
export async function confirmUsable({missingContext, user, cluster}: Parts, fs: Reads): Promise<void> {
  const faults = [
    ...(missingContext === undefined ? [] : [`context was not found for specified context: ${missingContext}`]),
    ...(await userFaults(user, fs)),
    ...(cluster ? await clusterFaults(cluster, fs) : []),
  ]
  if (faults.length === 0) return
  const text = faults.length === 1 ? faults[0] : `[${faults.join(', ')}]`
  throw new FluxError('bad-kubeconfig', `invalid configuration: ${text}`)
}

async function clusterFaults({name, value}: Named<KubeCluster>, fs: Reads): Promise<string[]> {
  return [...(await proxyFaults(name, value['proxy-url'])), ...(await authorityFaults(name, value, fs))]
}

async function proxyFaults(name: string, proxy: string | undefined): Promise<string[]> {
  if (!proxy) return []
  const {parseGoUrl} = await import('../../../formats/url/go-url.js')
  const {withoutPassword} = await import('../../../formats/url/proxy-address.js')
  const shown = withoutPassword(proxy)
  const refused = (why: string) => [`invalid 'proxy-url' ${JSON.stringify(shown)} for cluster ${JSON.stringify(name)}: ${why}`]
  try {
    const {scheme} = parseGoUrl(proxy)
    if (/^(https?|socks5)$/.test(scheme)) return []
    return refused(`unsupported scheme ${JSON.stringify(scheme)}, must be http, https, or socks5`)
  } catch {
    return refused(`could not parse: ${shown}`)
  }
}

async function authorityFaults(name: string, value: KubeCluster, fs: Reads): Promise<string[]> {
  const file = value['certificate-authority']
  if (!file) return []
  if (value['certificate-authority-data']) {
    const both = 'certificate-authority-data and certificate-authority are both specified'
    return [
      `${both} for ${name}. certificate-authority-data will override.`,
      ...(await unread('certificate-authority', file, name, fs)),
    ]
  }
  return unread('certificate-authority', file, name, fs)
}

async function userFaults({name, value}: Named<KubeUser>, fs: Reads): Promise<string[]> {
  const faults = [...(await certificateFaults(name, value, fs)), ...execFaults(name, value)]
  if (value.token && (value.username || value.password))
    faults.push(`more than one authentication method found for ${name}; found [token basicAuth], only one is allowed`)
  const impersonated = value['as-uid'] || value['as-groups']?.length || Object.keys(value['as-user-extra'] ?? {}).length
  if (impersonated && !value.as) faults.push(`requesting uid, groups or user-extra for ${name} without impersonating a user`)
  return faults
}

async function certificateFaults(name: string, value: KubeUser, fs: Reads): Promise<string[]> {
  const [cert, certData] = [value['client-certificate'], value['client-certificate-data']]
  const [key, keyData] = [value['client-key'], value['client-key-data']]
  if (!cert && !certData) return []
  const faults: string[] = []
  if (cert && certData)
    faults.push(`client-cert-data and client-cert are both specified for ${name}. client-cert-data will override.`)
  if (key && keyData) faults.push(`client-key-data and client-key are both specified for ${name}; client-key-data will override`)
  if (!key && !keyData)
    faults.push(`client-key-data or client-key must be specified for ${name} to use the clientCert authentication method.`)
  if (cert) faults.push(...(await unread('client-cert', cert, name, fs)))
  if (key) faults.push(...(await unread('client-key', key, name, fs)))
  return faults
}

async function unread(what: string, file: string, name: string, fs: Reads): Promise<string[]> {
  try {
    await fs.read(file)
    return []
  } catch (error) {
    // a folder can be opened; whoever reads it will say so
    if ((error as {code?: string}).code === 'EISDIR') return []
    return [`unable to read ${what} ${file} for ${name} due to ${goFileText(error, file)}`]
  }
}

function execFaults(name: string, {exec, 'auth-provider': provider}: KubeUser): string[] {
  if (!isObject(exec)) return []
  const faults: string[] = []
  const needed = (what: string) => faults.push(`${what} must be specified for ${name} to use exec authentication plugin`)
  if (provider) faults.push(`authProvider cannot be provided in combination with an exec plugin for ${name}`)
  if (!exec['command']) needed('command')
  if (!exec['apiVersion']) needed('apiVersion')
  const env: JsonValue[] = Array.isArray(exec['env']) ? (exec['env'] as JsonValue[]) : []
  for (const entry of env) if (!isObject(entry) || !entry['name']) needed('env variable name')
  // older versions of the protocol do without
  const mode = exec['interactiveMode'] || (exec['apiVersion'] === 'client.authentication.k8s.io/v1' ? '' : 'IfAvailable')
  if (mode === '') needed('interactiveMode')
  else if (!MODES.has(String(mode))) faults.push(`invalid interactiveMode for ${name}: ${JSON.stringify(mode)}`)
  return faults
}
