import type {Duplex} from 'node:stream'
import {ProxyError} from '../../../errors/go-dial.js'
import {parseGoUrl} from '../../../formats/url/go-url.js'
import type {Http} from '../../../ports/http.js'
import {asGitError, GitError} from '../git-error.js'

interface Way {
  readonly host: string
  readonly port: number
  /** of the user's; else the environment may name one */
  readonly proxy: string | undefined
}

/**
 * A connection with an ssh server through a proxy, which has to be one of SOCKS; undefined where none is wanted.
 * @throws GitError in Go's words: nothing goes past a proxy that was asked for
 */
export async function throughProxy(http: Http, {host, port, proxy}: Way, signal?: AbortSignal): Promise<Duplex | undefined> {
  const scheme = proxy && parseGoUrl(proxy).scheme
  if (scheme && !/^socks5h?$/.test(scheme)) throw new GitError('git-network', `proxy: unknown scheme: ${scheme}`)
  try {
    return await http.tunnel?.({host, port}, {...(proxy && {proxy}), ...(signal && {signal})})
  } catch (error) {
    throw error instanceof ProxyError ? new GitError('git-network', error.message, {cause: error}) : asGitError(error)
  }
}
