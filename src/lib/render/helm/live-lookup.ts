import type {LookupAnswer, LookupKey} from '../../engines/helm/index.js'
import {isNotFound, NoMatchError} from '../../errors/api-error.js'
import {messageOf} from '../../errors/flux-error.js'
import type {JsonObject} from '../../formats/json/value.js'
import type {ApiResource, KubeClient} from '../../ports/kube.js'

type Client = Pick<KubeClient, 'get' | 'list' | 'resourceFor' | 'resources'>

const ABSENT: LookupAnswer = {object: {}}

/**
 * Helm's `lookup` on a cluster (helm-engine reference 9.1, confirmed with Helm 4.3 on kube-apiserver 1.36): an object, a list
 * for an empty name, nothing for what is not there. An API that is not served is an error, a kind that its API does not have is not.
 */
export function liveLookup(kube: Client, signal?: AbortSignal): (key: LookupKey) => Promise<LookupAnswer> {
  return async (key) => {
    try {
      return await answered(kube, key, signal)
    } catch (error) {
      signal?.throwIfAborted()
      return isNotFound(error) ? ABSENT : {fault: messageOf(error)}
    }
  }
}

async function answered(kube: Client, key: LookupKey, signal: AbortSignal | undefined): Promise<LookupAnswer> {
  const {apiVersion, kind, name} = key
  const unserved = (reason: string) => ({fault: `unable to get apiresource from unstructured: ${gvk(key)}: ${reason}`})
  if (isNone(key)) return unserved("groupVersion shouldn't be empty")
  const resource = await resourceOf(kube, key, signal)
  if (resource === 'unserved') return unserved('the server could not find the requested resource')
  if (resource === undefined) return {object: name === '' ? {items: []} : {}}
  const namespace = resource.namespaced && key.namespace !== '' ? key.namespace : undefined
  if (name === '') {
    const {items, resourceVersion} = await kube.list({apiVersion, kind}, {namespace, signal})
    return {object: {apiVersion, kind: `${kind}List`, metadata: {resourceVersion}, items: items as unknown as JsonObject[]}}
  }
  if (/^\.{1,2}$|[/%]/.test(name)) return {fault: `invalid resource name "${name}": [may not ${nameRule(name)}]`}
  if (resource.namespaced && namespace === undefined) return ABSENT
  return {object: await kube.get({apiVersion, kind, namespace, name}, {signal})}
}

const nameRule = (name: string) => (/^\./.test(name) ? `be '${name}'` : `contain '${/[/%]/.exec(name)![0]}'`)

/** As Go prints it; nothing is left of an apiVersion with more than one slash. */
function gvk({apiVersion, kind}: LookupKey): string {
  const slashes = apiVersion.split('/').length - 1
  return `${slashes === 1 ? apiVersion : slashes > 1 || apiVersion === '' ? '/' : `/${apiVersion}`}, Kind=${kind}`
}

const isNone = ({apiVersion}: LookupKey) => apiVersion === '' || apiVersion.split('/').length > 2

/** `unserved`: there is no such API; undefined: the API has no such kind. */
async function resourceOf(
  kube: Client,
  {apiVersion, kind}: LookupKey,
  signal: AbortSignal | undefined,
): Promise<ApiResource | 'unserved' | undefined> {
  try {
    return await kube.resourceFor({apiVersion, kind}, {signal})
  } catch (error) {
    if (!(error instanceof NoMatchError)) throw error
    const all = await kube.resources({signal})
    return all.some(({group, version}) => (group === '' ? version : `${group}/${version}`) === apiVersion)
      ? undefined
      : 'unserved'
  }
}
