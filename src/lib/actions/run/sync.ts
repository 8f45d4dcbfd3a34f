import {isNotFound} from '../../errors/api-error.js'
import {FluxError} from '../../errors/flux-error.js'
import type {FileTree} from '../../ports/files.js'
import type {LocalSource} from '../../ports/git.js'
import type {KubeObject} from '../../ports/kube.js'
import type {FleetContext} from './fleet-context.js'
import {type FleetManifests, fleetManifests} from './fleet-manifests.js'
import {cleanPath, requirePath, type SyncPair, syncObjects} from './sync-objects.js'

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
  /** what an installation puts into the cluster; only an embedded API gets it from here */
  readonly components: readonly KubeObject[]
}

/**
 * What the fleet in `--source` brings for its installation: its own gotk-sync.yaml when it has one, else what bootstrap
 * would write, both patched by the kustomization.yaml beside them. Undefined without a source.
 */
export async function readFleet(options: ApplySyncOptions): Promise<FleetManifests | undefined> {
  const {source, components} = options
  if (!source) return undefined
  const path = cleanPath(options.path)
  if (source.local) return localFleet(source.local, path, options)
  return {pair: generated(source.url!, path, options), components, args: new Map()}
}

/** Applies the sync objects; a local folder stands in for the GitRepository's URL. Returns their name. */
export async function applySync(ctx: FleetContext, pair: SyncPair, options: ApplySyncOptions): Promise<string> {
  const {name, namespace = options.namespace} = pair.source.metadata
  if (options.source?.local) ctx.git.override(namespace, name!, options.source.local)
  await ensureNamespace(ctx, namespace)
  for (const object of [pair.source, pair.kustomization]) {
    await ctx.kube.apply(object, {fieldManager: 'flux', force: true, signal: ctx.signal})
  }
  return `${namespace}/${name}`
}

async function localFleet(local: LocalSource, path: string, options: ApplySyncOptions): Promise<FleetManifests> {
  const checkout = await local.checkout({branch: options.branch})
  if (checkout.unchanged) throw new FluxError('bug', 'a folder that was never read cannot be unchanged')
  const tree: FileTree = checkout.tree
  await requirePath(tree, path, local.folder)
  const branch = checkout.commit.reference?.replace(/^refs\/heads\//, '') ?? 'main'
  // Never the path of a folder: the URL of a GitRepository must mean the same to everybody
  const name = local.folder.split('/').at(-1) || 'fleet'
  const pair = generated(`https://local.invalid/${encodeURIComponent(name)}`, path, {...options, branch})
  return fleetManifests(tree, [path, options.namespace].filter((part) => part !== '').join('/'), pair, options.components)
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
