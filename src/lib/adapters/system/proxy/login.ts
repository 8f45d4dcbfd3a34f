import type {ProxyAddress} from '../../../formats/url/proxy-address.js'

/** What tells an HTTP proxy who asks. */
export function proxyLogin({login}: ProxyAddress): Record<string, string> {
  if (!login) return {}
  const pair = Buffer.concat([login.name, Buffer.from(':'), login.password])
  return {'proxy-authorization': `Basic ${pair.toString('base64')}`}
}
