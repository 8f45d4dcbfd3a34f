import {flag, type Query} from '../rest/options.js'

/** What a path and method ask for, as RequestInfo of the apiserver library. */
export interface RequestInfo {
  readonly isResource: boolean
  readonly verb: string
  readonly path: string
  readonly group: string
  readonly version: string
  readonly namespace: string
  readonly resource: string
  readonly subresource: string
  readonly name: string
  /** segments after the subresource (proxy paths) */
  readonly rest: readonly string[]
  /** a namespace is there and empty: `/namespaces//pods` */
  readonly blank?: true
  /** `/watch/` or `/proxy/` of old without anything behind it */
  readonly unknown?: true
}

/** Subresources of Namespaces themselves, not resources inside one. */
const NAMESPACE_SUBRESOURCES = new Set(['status', 'finalize'])

function verbOf(method: string): string {
  switch (method) {
    case 'POST':
      return 'create'
    case 'GET':
    case 'HEAD':
      return 'get'
    case 'PUT':
      return 'update'
    case 'PATCH':
      return 'patch'
    case 'DELETE':
      return 'delete'
    default:
      return ''
  }
}

function nonResource(method: string, path: string): RequestInfo {
  return {
    isResource: false,
    verb: method.toLowerCase(),
    path,
    group: '',
    version: '',
    namespace: '',
    resource: '',
    subresource: '',
    name: '',
    rest: [],
  }
}

function segmentsOf(path: string): string[] {
  const segments: string[] = []
  let from = path.startsWith('/') ? 1 : 0
  for (let end = path.indexOf('/', from); end >= 0; end = path.indexOf('/', from)) {
    segments.push(path.slice(from, end))
    from = end + 1
  }
  // nothing behind the last slash is no segment
  if (from < path.length) segments.push(path.slice(from))
  return segments
}

function collectionVerb(verb: string, query: Query): string {
  if (verb === 'get') return flag(query, 'watch') ? 'watch' : 'list'
  return verb === 'delete' ? 'deletecollection' : verb
}

/** The last that was read: a request is looked at to be routed, and again to be counted. */
let last: {readonly method: string; readonly path: string; readonly query: Query; readonly info: RequestInfo} | undefined

/** Reads a decoded path; `query` decides between get, list and watch. */
export function requestInfo(method: string, path: string, query: Query): RequestInfo {
  if (last && last.query === query && last.path === path && last.method === method) return last.info
  const info = readInfo(method, path, query)
  last = {method, path, query, info}
  return info
}

function readInfo(method: string, path: string, query: Query): RequestInfo {
  let segments = segmentsOf(path)
  const legacy = segments[0] === 'api'
  if ((!legacy && segments[0] !== 'apis') || segments.length < (legacy ? 3 : 4)) return nonResource(method, path)
  const group = legacy ? '' : segments[1]!
  const version = legacy ? segments[1]! : segments[2]!
  segments = segments.slice(legacy ? 2 : 3)
  let verb = verbOf(method)
  if (segments[0] === 'watch' || segments[0] === 'proxy') {
    if (segments.length === 1) return {...nonResource(method, path), unknown: true}
    verb = segments[0]
    segments = segments.slice(1)
  }
  let namespace = ''
  const blank = segments[0] === 'namespaces' && segments[1] === '' && segments.length > 2
  if (segments[0] === 'namespaces' && segments.length > 1) {
    namespace = segments[1]!
    // /namespaces/NAME/pods/... is inside; /namespaces/NAME and /namespaces/NAME/status are the Namespace itself
    if (segments.length > 2 && !NAMESPACE_SUBRESOURCES.has(segments[2]!)) segments = segments.slice(2)
  }
  const [resource = '', name = '', subresource = '', ...rest] = segments
  if (name === '') verb = collectionVerb(verb, query)
  const info = {isResource: true, verb, path, group, version, namespace, resource, subresource, name, rest}
  return blank ? {...info, blank} : info
}
