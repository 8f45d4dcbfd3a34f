import {isNotFound} from '../../errors/api-error.js'
import {FluxError} from '../../errors/flux-error.js'
import type {FileTree} from '../../ports/files.js'
import type {LocalSource} from '../../ports/git.js'
import type {FleetContext} from './fleet-context.js'
import {cleanPath, ownSyncObjects, requirePath, type SyncPair, syncObjects} from './sync-objects.js'

/** Where the fleet is: a URL, or a folder that stands in for one. */
export interface RunSource {
  readonly url?: string | undefined
  readonly local?: LocalSource | undefined
}

export interface ApplySyncOptions {
  readonly namespace: string
  readonly source?: RunSource | undefined
  readonly path: string
  readonly branch?: string | undefined
}

/**
 * Applies the sync objects for `--source`: the fleet's own gotk-sync.yaml when it has one, else what bootstrap would
 * write. A local folder stands in for the GitRepository's URL. Returns the objects' name; undefined without a source.
 */
export async function applySync(ctx: FleetContext, options: ApplySyncOptions): Promise<string | undefined> {
  const {source, namespace} = options
  if (!source) return undefined
  const path = cleanPath(options.path)
  const pair = source.local ? await localPair(source.local, path, options) : generated(source.url!, path, options)
  const {name, namespace: inNamespace = namespace} = pair.source.metadata
  if (source.local) ctx.git.override(inNamespace, name!, source.local)
  await ensureNamespace(ctx, inNamespace)
  for (const object of [pair.source, pair.kustomization]) {
    await ctx.kube.apply(object, {fieldManager: 'flux', force: true, signal: ctx.signal})
  }
  return `${inNamespace}/${name}`
}

async function localPair(local: LocalSource, path: string, options: ApplySyncOptions): Promise<SyncPair> {
  const checkout = await local.checkout({branch: options.branch})
  if (checkout.unchanged) throw new FluxError('bug', 'a folder that was never read cannot be unchanged')
  const tree: FileTree = checkout.tree
  await requirePath(tree, path, local.folder)
  const own = await ownSyncObjects(tree, path, options.namespace)
  if (own) return own
  const branch = checkout.commit.reference?.replace(/^refs\/heads\//, '') ?? 'main'
  // Never the path of a folder: the URL of a GitRepository must mean the same to everybody
  const name = local.folder.split('/').at(-1) || 'fleet'
  return generated(`https://local.invalid/${encodeURIComponent(name)}`, path, {...options, branch})
}

function generated(url: string, path: string, options: ApplySyncOptions): SyncPair {
  return syncObjects({namespace: options.namespace, url, path, branch: options.branch ?? 'main'})
}

/** Makes the namespace when it is not there. */
export async function ensureNamespace(ctx: FleetContext, name: string): Promise<void> {
  const object = {apiVersion: 'v1', kind: 'Namespace', metadata: {name}}
  const found = await ctx.kube.get({...object, name}, {signal: ctx.signal}).catch((error: unknown) => {
    if (!isNotFound(error)) throw error
  })
  if (found) return
  await ctx.kube.apply(object, {fieldManager: 'flux', signal: ctx.signal})
}
