import {FluxError} from '../../errors/flux-error.js'
import type {JsonObject} from '../../formats/json/value.js'
import {apiVersionOf, kindRow} from '../../kinds/registry.js'
import type {KubeObject} from '../../ports/kube.js'
import {poll} from '../poll.js'
import {progressText} from '../progress-text.js'
import {fluxStatus, isReady} from '../readiness.js'
import type {ClusterContext, CreateContext, CreateOptions} from './context.js'
import {exportObjects} from './export-objects.js'
import {readLabels} from './labels.js'
import {refOf, upsert, upsertSecret} from './upsert.js'

/** What is special about creating one kind; everything else is the same for all. */
export interface Creation {
  readonly object: KubeObject
  /** how the messages call it, e.g. `GitRepository source`; the kind when absent */
  readonly label?: string
  /** how the message after the write calls it; as the others when absent */
  readonly written?: string
  /** Says that it is being generated once the cluster is known. */
  readonly generating?: boolean
  /** Says that it is being applied before it looks for the cluster. */
  readonly appliedFirst?: boolean
  /** The object has no status of its own to wait for. */
  readonly static?: boolean
  /** An object that says the same already is not written again. */
  readonly onlyChanges?: boolean
  /** Makes the Secret that the object refers to by `spec.secretRef`; undefined: none is needed. */
  readonly credentials?: () => Promise<Credentials | undefined>
  /** What is said about the ready object, line by line. */
  done(ready: KubeObject): Iterable<string>
}

export interface Credentials {
  readonly secret: KubeObject
  /** what the message calls it */
  readonly label: string
  /** fields of `spec` that only count beside a Secret */
  readonly spec?: JsonObject
}

/** An object of one of our kinds with the common metadata; labels are checked before `spec` is made. */
export function newObject(kind: string, options: CreateOptions, spec: () => JsonObject): KubeObject {
  const labels = readLabels(options.label)
  const {name, namespace} = options
  const metadata = {...(labels ? {labels} : {}), name, ...(namespace && {namespace})}
  return {apiVersion: apiVersionOf(kindRow(kind)!), kind, metadata, spec: spec()}
}

/** Prints the object, or writes it to the cluster and waits until it is ready (cli reference 5.1). */
export async function createObject(ctx: CreateContext, options: CreateOptions, creation: Creation): Promise<void> {
  if (options.export) return exportObjects(ctx.out, [creation.object])
  const label = creation.label ?? creation.object.kind
  const {out} = ctx
  if (creation.appliedFirst) out.action(`applying ${label}`)
  const cluster = await ctx.cluster()
  if (creation.generating) out.generate(`generating ${label}`)
  const object = await withCredentials(cluster, creation)
  if (!creation.appliedFirst) out.action(`applying ${label}`)
  const result = await upsert(cluster, object, creation)
  if (result !== 'unchanged') out.success(`${creation.written ?? label} ${result}`)
  out.waiting(`waiting for ${label} reconciliation`)
  const ready = await waitReady(cluster, object, creation.static ?? false)
  for (const line of creation.done(ready)) out.success(line)
}

async function withCredentials(cluster: ClusterContext, creation: Creation): Promise<KubeObject> {
  const {object} = creation
  const credentials = await creation.credentials?.()
  if (!credentials) return object
  cluster.out.action(`applying ${credentials.label}`)
  await upsertSecret(cluster, credentials.secret)
  cluster.out.success('authentication configured')
  const secretRef = {name: credentials.secret.metadata.name!}
  return {...object, spec: {...(object['spec'] as JsonObject), ...credentials.spec, secretRef}}
}

function waitReady(ctx: ClusterContext, object: KubeObject, isStatic: boolean): Promise<KubeObject> {
  const check = isStatic ? fluxStatus : isReady
  return poll(ctx, async () => {
    const now = await ctx.kube.get(refOf(object), {signal: ctx.signal})
    ctx.out.progress(progressText(now))
    const readiness = check(now, ctx.clock.now())
    if (readiness.state === 'failed') throw new FluxError('reconcile-failed', readiness.message)
    return readiness.state === 'current' ? now : undefined
  })
}
