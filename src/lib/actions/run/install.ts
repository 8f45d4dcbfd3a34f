import {ApiError, NoMatchError} from '../../errors/api-error.js'
import {FluxError} from '../../errors/flux-error.js'
import {crds} from '../../kinds/crds.js'
import {apiVersionOf, KINDS} from '../../kinds/registry.js'
import type {Context} from '../../ports/context.js'
import type {KindRef, KubeObject} from '../../ports/kube.js'

type InstallContext = Pick<Context, 'kube' | 'clock' | 'signal' | 'out'>

/** Puts into an embedded API what `flux install` puts into a cluster besides the CRDs. */
export async function installObjects(ctx: InstallContext, objects: readonly KubeObject[]): Promise<void> {
  for (const object of objects) await apply(ctx, object)
}

/** Applies the CRDs of our kinds and waits until they are served. */
export async function installCrds(ctx: InstallContext, version: string): Promise<void> {
  const labels = {'app.kubernetes.io/part-of': 'flux', 'app.kubernetes.io/version': `v${version}`}
  for (const crd of crds()) {
    const metadata = {...crd.metadata, labels: {...crd.metadata.labels, ...labels}}
    await apply(ctx, {...crd, metadata}).catch((error: unknown) => {
      throw storedElsewhere(crd, error)
    })
  }
  for (const kind of KINDS) await served(ctx, apiVersionOf(kind), kind.kind)
}

/** A cluster that was upgraded may still hold objects in versions that are gone, which the API server does not let go. */
function storedElsewhere(crd: KubeObject, error: unknown): unknown {
  const version = error instanceof ApiError && /status\.storedVersions\[\d+\]: Invalid value: "(\w+)"/.exec(error.message)?.[1]
  if (!version) return error
  return new FluxError('stored-versions', `objects of ${crd.metadata.name} are still stored as ${version}, which is gone`, {
    hints: [
      'flux migrate rewrites them, once the CRD of the cluster stores a newer version',
      'a CRD that knows no newer version than that must come from an older release of Flux first',
    ],
    cause: error,
  })
}

/** A cluster must serve the kinds that controllers are to watch. */
export async function requireKinds(ctx: InstallContext, kinds: readonly KindRef[]): Promise<void> {
  for (const ref of kinds) {
    await ctx.kube.resourceFor(ref, {signal: ctx.signal}).catch((error: unknown) => {
      if (!(error instanceof NoMatchError)) throw error
      throw new FluxError('no-crds', `the cluster does not know the kind ${ref.kind} (${ref.apiVersion})`, {
        hints: ['flux run --install-crds installs the CRDs', 'flux run --embedded needs no cluster at all'],
        cause: error,
      })
    })
  }
}

const apply = (ctx: InstallContext, object: KubeObject) =>
  ctx.kube.apply(object, {fieldManager: 'flux', force: true, signal: ctx.signal})

/** A CRD is served a moment after it was accepted. */
async function served(ctx: InstallContext, apiVersion: string, kind: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await ctx.kube.resourceFor({apiVersion, kind}, {fresh: true, signal: ctx.signal})
      return
    } catch (error) {
      if (!(error instanceof NoMatchError) || tries === 100) throw error
      await ctx.clock.sleep(20, ctx.signal)
    }
  }
}
