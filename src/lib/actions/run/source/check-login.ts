import {isNotFound} from '../../../errors/api-error.js'
import {FluxError} from '../../../errors/flux-error.js'
import {isObject} from '../../../formats/json/value.js'
import type {Context} from '../../../ports/context.js'
import type {GitAuth, GitRefSpec} from '../../../ports/git.js'
import type {KubeObject} from '../../../ports/kube.js'

/**
 * Tries a login before it takes the place of one that is there: a mistyped password must not spoil the Secret of a
 * running installation.
 * @throws FluxError `login-refused`; whatever else fails is left to the controller
 */
export async function checkLogin(
  ctx: Pick<Context, 'kube' | 'git' | 'signal'>,
  source: KubeObject,
  secret: KubeObject,
): Promise<void> {
  const {name = '', namespace} = secret.metadata
  const found = await ctx.kube.get({apiVersion: 'v1', kind: 'Secret', namespace, name}, {signal: ctx.signal}).catch((error) => {
    if (!isNotFound(error)) throw error
  })
  const spec = isObject(source.spec) ? source.spec : {}
  if (!found || typeof spec.url !== 'string') return
  try {
    await ctx.git.clone({
      url: spec.url,
      ref: isObject(spec.ref) ? (spec.ref as GitRefSpec) : {},
      auth: authOf(spec.url, secret),
      signal: ctx.signal,
    })
  } catch (error) {
    if (!(error instanceof FluxError) || error.code !== 'git-auth') return
    throw new FluxError('login-refused', `${error.message}: the Secret ${namespace}/${name} stays as it was`, {
      hints: ['correct the login that the flags give, or leave the flags out: the Secret is used then'],
      cause: error,
    })
  }
}

function authOf(url: string, {stringData}: KubeObject): GitAuth {
  const data = (stringData ?? {}) as Readonly<Record<string, string | undefined>>
  if (!url.startsWith('ssh:')) return {username: data.username, password: data.password, ca: data['ca.crt']}
  const username = decodeURIComponent(new URL(url).username) || 'git'
  return {username, identity: data.identity, knownHosts: data.known_hosts, password: data.password}
}
