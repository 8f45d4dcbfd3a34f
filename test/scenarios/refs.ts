import type {ApiResource, KubeClient, ObjectRef} from '../../src/lib/ports/kube.js'

/** Finds objects as steps name them: `Kind/name` in the scenario's namespace, or `Kind/namespace/name`. */
export function createResolver(kube: KubeClient, namespace: string) {
  const find = async (kind: string): Promise<ApiResource> => {
    const wanted = (resource: ApiResource) => resource.kind === kind && resource.verbs.includes('get')
    const pick = (all: readonly ApiResource[]) =>
      all.find((resource) => wanted(resource) && resource.group !== 'events.k8s.io') as ApiResource | undefined
    const found = pick(await kube.resources()) ?? pick(await kube.resources({fresh: true}))
    if (!found) throw new Error(`no kind ${kind} is served`)
    return found
  }
  return async (path: string): Promise<ObjectRef> => {
    const parts = path.split('/')
    const [kind = '', ...rest] = parts
    const resource = await find(kind)
    const apiVersion = resource.group === '' ? resource.version : `${resource.group}/${resource.version}`
    const name = rest.at(-1) ?? ''
    if (!resource.namespaced) return {apiVersion, kind, name}
    return {apiVersion, kind, namespace: rest.length > 1 ? rest[0] : namespace, name}
  }
}
