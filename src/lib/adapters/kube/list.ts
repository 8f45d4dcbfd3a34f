import {ApiError} from '../../errors/api-error.js'
import {freezeDeep} from '../../formats/json/freeze.js'
import {isObject, type JsonObject} from '../../formats/json/value.js'
import type {KindRef, KubeList, KubeObject, KubeRequest, ListOptions} from '../../ports/kube.js'
import {confirmList, named} from './object-shape.js'

/** As kubectl and client-go's pager. */
const PAGE = 500

/** One page when the caller pages itself, else all of them; a list that expired half-way is read again in one piece. */
export async function listAll(
  kind: KindRef,
  list: ListOptions,
  page: (query: KubeRequest['query']) => Promise<JsonObject>,
): Promise<KubeList> {
  const base = {
    labelSelector: list.labelSelector,
    fieldSelector: list.fieldSelector,
    resourceVersion: list.resourceVersion,
    resourceVersionMatch: list.resourceVersionMatch,
  }
  if (list.limit !== undefined || list.continue !== undefined)
    return pageOf(
      kind,
      await page({...base, limit: list.limit === undefined ? undefined : String(list.limit), continue: list.continue}),
    )

  const items: KubeObject[] = []
  let token: string | undefined
  for (;;) {
    const query =
      token === undefined ? {...base, limit: String(PAGE)} : {...base, limit: String(PAGE), continue: token, ...NO_VERSION}
    try {
      const part = pageOf(kind, await page(query))
      // the page that was asked for once more: it would never end
      if (token !== undefined && part.continue === token) return {items, resourceVersion: part.resourceVersion}
      items.push(...part.items)
      token = part.continue
      if (!token) return {items, resourceVersion: part.resourceVersion}
    } catch (error) {
      if (!(error instanceof ApiError && error.code === 410 && token)) throw error
      return pageOf(kind, await page(base))
    }
  }
}

/** A continue token carries its own version. */
const NO_VERSION = {resourceVersion: undefined, resourceVersionMatch: undefined}

/** Items of real lists carry no apiVersion and kind, metadata-only ones a foreign kind: they get what was asked for. */
function pageOf(kind: KindRef, body: JsonObject): KubeList {
  confirmList(body, kind)
  const metadata = isObject(body['metadata']) ? body['metadata'] : {}
  const remaining = metadata['remainingItemCount']
  const items = Array.isArray(body['items']) ? body['items'] : []
  return {
    items: items.map((item) => withKind(named(item as JsonObject | null), kind)),
    resourceVersion: String(metadata['resourceVersion'] ?? ''),
    ...(typeof metadata['continue'] === 'string' && metadata['continue'] !== '' ? {continue: metadata['continue']} : {}),
    ...(typeof remaining === 'number' ? {remainingItemCount: remaining} : {}),
  }
}

function withKind(item: KubeObject, kind: KindRef): KubeObject {
  if (item.kind === kind.kind && item.apiVersion === kind.apiVersion) return item
  const {apiVersion: _apiVersion, kind: _kind, ...rest} = item
  return freezeDeep({apiVersion: kind.apiVersion, kind: kind.kind, ...rest}) as KubeObject
}
