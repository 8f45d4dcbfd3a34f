import {FluxError} from '../../errors/flux-error.js'
import type {ApiResource, KindRef, KubeRequest} from '../../ports/kube.js'

/** `apps/v1` -> group `apps`, version `v1`; `v1` -> the core group. */
export function splitApiVersion(apiVersion: string): {group: string; version: string} {
  const cut = apiVersion.indexOf('/')
  return cut < 0 ? {group: '', version: apiVersion} : {group: apiVersion.slice(0, cut), version: apiVersion.slice(cut + 1)}
}

/** Root of one group version: `/api/v1`, `/apis/apps/v1`. */
export function versionPath(apiVersion: string): string {
  const {group, version} = splitApiVersion(apiVersion)
  return group === ''
    ? `/api/${encodeURIComponent(version)}`
    : `/apis/${encodeURIComponent(group)}/${encodeURIComponent(version)}`
}

/**
 * URL path of a collection or, with `name`, of one object or subresource. Without its namespace an object is asked for when the server
 * is to say what it thinks of that (`unplaced`): client-go lets a patch through.
 */
export function resourcePath(
  kind: KindRef,
  resource: Pick<ApiResource, 'resource' | 'namespaced'>,
  at: {namespace?: string | undefined; name?: string | undefined; subresource?: string | undefined; unplaced?: boolean},
): string {
  let path = versionPath(kind.apiVersion)
  if (resource.namespaced && at.namespace) {
    checkSegment('namespace', at.namespace)
    path += `/namespaces/${encodeURIComponent(at.namespace)}`
  } else if (resource.namespaced && at.name !== undefined && !at.unplaced)
    throw new FluxError('no-namespace', 'an empty namespace may not be set when a resource name is provided')
  path += `/${encodeURIComponent(resource.resource)}`
  if (at.name !== undefined) {
    if (at.name === '') throw new FluxError('no-name', 'resource name may not be empty')
    checkSegment('resource name', at.name)
    path += `/${encodeURIComponent(at.name)}`
  }
  return at.subresource ? `${path}/${at.subresource.split('/').map(encodeURIComponent).join('/')}` : path
}

/** client-go refuses these before it asks: they would name another path. */
function checkSegment(what: string, text: string): void {
  const faults =
    text === '.' || text === '..'
      ? [`may not be '${text}'`]
      : ['/', '%'].filter((sign) => text.includes(sign)).map((sign) => `may not contain '${sign}'`)
  if (faults.length > 0) throw new FluxError('bad-name', `invalid ${what} ${JSON.stringify(text)}: [${faults.join(' ')}]`)
}

/** Query of a request as text, `?` included; parameters without a value are left out. */
export function queryText(query: KubeRequest['query']): string {
  if (!query) return ''
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue
    for (const one of typeof value === 'string' ? [value] : value) params.append(name, one)
  }
  const text = params.toString()
  return text === '' ? '' : `?${text}`
}
