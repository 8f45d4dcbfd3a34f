import {type InventoryEntry, readInventoryRef} from '../../apply/inventory.js'
import {groupOf, refOf} from '../../apply/subject.js'
import {isNotFound, NoMatchError} from '../../errors/api-error.js'
import {FluxError, messageOf} from '../../errors/flux-error.js'
import {isObject} from '../../formats/json/value.js'
import {apiVersionOf, kindRow} from '../../kinds/registry.js'
import type {Context} from '../../ports/context.js'
import type {KubeObject, ObjectRef} from '../../ports/kube.js'
import {specOf, statusOf} from '../conditions.js'
import {deadlineError} from '../poll.js'
import {helmObjects} from './release/helm-objects.js'

/** An object and what it made. */
export interface TreeNode {
  readonly ref: ObjectRef
  readonly children: readonly TreeNode[]
}

type TreeContext = Pick<Context, 'kube' | 'signal'>

interface TreeOptions {
  readonly name: string
  readonly namespace: string
  /** only objects of Flux */
  readonly compact: boolean
}

const KUSTOMIZE = 'kustomize.toolkit.fluxcd.io'
const HELM = 'helm.toolkit.fluxcd.io'

/** `flux tree kustomization`: the objects of its inventory, and theirs (cli reference 9.1). */
export async function kustomizationTree(context: TreeContext, options: TreeOptions): Promise<TreeNode> {
  const {name, namespace} = options
  const ref = {apiVersion: `${KUSTOMIZE}/v1`, kind: 'Kustomization', namespace, name}
  try {
    const object = await context.kube.get(ref, {signal: context.signal})
    return await nodeOf(context, object, options.compact, [])
  } catch (error) {
    throw deadlineError(error, context.signal)
  }
}

/** `flux tree artifact generator`: the artifacts that it keeps. */
export async function generatorTree(context: TreeContext, name: string, namespace: string): Promise<TreeNode> {
  const ref = {apiVersion: 'source.extensions.fluxcd.io/v1beta1', kind: 'ArtifactGenerator', namespace, name}
  try {
    const object = await context.kube.get(ref, {signal: context.signal})
    const inventory = statusOf(object).inventory
    const artifacts = Array.isArray(inventory) ? inventory.filter(isObject) : []
    return {
      ref: refOf(object),
      children: artifacts.map((item) => ({
        ref: {
          apiVersion: 'source.toolkit.fluxcd.io/v1',
          kind: 'ExternalArtifact',
          namespace: String(item.namespace ?? namespace),
          name: String(item.name),
        },
        children: [],
      })),
    }
  } catch (error) {
    throw deadlineError(error, context.signal)
  }
}

/** A Kustomization and its inventory; `above` are the Kustomizations that led here, which are not opened again. */
async function nodeOf(context: TreeContext, object: KubeObject, compact: boolean, above: readonly string[]): Promise<TreeNode> {
  const self = keyOf(refOf(object))
  const remote = isObject(specOf(object).kubeConfig)
  const children: TreeNode[] = []
  for (const entry of inventoryOf(object)) {
    const ref = inOurVersion(readInventoryRef(entry))
    const group = groupOf(ref.apiVersion)
    if (keyOf(ref) === self || (compact && !ofFlux(ref))) continue
    const isKustomization = group === KUSTOMIZE && ref.kind === 'Kustomization'
    if (isKustomization && !remote && !above.includes(keyOf(ref))) {
      children.push(await nodeOf(context, await childOf(context, ref), compact, [...above, self]))
    } else if (group === HELM && ref.kind === 'HelmRelease') {
      const made = await releaseChildren(context, ref)
      children.push({ref, children: made.filter((child) => !compact || ofFlux(child.ref))})
    } else children.push({ref, children: []})
  }
  return {ref: refOf(object), children}
}

/** Kinds that are opened are read in the version that is ours: the one of an inventory may have left the server with an upgrade. */
function inOurVersion(ref: ObjectRef): ObjectRef {
  const row = kindRow(ref.kind)
  return row && row.group === groupOf(ref.apiVersion) ? {...ref, apiVersion: apiVersionOf(row)} : ref
}

async function childOf({kube, signal}: TreeContext, ref: ObjectRef): Promise<KubeObject> {
  try {
    return await kube.get(ref, {signal})
  } catch (error) {
    if (!isNotFound(error)) throw error
    throw new FluxError('not-found', `failed to find object: ${messageOf(error)}`, {cause: error})
  }
}

async function releaseChildren(context: TreeContext, ref: ObjectRef): Promise<TreeNode[]> {
  const release = await context.kube.get(ref, {signal: context.signal}).catch((error: unknown) => {
    // here flux names the kind also when its whole group is gone, where other commands name the group: nothing to explain
    throw error instanceof NoMatchError ? new FluxError('no-match', error.message) : error
  })
  if (isObject(specOf(release).kubeConfig)) return []
  return (await helmObjects(context, release)).map((child) => ({ref: child, children: []}))
}

function inventoryOf(object: KubeObject): InventoryEntry[] {
  const {inventory} = statusOf(object)
  const entries = isObject(inventory) ? inventory.entries : undefined
  return Array.isArray(entries) ? (entries as unknown as InventoryEntry[]) : []
}

const keyOf = ({apiVersion, kind, namespace, name}: ObjectRef) => [groupOf(apiVersion), kind, namespace ?? '', name].join('/')

const ofFlux = ({apiVersion}: ObjectRef) => groupOf(apiVersion).includes('toolkit.fluxcd.io')
