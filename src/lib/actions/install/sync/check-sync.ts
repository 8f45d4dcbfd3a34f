import {isObject} from '../../../formats/json/value.js'
import {buildTree, idlePatchText} from '../../../install/build-manifests.js'
import type {FileTree} from '../../../ports/files.js'
import type {KubeObject, ObjectRef} from '../../../ports/kube.js'
import {specOf} from '../../conditions.js'
import {deadlineError} from '../../poll.js'
import {reasonOf, type SyncAccess, type SyncContext, syncFiles} from './sync-files.js'

export interface SyncFindings {
  readonly warnings: readonly string[]
  /** what could not be looked at, and why */
  readonly unseen?: string | undefined
}

const NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization']
const KUSTOMIZATION = {apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization'}

/**
 * Looks into the folder in Git that an installation is kept from: patches of its kustomization.yaml that have no effect.
 * Nothing where Git does not keep the cluster; never throws.
 */
export async function checkSync(ctx: SyncContext, open: () => SyncAccess, namespace: string): Promise<SyncFindings> {
  const sync = await found(ctx, {...KUSTOMIZATION, namespace, name: namespace})
  const source = sync && (await sourceOf(ctx, sync))
  if (!sync || !source) return {warnings: []}
  const {kind, metadata} = source
  const shown = `${kind}/${metadata.namespace}/${metadata.name}`
  try {
    const tree = await syncFiles(ctx, open(), source)
    return {warnings: (await idleIn(tree, specPath(sync), namespace, ctx.signal)).map((text) => `${shown}: ${text}`)}
  } catch (error) {
    return {warnings: [], unseen: `the patches in Git of ${shown}: ${reasonOf(deadlineError(error, ctx.signal))}`}
  }
}

/** Undefined also for who may not read it: nothing is known of an installation that Git keeps. */
async function found({kube, signal}: SyncContext, ref: ObjectRef): Promise<KubeObject | undefined> {
  try {
    return await kube.get(ref, {signal})
  } catch {
    return undefined
  }
}

function sourceOf(ctx: SyncContext, sync: KubeObject): Promise<KubeObject | undefined> {
  const {sourceRef} = specOf(sync)
  const {kind, name, namespace} = isObject(sourceRef) ? sourceRef : {}
  return found(ctx, {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: String(kind ?? ''),
    name: String(name ?? ''),
    namespace: String(namespace || sync.metadata.namespace),
  })
}

/** Without `.`, `..` and slashes at the ends. */
function specPath(sync: KubeObject): string {
  const parts: string[] = []
  for (const part of String(specOf(sync).path ?? '').split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return parts.join('/')
}

/** Only what stands in the folder of Flux, and in the kustomization above it: a base for many may well have patches to spare. */
async function idleIn(tree: FileTree, path: string, namespace: string, signal: AbortSignal): Promise<string[]> {
  const under = (folder: string, name: string) => (folder === '' ? name : `${folder}/${name}`)
  const own = under(path, namespace)
  const above = await firstThere(
    tree,
    NAMES.map((name) => under(path, name)),
  )
  const folder = above === undefined ? own : path
  if (
    above === undefined &&
    !(await firstThere(
      tree,
      NAMES.map((name) => under(own, name)),
    ))
  )
    return []
  const {idlePatches} = await buildTree(tree, folder, signal)
  return idlePatches.filter(({file}) => file === above || file.startsWith(`${own}/`)).map(idlePatchText)
}

async function firstThere(tree: FileTree, paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) if ((await tree.stat(path)) !== undefined) return path
  return undefined
}
