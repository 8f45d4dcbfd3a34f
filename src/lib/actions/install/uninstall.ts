import {inParallel} from '../../apply/in-parallel.js'
import {refOf, subjectOf} from '../../apply/subject.js'
import {FluxError, messageOf} from '../../errors/flux-error.js'
import type {JsonValue} from '../../formats/json/value.js'
import {apiVersionOf, KINDS, type KindRow} from '../../kinds/registry.js'
import {typedForm} from '../../kinds/typed-form.js'
import type {Context} from '../../ports/context.js'
import type {KindRef, KubeObject} from '../../ports/kube.js'
import {deadlineError} from '../poll.js'
import {foreignManager, requireInfo} from './cluster-info.js'
import type {Asking} from './confirm-override.js'

export type UninstallContext = Pick<Context, 'kube' | 'out' | 'signal'> & Asking

export interface UninstallOptions {
  readonly namespace: string
  readonly keepNamespace: boolean
  readonly dryRun: boolean
  readonly silent: boolean
}

const RBAC = 'rbac.authorization.k8s.io/v1'
/** What is deleted first, in this order; kinds without a namespace in the whole cluster. */
const COMPONENTS: readonly (KindRef & {readonly clusterWide?: boolean})[] = [
  {apiVersion: 'apps/v1', kind: 'Deployment'},
  {apiVersion: 'v1', kind: 'Service'},
  {apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy'},
  {apiVersion: 'v1', kind: 'ServiceAccount'},
  {apiVersion: RBAC, kind: 'ClusterRole', clusterWide: true},
  {apiVersion: RBAC, kind: 'ClusterRoleBinding', clusterWide: true},
]
const DEFINITIONS = {apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition'}
const LABELLED = 'app.kubernetes.io/part-of=flux'
/** Kinds whose finalizers are taken off, in this order. ExternalArtifacts have owners that see to them. */
const HELD = [
  ...['GitRepository', 'OCIRepository', 'HelmRepository', 'HelmChart', 'Bucket', 'Kustomization', 'HelmRelease'],
  ...['Alert', 'Provider', 'Receiver', 'ImagePolicy', 'ImageRepository', 'ImageUpdateAutomation', 'ArtifactGenerator'],
]
const AT_ONCE = 8

/**
 * `flux uninstall` (cli reference 3.4): what an installation brought goes, what Flux applied stays. A deletion that fails is
 * said and the others go on.
 */
export async function uninstall(ctx: UninstallContext, options: UninstallOptions): Promise<void> {
  const {out} = ctx
  if (!options.dryRun && !options.silent) await ask(ctx)
  out.action(`deleting components in ${options.namespace} namespace`)
  for (const {clusterWide, ...kind} of COMPONENTS) {
    await deleteAll(ctx, kind, options, clusterWide ? undefined : options.namespace)
  }
  out.action('deleting toolkit.fluxcd.io finalizers in all namespaces')
  for (const name of HELD) await releaseAll(ctx, KINDS.find((row) => row.kind === name)!, options)
  out.action('deleting toolkit.fluxcd.io custom resource definitions')
  await deleteAll(ctx, DEFINITIONS, options, undefined)
  if (!options.keepNamespace) {
    const namespace: KubeObject = {apiVersion: 'v1', kind: 'Namespace', metadata: {name: options.namespace}}
    tell(ctx, options, [await deleteOne(ctx, namespace, options)])
  }
  out.success('uninstall finished')
}

async function ask(ctx: UninstallContext): Promise<void> {
  const info = await requireInfo(ctx)
  const manager = foreignManager(info)
  const what = 'Are you sure you want to delete Flux and its'
  const question = manager ? `Flux is managed by ${manager}! ${what} CRDs using Flux CLI` : `${what} custom resource definitions`
  if ((await ctx.confirm(question)) !== 'yes') throw new FluxError('aborted', 'aborting')
}

/** What came of one object: what was done, or why it was not. */
interface Outcome {
  readonly subject: string
  readonly done: string
  readonly failed?: string
}

async function deleteAll(
  ctx: UninstallContext,
  kind: KindRef,
  options: UninstallOptions,
  namespace: string | undefined,
): Promise<void> {
  const items = await listed(ctx, kind, {namespace, labelSelector: LABELLED})
  tell(ctx, options, await inParallel(items, AT_ONCE, (object) => deleteOne(ctx, object, options)))
}

async function deleteOne(ctx: UninstallContext, object: KubeObject, {dryRun}: UninstallOptions): Promise<Outcome> {
  const ref = refOf(object)
  return attempt(ctx, {subject: subjectOf(ref), done: 'deleted'}, 'deletion failed', () =>
    ctx.kube.delete(ref, {dryRun, signal: ctx.signal}),
  )
}

async function releaseAll(ctx: UninstallContext, row: KindRow, options: UninstallOptions): Promise<void> {
  const items = await listed(ctx, {apiVersion: apiVersionOf(row), kind: row.kind}, {})
  const form = typedForm(row)
  const release = (object: KubeObject) => {
    // the whole object is written as Go's types print it, as flux does
    const spec: JsonValue = form.spec(object)
    const released: KubeObject = {...object, metadata: {...object.metadata, finalizers: []}, spec}
    return attempt(ctx, {subject: subjectOf(refOf(object)), done: 'finalizers deleted'}, 'removing finalizers failed', () =>
      ctx.kube.update(released, {fieldManager: 'flux', dryRun: options.dryRun, signal: ctx.signal}),
    )
  }
  tell(ctx, options, await inParallel(items, AT_ONCE, release))
}

/** Nothing where the kind is not served or may not be listed. */
async function listed(
  ctx: UninstallContext,
  kind: KindRef,
  options: {namespace?: string | undefined; labelSelector?: string},
): Promise<readonly KubeObject[]> {
  try {
    return (await ctx.kube.list(kind, {...options, signal: ctx.signal})).items
  } catch {
    return []
  }
}

async function attempt(ctx: UninstallContext, outcome: Outcome, failed: string, work: () => Promise<unknown>): Promise<Outcome> {
  try {
    await work()
    return outcome
  } catch (error) {
    return {...outcome, failed: `${failed}: ${messageOf(deadlineError(error, ctx.signal))}`}
  }
}

function tell({out}: UninstallContext, {dryRun}: UninstallOptions, outcomes: readonly Outcome[]): void {
  for (const {subject, done, failed} of outcomes) {
    if (failed) out.failure(`${subject} ${failed}`)
    else out.success(`${subject} ${done} ${dryRun ? '(dry run)' : ''}`)
  }
}
