import {gitAuth, gitProxy} from '../../../controllers/source/git-auth.js'
import {gitCheckout} from '../../../controllers/source/git-checkout.js'
import {GitHubApps} from '../../../controllers/source/github-app.js'
import {SourceRun} from '../../../controllers/source/source-run.js'
import {FluxError, messageOf} from '../../../errors/flux-error.js'
import {isObject, type JsonObject} from '../../../formats/json/value.js'
import type {GitRepositorySpec} from '../../../kinds/types/gitrepository.gen.js'
import type {Context} from '../../../ports/context.js'
import type {FileTree} from '../../../ports/files.js'
import type {KubeObject} from '../../../ports/kube.js'
import {withoutSecretLiterals} from '../../../render/generator-words.js'
import {specOf, statusOf} from '../../conditions.js'

/** The two ways to the files that a cluster follows. */
export interface SyncAccess extends Pick<Context, 'git' | 'http' | 'random' | 'tasks'> {
  /** The files of an artifact that a controller serves inside of the cluster: `path` is asked of the API server. */
  served(path: string, digest: string, signal: AbortSignal): Promise<FileTree>
  /** Hides a secret in everything that is told from here on. */
  hide(secret: string): void
}

export type SyncContext = Pick<Context, 'kube' | 'clock' | 'signal'>

/** How long each of the two may take, ms. */
const SERVED_MS = 5000
const GIT_MS = 15_000

/**
 * The files behind a source: its artifact, if the API server gets through to the controller that serves it, else from Git
 * with the login of the cluster. Throws when neither can be had.
 */
export async function syncFiles(ctx: SyncContext, access: SyncAccess, source: KubeObject): Promise<FileTree> {
  const {artifact} = statusOf(source)
  const bounded = (ms: number) => AbortSignal.any([ctx.signal, ctx.clock.timeout(ms)])
  try {
    return await fromController(access, isObject(artifact) ? artifact : {}, bounded(SERVED_MS))
  } catch (error) {
    ctx.signal.throwIfAborted()
    if (source.kind !== 'GitRepository') throw error
    return fromGit({...ctx, signal: bounded(GIT_MS)}, access, source)
  }
}

/** `http://source-controller.flux-system.svc.cluster.local./PATH` is served behind a Service of that name. */
function fromController(access: SyncAccess, {url, digest}: JsonObject, signal: AbortSignal): Promise<FileTree> {
  const [, name, namespace, path] = /^http:\/\/([a-z0-9-]+)\.([a-z0-9-]+)\.svc[^/]*\/(.+)$/.exec(String(url ?? '')) ?? []
  if (path === undefined) throw new FluxError('no-artifact', 'no Service serves the artifact')
  const proxied = `/api/v1/namespaces/${namespace}/services/http:${name}:80/proxy/${path}`
  return access.served(proxied, String(digest ?? ''), signal)
}

/** As source-controller gets it. */
async function fromGit(ctx: SyncContext, access: SyncAccess, source: KubeObject): Promise<FileTree> {
  const spec = specOf(source) as unknown as GitRepositorySpec
  const draft = {...structuredClone(source), status: {}}
  const unused = undefined as never
  const world = {...ctx, ...access, events: unused, metrics: unused, artifacts: unused}
  const run = new SourceRun(world, 'flux', draft, unused, ctx.signal, unused)
  const auth = await gitAuth(run, spec, await gitProxy(run, spec), new GitHubApps({...ctx, ...access}))
  for (const secret of [auth.password, auth.bearerToken]) if (secret) access.hide(secret)
  const checkout = await gitCheckout(run, {...spec, recurseSubmodules: false}, auth, false)
  if (checkout.unchanged) throw new FluxError('bug', 'the repository has no files')
  return checkout.tree
}

/** Why they could not be had or built, in one line without what only the files may tell. */
export function reasonOf(error: unknown): string {
  const [line = ''] = messageOf(withoutSecretLiterals(error)).split('\n')
  return line.replace(/^failed to checkout and determine revision: /, '')
}
