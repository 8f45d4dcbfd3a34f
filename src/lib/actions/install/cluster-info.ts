import {isNotFound} from '../../errors/api-error.js'
import {FluxError, messageOf} from '../../errors/flux-error.js'
import type {KubeClient} from '../../ports/kube.js'
import {deadlineError} from '../poll.js'

/** What the labels of one CRD say about an installation; fields are undefined where a label is missing. */
export interface ClusterInfo {
  /** with `v` */
  readonly version?: string | undefined
  readonly partOf?: string | undefined
  /** other tools say here that they keep the installation */
  readonly managedBy?: string | undefined
  /** a Kustomization keeps it */
  readonly bootstrapped: boolean
}

const GIT_REPOSITORIES = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  name: 'gitrepositories.source.toolkit.fluxcd.io',
}

/**
 * Looks at the CRD that every installation has (cli reference 1.9, "Cluster info probe"). Throws ApiError, also when there is
 * none.
 */
export async function clusterInfo({kube, signal}: {kube: KubeClient; signal: AbortSignal}): Promise<ClusterInfo> {
  const labels = (await kube.get(GIT_REPOSITORIES, {signal})).metadata.labels ?? {}
  return {
    version: labels['app.kubernetes.io/version'],
    partOf: labels['app.kubernetes.io/part-of'],
    managedBy: labels['app.kubernetes.io/managed-by'],
    bootstrapped: labels['kustomize.toolkit.fluxcd.io/namespace'] !== undefined,
  }
}

/** The same; undefined where nothing is installed. A server without CRDs is an error. */
export async function installedInfo(ctx: {kube: KubeClient; signal: AbortSignal}): Promise<ClusterInfo | undefined> {
  try {
    return await clusterInfo(ctx)
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}

/** The same for commands that cannot go on without knowing. */
export async function requireInfo(ctx: {kube: KubeClient; signal: AbortSignal}): Promise<ClusterInfo | undefined> {
  try {
    return await installedInfo(ctx)
  } catch (error) {
    const cause = deadlineError(error, ctx.signal)
    throw new FluxError('cluster-info', `cluster info unavailable: ${messageOf(cause)}`, {cause})
  }
}

/** `flux-v2.9.5`, or what of it is known. */
export function distributionOf({partOf, version}: ClusterInfo): string {
  return partOf ? `${partOf}-${version ?? ''}` : (version ?? '')
}

/** The tool other than Flux that keeps the installation; undefined when there is none. */
export function foreignManager(info: ClusterInfo | undefined): string | undefined {
  const manager = info?.managedBy
  return manager === undefined || manager === '' || manager === 'flux' ? undefined : manager
}
