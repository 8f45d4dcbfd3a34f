import {inParallel} from '../../apply/in-parallel.js'
import {subjectOf} from '../../apply/subject.js'
import {ApiError, isNotFound} from '../../errors/api-error.js'
import {FluxError, messageOf} from '../../errors/flux-error.js'
import {apiVersionOf, KINDS} from '../../kinds/registry.js'
import type {Context} from '../../ports/context.js'
import type {KubeObject} from '../../ports/kube.js'
import {deadlineError} from '../poll.js'
import {partMade} from './made-objects.js'
import {type KindPart, readKinds} from './read-kinds.js'
import {readReferenced} from './referenced-objects.js'
import {inRestoreOrder} from './restore-order.js'
import {savedObject} from './saved-object.js'
import {whereOthersAre} from './where-others-are.js'

export interface ExportAllOptions {
  /** undefined: all */
  readonly namespace: string | undefined
  /** the Secrets, ConfigMaps and accounts that the objects refer to come too */
  readonly withSecrets: boolean
}

export interface ExportAll {
  /** in the order in which they can be applied */
  readonly objects: readonly KubeObject[]
  /** what could not be read: the export is not all */
  readonly unread: number
}

type ExportContext = Pick<Context, 'kube' | 'signal' | 'out'>

/** In every cluster from the start. */
const EVERYWHERE = ['default', 'kube-system', 'kube-public', 'kube-node-lease']
const REQUESTS_AT_A_TIME = 8

/**
 * Every object of Flux as it can be applied elsewhere, and the namespaces that they need. What cannot be read is said and left
 * out. Throws when nothing at all can be read, or nothing is there.
 */
export async function exportAll(ctx: ExportContext, options: ExportAllOptions): Promise<ExportAll> {
  try {
    return await exported(ctx, options)
  } catch (error) {
    throw deadlineError(error, ctx.signal)
  }
}

async function exported(ctx: ExportContext, {namespace, withSecrets}: ExportAllOptions): Promise<ExportAll> {
  const parts = await readKinds(ctx, namespace)
  tellUnread(ctx, parts)
  const there = alive(
    ctx,
    parts.flatMap((part) => part.objects),
  )
  const unread = parts.filter((part) => part.error !== undefined).length
  if (there.length === 0 && unread === 0) throw await nothingThere(ctx, namespace)
  const {kept} = partMade(there, namespace)
  const referenced = withSecrets ? await readReferenced(ctx, kept) : {objects: [], missing: [], unread: []}
  for (const {kind, namespace: where, name, by} of referenced.missing) {
    ctx.out.warning(`${subjectOf({kind, namespace: where, name})}, which ${by} refers to, is not there`)
  }
  for (const {wanted, error} of referenced.unread) {
    ctx.out.failure(`${subjectOf(wanted)}, which ${wanted.by} refers to: ${messageOf(error)}`)
  }
  for (const object of referenced.objects) tellOwner(ctx, object)
  const objects = [...kept, ...referenced.objects]
  const all = [...(await namespacesOf(ctx, objects)), ...objects].map(savedObject)
  return {objects: inRestoreOrder(all, (object) => object), unread: unread + referenced.unread.length}
}

/** An operator that makes a Secret may not take one for its own that it did not make. */
function tellOwner({out}: ExportContext, {kind, metadata}: KubeObject): void {
  const owner = metadata.ownerReferences?.find(({controller}) => controller)
  if (!owner) return
  const name = subjectOf({kind, namespace: metadata.namespace, name: metadata.name!})
  out.warning(`${name} is made by ${owner.kind} ${owner.name}: it is exported without this owner`)
}

/** Says which kinds are left out, and why. Throws when that is so for all of them. */
function tellUnread({out}: ExportContext, parts: readonly KindPart[]): void {
  const [first] = parts.filter((part) => part.error !== undefined)
  const allFailed = parts.every((part) => part.error !== undefined || part.unserved)
  // nobody answers, or nobody knows who asks: it is the same for every kind
  const same = first && !(first.error instanceof ApiError && first.error.code !== 401)
  if (first && allFailed && same) throw first.error
  if (parts.every((part) => part.unserved)) {
    const hints = ['flux install puts the kinds of Flux into a cluster']
    throw new FluxError('no-match', 'this cluster serves none of the kinds of Flux', {hints})
  }
  for (const {kind, unserved, error} of parts) {
    if (unserved) out.action(`${kind.kind} is not served by this cluster (${apiVersionOf(kind)})`)
    else if (error !== undefined) out.failure(`${kind.kind}: ${messageOf(error)}`)
  }
}

/** What is being deleted shall not come back. */
function alive({out}: ExportContext, objects: readonly KubeObject[]): KubeObject[] {
  return objects.filter(({kind, metadata}) => {
    if (!metadata.deletionTimestamp) return true
    out.warning(`${subjectOf({kind, namespace: metadata.namespace, name: metadata.name!})} is being deleted: left out`)
    return false
  })
}

async function nothingThere(ctx: ExportContext, namespace: string | undefined): Promise<FluxError> {
  if (namespace === undefined) return new FluxError('none-found', 'no objects of Flux found in any namespace')
  const hints = await whereOthersAre(ctx, KINDS, 'flux export all')
  return new FluxError('none-found', `no objects of Flux found in ${namespace} namespace`, {hints})
}

/** The namespaces of objects as they are, or by their name alone for who may not read them. */
async function namespacesOf(ctx: ExportContext, objects: readonly KubeObject[]): Promise<KubeObject[]> {
  const names = new Set(objects.map(({metadata}) => metadata.namespace ?? ''))
  for (const name of ['', ...EVERYWHERE]) names.delete(name)
  return inParallel([...names].sort(), REQUESTS_AT_A_TIME, async (name) => {
    const bare = {apiVersion: 'v1', kind: 'Namespace', metadata: {name}}
    try {
      return await ctx.kube.get({apiVersion: 'v1', kind: 'Namespace', name}, {signal: ctx.signal})
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      if (!isNotFound(error)) ctx.out.warning(`Namespace/${name} is exported by its name alone: ${messageOf(error)}`)
      return bare
    }
  })
}
