import {isNotFound} from '../../../errors/api-error.js'
import {FluxError} from '../../../errors/flux-error.js'
import type {FileTree} from '../../../ports/files.js'
import type {LocalSource} from '../../../ports/git.js'
import type {KubeObject} from '../../../ports/kube.js'
import type {FleetContext} from '../fleet-context.js'
import {checkLogin} from './check-login.js'
import {type FleetManifests, fleetManifests} from './fleet-manifests.js'
import {type LoginFlags, sourceLogin} from './source-login.js'
import {cleanPath, requirePath, type SyncOptions, type SyncPair, syncObjects} from './sync-objects.js'

/** Where the fleet is: a URL, or a folder that stands in for one. */
export interface RunSource {
  readonly url?: string | undefined
  /** how the repository behind the URL is logged in to */
  readonly login?: (LoginFlags & {readonly cwd: string}) | undefined
  readonly local?: LocalSource | undefined
}

export interface ReadFleetOptions {
  readonly namespace: string
  readonly source?: RunSource | undefined
  readonly path: string
  readonly branch?: string | undefined
  /** what an installation puts into the cluster; only an embedded API gets it from here */
  readonly components: readonly KubeObject[]
}

/** What the source makes of the cluster. */
export interface Fleet extends FleetManifests {
  /** with the login of the source */
  readonly secret?: KubeObject | undefined
}

/**
 * What the fleet in `--source` brings for its installation: its own gotk-sync.yaml when it has one, else what bootstrap
 * would write, both patched by the kustomization.yaml beside them. Undefined without a source.
 */
export async function readFleet(
  ctx: Pick<FleetContext, 'kube' | 'fs' | 'keys' | 'out' | 'signal'>,
  options: ReadFleetOptions,
): Promise<Fleet | undefined> {
  const {source, components} = options
  if (!source) return undefined
  const path = cleanPath(options.path)
  if (source.local) return localFleet(source.local, path, options)
  const {namespace} = options
  const {cwd = '/', ...login} = source.login ?? {}
  const {url, secretRef, secret} = await sourceLogin(ctx, {url: source.url!, namespace, cwd, login})
  return {pair: generated(url, path, {...options, secretRef}), components, args: new Map(), secret}
}

/** Applies the sync objects; a local folder stands in for the GitRepository's URL. Returns their name. */
export async function applySync(
  ctx: FleetContext,
  {pair, secret}: Pick<Fleet, 'pair' | 'secret'>,
  options: {readonly namespace: string; readonly source?: RunSource | undefined},
): Promise<string> {
  const {name, namespace = options.namespace} = pair.source.metadata
  if (options.source?.local) ctx.git.override(namespace, name!, options.source.local)
  await ensureNamespace(ctx, namespace)
  if (secret) await checkLogin(ctx, pair.source, secret)
  for (const object of [...(secret ? [secret] : []), pair.source, pair.kustomization]) {
    await ctx.kube.apply(object, {fieldManager: 'flux', force: true, signal: ctx.signal})
  }
  if (secret) ctx.out.action(`the login of the source is in the Secret ${namespace}/${secret.metadata.name}`)
  return `${namespace}/${name}`
}

async function localFleet(local: LocalSource, path: string, options: ReadFleetOptions): Promise<FleetManifests> {
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

function generated(
  url: string,
  path: string,
  options: Omit<SyncOptions, 'url' | 'branch'> & {branch?: string | undefined},
): SyncPair {
  const {namespace, branch = 'main', secretRef} = options
  return syncObjects({namespace, url, path, branch, secretRef})
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
