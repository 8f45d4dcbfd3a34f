import type {Catalog, CatalogEntry} from '../discovery/catalog.js'
import {PROTOBUF} from '../protobuf/envelope.js'
import {statusError} from '../status.js'
import {mediaTypes, negotiate} from './negotiate.js'
import type {RequestInfo} from './request-info.js'

const JSON_ONLY = ['application/json']
const OBJECTS = ['application/json', 'application/yaml', PROTOBUF]
const STREAMS = [...OBJECTS, 'application/json;stream=watch', `${PROTOBUF};stream=watch`]

/**
 * Refuses an Accept header as the router of built-in kinds does, before any handler looks at it: by whole types, without
 * `type/*`, parameters ignored.
 */
export function checkRouteAccept(accept: string, info: RequestInfo, entry: CatalogEntry): void {
  if (entry.crd || plainlyFine(accept)) return
  if (entry.details.some((detail) => detail.name === info.subresource && detail.verbs.includes('connect'))) return
  checkProduced(accept, producedBy(info))
}

function producedBy({verb, subresource}: RequestInfo): readonly string[] {
  if (subresource === 'log') return ['text/plain', ...OBJECTS]
  return verb === 'list' || verb === 'watch' ? STREAMS : OBJECTS
}

/** The same for discovery documents. */
export function checkPathAccept(accept: string, path: string, catalog: Catalog): void {
  if (plainlyFine(accept)) return
  const [, root, group = '', version = ''] = path.split('/')
  if (root === 'version') checkProduced(accept, JSON_ONLY)
  if (root !== 'api' && (root !== 'apis' || (group !== '' && !catalog.hasGroup(group)))) return
  if (root === 'api' || (version !== '' && catalog.isBuiltinGroup(group))) checkProduced(accept, OBJECTS)
  if (group !== '' || !wantsAggregated(accept)) negotiate(accept, false)
}

function wantsAggregated(accept: string): boolean {
  return mediaTypes(accept).some(({parameters}) => parameters.as === 'APIGroupDiscoveryList' && parameters.v === 'v2')
}

const plainlyFine = (accept: string) => accept === '' || accept === 'application/json' || accept === '*/*'

/** Throws ApiError 406 unless one of the types is wanted. */
export function checkProduced(accept: string, produced: readonly string[]): void {
  for (const part of accept.split(',')) {
    const type = part.split(';')[0]!.trim()
    if (type === '*/*' || produced.includes(type)) return
  }
  const message = `406: Not Acceptable\n\nAvailable representations: ${produced.join(', ')}`
  throw statusError(406, 'NotAcceptable', message, {})
}
