import type {Context} from '../../../ports/context.js'
import type {GitAuth} from '../../../ports/git.js'
import {GitError} from '../git-error.js'
import {maskUrl} from './go-errors.js'
import type {GitService, ServiceName} from './transport.js'
import {httpService} from './transport-http.js'
import {sshService} from './transport-ssh.js'

/** The way to a service of the server behind a URL. Throws GitError when the login cannot be used. */
export async function openService(
  {http}: Pick<Context, 'http'>,
  url: string,
  auth: GitAuth,
  name: ServiceName,
): Promise<GitService> {
  if (auth.bearerToken && (auth.username || auth.password)) {
    throw new GitError('git-invalid', 'basic auth and bearer token cannot be set at the same time')
  }
  if (/^ssh:/i.test(url)) return sshService(http, url, auth, name)
  if (!/^https?:/i.test(url)) throw new GitError('git-invalid', `unsupported scheme in URL '${maskUrl(url)}'`)
  const {clientCert: cert, clientKey: key} = auth
  const tls = auth.ca || cert || key ? {...(await trusted(auth.ca)), ...(cert ? {cert} : {}), ...(key ? {key} : {})} : undefined
  return httpService(http, url, auth, tls, name)
}

/** A CA of the user's comes on top of the system's, as in Go. */
async function trusted(ca: string | undefined): Promise<{ca?: string}> {
  if (!ca) return {}
  const {rootCertificates} = await import('node:tls')
  return {ca: [...rootCertificates, ca].join('\n')}
}
