import {
  type CheckContext,
  type ControllerWait,
  checkControllers,
  checkDefinitions,
  checkKubernetes,
  checkVersion,
  listDefinitions,
} from './check-steps.js'
import {distributionOf} from './cluster-info.js'
import {imagesOf} from './images.js'
import {checkSync} from './sync/check-sync.js'
import type {SyncAccess} from './sync/sync-files.js'
import {traps} from './traps/traps.js'

export interface CheckOptions extends ControllerWait {
  /** only what an installation needs of the cluster */
  readonly pre: boolean
  /** of this package's manifests, with `v` */
  readonly release: string
  /** the way to the files that the cluster follows */
  readonly openSync: () => SyncAccess
  /** also tell what could not be looked at */
  readonly tellUnseen: boolean
}

/** What was found; `flux check -o json|yaml` prints it (docs/output.md). Parts that could not be looked at are undefined. */
export interface CheckReport {
  readonly passed: boolean
  readonly kubernetes: {readonly version?: string; readonly suitable: boolean}
  readonly distribution?: string | undefined
  readonly bootstrapped?: boolean | undefined
  readonly controllers?: readonly {name: string; ready: boolean; images: readonly string[]}[] | undefined
  readonly customResourceDefinitions?: readonly {name: string; storedVersion?: string | undefined}[] | undefined
  /** common traps (README of the room `traps`) */
  readonly warnings?: readonly string[]
  /** what could not be looked at, and why */
  readonly unseen?: readonly string[]
}

/** `flux check` (cli reference 3.5), told on `ctx.out` as it goes. Throws what `ctx.signal` says when it is aborted. */
export async function check(ctx: CheckContext, options: CheckOptions): Promise<CheckReport> {
  const {out} = ctx
  const timed = {...ctx, signal: AbortSignal.any([ctx.signal, ctx.clock.timeout(options.timeout)])}
  out.action('checking prerequisites')
  const kubernetes = await checkKubernetes(timed)
  if (options.pre) {
    if (kubernetes.suitable) out.success('prerequisites checks passed')
    return {passed: kubernetes.suitable, kubernetes}
  }
  out.action('checking version in cluster')
  const info = await checkVersion(timed)
  out.action('checking controllers')
  const controllers = await checkControllers(ctx, timed, options)
  out.action('checking crds')
  const definitions = await checkDefinitions(timed)
  ctx.signal.throwIfAborted()
  const deployments = (controllers ?? []).map(({deployment}) => deployment)
  // the waits above may have used up the time
  const more = {...ctx, signal: AbortSignal.any([ctx.signal, ctx.clock.timeout(options.timeout)])}
  const sync = await checkSync(more, options.openSync, options.namespace)
  const {namespace, release} = options
  const installation = {
    namespace,
    release,
    controllers: deployments,
    definitions: definitions ?? (await listDefinitions(more)) ?? [],
  }
  const warnings = [...(await traps(more, installation)), ...sync.warnings]
  ctx.signal.throwIfAborted()
  for (const trap of warnings) out.warning(trap)
  if (sync.unseen !== undefined && options.tellUnseen) out.action(`not looked at: ${sync.unseen}`)
  const passed =
    kubernetes.suitable &&
    info !== undefined &&
    allOf(controllers, ({ready}) => ready) &&
    allOf(definitions, ({storedVersion}) => storedVersion !== undefined)
  if (passed) out.success('all checks passed')
  return {
    passed,
    kubernetes,
    distribution: info && distributionOf(info),
    bootstrapped: info?.bootstrapped,
    controllers: controllers?.map(({deployment, ready}) => ({
      name: deployment.metadata.name!,
      ready,
      images: imagesOf(deployment),
    })),
    customResourceDefinitions: definitions?.map(({name, storedVersion}) => ({name, storedVersion})),
    warnings,
    unseen: sync.unseen === undefined ? [] : [sync.unseen],
  }
}

/** Some, and all of them well; what could not be listed is no fault. */
function allOf<T>(found: readonly T[] | undefined, well: (item: T) => boolean): boolean {
  return found === undefined || (found.length > 0 && found.every(well))
}
