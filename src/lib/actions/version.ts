import {isNotFound, NoMatchError} from '../errors/api-error.js'
import {FluxError} from '../errors/flux-error.js'
import {isObject} from '../formats/json/value.js'
import type {Context} from '../ports/context.js'
import type {KubeObject} from '../ports/kube.js'
import {specOf} from './conditions.js'
import {deadlineError} from './poll.js'

/** What runs in the cluster: `distribution` when known, then each controller's image tag, by name. */
export async function clusterVersions(ctx: Pick<Context, 'kube' | 'signal'>, namespace: string): Promise<Record<string, string>> {
  try {
    const distribution = await probe(ctx)
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

/** `flux-v2.9.5` from the labels of the CRD that every installation has; undefined without one. */
async function probe(ctx: Pick<Context, 'kube' | 'signal'>): Promise<string | undefined> {
  const ref = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    name: 'gitrepositories.source.toolkit.fluxcd.io',
  }
  try {
    const labels = (await ctx.kube.get(ref, {signal: ctx.signal})).metadata.labels ?? {}
    const version = labels['app.kubernetes.io/version']
    const partOf = labels['app.kubernetes.io/part-of']
    return version && partOf ? `${partOf}-${version}` : version
  } catch (error) {
    if (isNotFound(error) || error instanceof NoMatchError) return undefined
    throw error
  }
}

function imagesOf(deployment: KubeObject): string[] {
  const template = specOf(deployment).template
  const containers = isObject(template) && isObject(template.spec) ? template.spec.containers : []
  return Array.isArray(containers) ? containers.filter(isObject).map((container) => String(container.image ?? '')) : []
}

/** Name = last part of the repository; tag = everything after the first `:` behind it, a digest included. */
function nameAndTag(image: string): [string, string] {
  const last = image.slice(image.lastIndexOf('/') + 1)
  const colon = last.indexOf(':')
  if (colon < 0) throw new FluxError('bad-image', `could not find tag in image '${image}'`)
  return [last.slice(0, colon), last.slice(colon + 1)]
}
