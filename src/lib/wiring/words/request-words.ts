import {queryText} from '../../adapters/kube/paths.js'
import type {KubeRequest} from '../../ports/kube.js'

/** A request that failed. */
export interface Asked extends Pick<KubeRequest, 'path' | 'query' | 'contentType'> {
  readonly method?: KubeRequest['method']
  /** the server has answered before: it was asked what it serves, or would have told */
  readonly reached?: boolean
}

/** flux asks for whole lists; ours come in pages. */
const PAGES = ['limit', 'continue']
/** flux is known by its User-Agent, but where a manager has to be said. */
const MANAGER = ['fieldManager']
const APPLY = 'application/apply-patch+yaml'

/** A request as Go's net/http names it: `Get "https://a/apis/...?fieldSelector=..."`. */
export function requestWords(server: string, {method = 'GET', path, query = {}, contentType}: Asked): string {
  const untold = contentType === APPLY ? PAGES : [...PAGES, ...MANAGER]
  const told = Object.entries(query).filter(([name]) => !untold.includes(name))
  const sorted = Object.fromEntries(told.sort(([a], [b]) => (a < b ? -1 : 1)))
  return `${method[0]}${method.slice(1).toLowerCase()} ${JSON.stringify(server + path + queryText(sorted))}`
}
