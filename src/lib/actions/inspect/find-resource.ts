import {FluxError} from '../../errors/flux-error.js'
import {apiVersionOf} from '../../kinds/registry.js'
import type {ApiResource, KindRef, KubeClient} from '../../ports/kube.js'

/**
 * The kind that a word names as kubectl reads it: plural, singular, short name or kind, perhaps with group (`deployments.apps`)
 * or version and group. Throws FluxError when the server has none.
 */
export async function findResource(
  kube: KubeClient,
  word: string,
  signal: AbortSignal,
): Promise<KindRef & {resource: ApiResource}> {
  const [typed = ''] = word.split('.', 1)
  const [name = '', ...rest] = word.toLowerCase().split('.')
  const all = (await kube.resources({signal}).catch((error: unknown) => Promise.reject(discoveryError(error)))).filter(
    ({resource}) => !resource.includes('/'),
  )
  const matching = all.filter((resource) => isNamed(resource, name))
  const group = rest.join('.')
  const [version, ...tail] = rest
  const found =
    matching.find((resource) => rest.length === 0 || resource.group === group) ??
    matching.find((resource) => resource.version === version && resource.group === tail.join('.')) ??
    // a group may be cut short
    matching.find((resource) => rest.length > 0 && resource.group.startsWith(group))
  if (!found) throw new FluxError('unknown-resource', `the server doesn't have a resource type ${JSON.stringify(typed)}`)
  return {apiVersion: found.group ? apiVersionOf(found) : found.version, kind: found.kind, resource: found}
}

/** This command discovers by kubectl's library, whose failure to connect names the request itself, and no step of flux. */
function discoveryError(error: unknown): unknown {
  const {server, dial, plain} = error as {server?: string; dial?: string; plain?: string}
  if (error instanceof FluxError && plain !== undefined) return new FluxError(error.code, plain, {cause: error})
  if (!(error instanceof FluxError) || !server || !dial) return error
  const url = JSON.stringify(`${server}/api?timeout=32s`)
  return new FluxError('unreachable', `Get ${url}: ${dial}`, {cause: error})
}

function isNamed({resource, singular, shortNames, kind}: ApiResource, name: string): boolean {
  return resource === name || singular === name || shortNames.includes(name) || kind.toLowerCase() === name
}

/** The kind of an API version whatever its case; as typed when the server has none. Throws FluxError for a version that is not served. */
export async function exactKind(kube: KubeClient, {apiVersion, kind}: KindRef, signal: AbortSignal): Promise<KindRef> {
  const all = await kube.resources({signal}).catch((error: unknown) => {
    throw error instanceof FluxError
      ? new FluxError(error.code, `failed to find object: ${error.message}`, {...error, cause: error})
      : error
  })
  const served = all.filter((resource) => (resource.group ? apiVersionOf(resource) : resource.version) === apiVersion)
  if (served.length === 0) {
    const words = `${apiVersion}: no matches for ${apiVersion.includes('/') ? '' : '/'}${apiVersion}, Resource=`
    throw new FluxError('no-match', `failed to find object: unable to retrieve the complete list of server APIs: ${words}`)
  }
  const found = served.find((resource) => resource.kind.toLowerCase() === kind.toLowerCase())
  return {apiVersion, kind: found?.kind ?? kind}
}
