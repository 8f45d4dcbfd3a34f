import {messageOf} from '../../../errors/flux-error.js'

/**
 * Why client-go can make no client for a server, in its words; undefined for a URL, or a host with a port and no path. That
 * nobody speaks the URL's scheme is found out by the first request.
 */
export async function serverFault(server: string): Promise<string | undefined> {
  if (/^https?:\/\/[\w.-]+(:\d+)?(\/[\w./-]*)?$/.test(server)) return undefined
  const {parseGoUrl} = await import('../../../formats/url/go-url.js')
  const parsed = (text: string) => {
    try {
      return parseGoUrl(text)
    } catch (error) {
      return messageOf(error)
    }
  }
  const whole = parsed(server)
  if (typeof whole !== 'string' && whole.scheme && whole.host) return undefined
  const host = parsed(`http://${server}`)
  if (typeof host === 'string') return host
  return /\/./.test(server) ? `host must be a URL or a host:port pair: ${JSON.stringify(server)}` : undefined
}

/** The port of a server's URL. */
const PORT = /(?<=^[a-z]+:\/\/[^/?#]*):\d+(?=[/?#]|$)/i

/** What Go's net package says of a port that there cannot be; undefined for one that there may be. */
export function portFault(server: string): string | undefined {
  const port = PORT.exec(server)?.[0].slice(1)
  return port !== undefined && Number(port) > 65_535 ? `dial tcp: address ${port}: invalid port` : undefined
}
