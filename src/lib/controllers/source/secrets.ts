import {isNotFound} from '../../errors/api-error.js'
import {messageOf} from '../../errors/flux-error.js'
import {goQuote} from '../../errors/go-quote.js'
import {isObject} from '../../formats/json/value.js'
import {proxyWithLogin} from '../../formats/url/proxy-address.js'
import type {KubeClient} from '../../ports/kube.js'
import {urlFault} from './go-url.js'

/** The values of a Secret as text, by key. */
export type SecretData = Readonly<Record<string, string>>

/** Reads a Secret's data. @throws ApiError */
export async function readSecret(kube: KubeClient, namespace: string, name: string, signal?: AbortSignal): Promise<SecretData> {
  const secret = await kube.get({apiVersion: 'v1', kind: 'Secret', namespace, name}, {signal})
  const data = isObject(secret.data) ? secret.data : {}
  const decoder = new TextDecoder()
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [
      key,
      decoder.decode(Uint8Array.from(atob(String(value ?? '')), (char) => char.charCodeAt(0))),
    ]),
  )
}

const PROXY_SCHEMES = ['http', 'https', 'socks5']

/**
 * The proxy that a Secret describes, with its credentials (source-controller 8.1).
 * @throws Error in Flux's words
 */
export async function readProxy(kube: KubeClient, namespace: string, name: string, signal?: AbortSignal): Promise<string> {
  const ref = `${namespace}/${name}`
  let data: SecretData
  try {
    data = await readSecret(kube, namespace, name, signal)
  } catch (error) {
    if (isNotFound(error)) throw new Error(`secret '${ref}' not found`, {cause: error})
    throw new Error(`failed to get secret '${ref}': ${messageOf(error)}`, {cause: error})
  }
  const {address, username, password} = data
  if (address === undefined) throw new Error(`secret '${ref}': key 'address' not found`)
  if (address === '') throw new Error(`secret '${ref}': proxy address is empty`)
  if (address.length > 2048) throw new Error(`secret '${ref}': proxy URL exceeds maximum length of 2048 characters`)
  const fault = proxyFault(address)
  if (fault !== undefined) throw new Error(`secret '${ref}': failed to parse proxy address '${maskUrl(address)}': ${fault}`)
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(address)?.[1]?.toLowerCase() ?? ''
  if (!PROXY_SCHEMES.includes(scheme)) {
    throw new Error(
      `secret '${ref}': proxy URL must use one of the supported schemes (${PROXY_SCHEMES.join(', ')}), got '${scheme}'`,
    )
  }
  return username === undefined ? address : proxyWithLogin(address, username, password ?? '')
}

/** What Go's url.Parse has against it. */
function proxyFault(address: string): string | undefined {
  const fault = address.startsWith(':') ? `parse ${goQuote(address)}: missing protocol scheme` : urlFault(address)
  return fault && maskUrl(fault)
}

/** The password that may stand in a URL is not for a status. */
function maskUrl(text: string): string {
  return text.replace(/:\/\/([^/@:]*):[^/@]*@/g, '://$1:***@')
}
