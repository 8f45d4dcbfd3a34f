import {FluxError} from '../errors/flux-error.js'
import type {Context} from '../ports/context.js'
import {distributionOf, installedInfo} from './install/cluster-info.js'
import {imagesOf, nameAndTag} from './install/images.js'
import {deadlineError} from './poll.js'

/** What runs in the cluster: `distribution` when known, then each controller's image tag, by name. */
export async function clusterVersions(ctx: Pick<Context, 'kube' | 'signal'>, namespace: string): Promise<Record<string, string>> {
  try {
    const info = await installedInfo(ctx)
    const distribution = info ? distributionOf(info) : ''
    const deployments = await ctx.kube.list(
      {apiVersion: 'apps/v1', kind: 'Deployment'},
      {namespace, labelSelector: 'app.kubernetes.io/part-of=flux', signal: ctx.signal},
    )
    if (deployments.items.length === 0) throw new FluxError('not-found', `no deployments found in ${namespace} namespace`)
    const images = Object.fromEntries(deployments.items.flatMap(imagesOf).map(nameAndTag))
    const sorted = Object.fromEntries(Object.entries(images).sort(([a], [b]) => (a < b ? -1 : 1)))
    return {...(distribution ? {distribution} : {}), ...sorted}
  } catch (error) {
    throw deadlineError(error, ctx.signal)
  }
}
