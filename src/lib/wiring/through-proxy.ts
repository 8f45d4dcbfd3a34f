import type {KubeAccess} from '../adapters/kube/access/access.js'
import {portFault} from '../adapters/kube/access/server-fault.js'
import type {HttpsTransportOptions} from '../adapters/kube/https/https-transport.js'
import {readableCertificates} from '../adapters/kube/https/readable-certificates.js'
import {envProxy} from '../formats/url/env-proxy.js'

/**
 * The way to an API server through the proxy of its kubeconfig, else through the one that the environment names for its host,
 * as client-go goes; without either as it is.
 */
export async function throughProxy(
  access: KubeAccess,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Pick<HttpsTransportOptions, 'access' | 'agentThrough' | 'forward'>> {
  if (portFault(access.server) !== undefined) return {access}
  const proxy = access.proxy ?? envProxy(access.server, env)
  if (!proxy) return {access}
  const {forwardThrough, wayThrough} = await import('../adapters/system/http-agents.js')
  const secure = /^https:/i.test(access.server)
  // client-go reads certificates for servers with TLS only
  const agentThrough = (tls: KubeAccess['tls']) => wayThrough(proxy, secure, secure ? agentTls(tls) : {}).agent
  const forward = secure ? undefined : forwardThrough(proxy)
  return {access: {...access, proxy}, agentThrough, ...(forward && {forward})}
}

/** The same settings without the fields that are not set, and of the authorities those that can be read. */
function agentTls({ca, ...others}: KubeAccess['tls']) {
  const tls = {...others, ca: ca && readableCertificates(ca)}
  return Object.fromEntries(Object.entries(tls).filter(([, value]) => value !== undefined)) as {ca?: string}
}
