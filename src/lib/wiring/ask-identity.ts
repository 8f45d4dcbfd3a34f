import type {AskIdentity} from '../adapters/kube/access/oidc/id-provider.js'
import {portFault} from '../adapters/kube/access/server-fault.js'
import {readableCertificates} from '../adapters/kube/https/readable-certificates.js'
import {messageOf} from '../errors/flux-error.js'
import {parseGoUrl} from '../formats/url/go-url.js'
import type {Tasks} from '../ports/clock.js'
import {dialWords, withoutPassword} from './dial-error.js'

/** Longer answers (bytes) of an identity provider are no answers. */
const MOST = 1024 * 1024

/** Asks identity providers, through the proxies that `env` names; what fails is told in the words of Go's net/http. */
export function askIdentity(env: Readonly<Record<string, string | undefined>>, tasks: Tasks): AskIdentity {
  return async ({method, url, headers, body, ca}) => {
    const failed = (why: string) =>
      new Error(`${method === 'GET' ? 'Get' : 'Post'} ${JSON.stringify(withoutPassword(url))}: ${why}`)
    const {scheme} = parseGoUrl(url)
    if (!/^https?$/.test(scheme)) throw failed(`unsupported protocol scheme ${JSON.stringify(scheme)}`)
    const port = portFault(url)
    if (port !== undefined) throw failed(port)
    // a provider is asked once in many commands
    const {createHttp} = await import('../adapters/system/http.js')
    const http = createHttp(tasks, env)
    const tls = ca === undefined ? {} : {tls: {ca: readableCertificates(ca)}}
    const sent = {method, url, ...tls, ...(headers && {headers}), ...(body !== undefined && {body}), maxBytes: MOST}
    try {
      const answer = await http.request(sent)
      const type = (answer.headers['content-type'] ?? '').split(';')[0]!.trim()
      return {status: answer.status, reason: answer.reason ?? '', type, text: await answer.text()}
    } catch (error) {
      throw failed(dialWords(error, new URL(url).host) ?? messageOf(error))
    } finally {
      http.close()
    }
  }
}
