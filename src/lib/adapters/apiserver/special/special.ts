import type {ServiceAccountTokens} from '../auth/service-account-tokens.js'
import {type ApiAnswer, respond} from '../request/api-request.js'
import type {ResourceRequest} from '../request/resource-handler.js'
import {listSettings} from '../rest/options.js'
import {selection} from '../rest/read/selection.js'
import {methodNotAllowed, notFound, pathNotFound} from '../status.js'
import {handleBinding} from './pod-binding.js'
import {handleEviction} from './pod-eviction.js'
import {handleLog, type LogSource} from './pod-log.js'
import {handleConnect} from './pods.js'
import type {Reviews} from './reviews.js'
import {handleScale} from './scale.js'
import {handleTokenRequest} from './token-request.js'

const CONNECT = new Set(['attach', 'exec', 'portforward', 'proxy'])

/** Kinds and subresources that are no stored objects; undefined for all others. */
export class Special {
  constructor(
    private readonly reviews: Reviews,
    private readonly tokens: ServiceAccountTokens,
    private readonly logs: LogSource | undefined,
  ) {}

  handle(resource: ResourceRequest): ApiAnswer | undefined {
    const {entry, info} = resource
    if (info.rest.length > 0 && info.subresource !== 'proxy') throw pathNotFound()
    if (info.subresource === '') return entry.virtual ? this.virtual(resource) : undefined
    const sub = entry.details.find((detail) => detail.name === info.subresource)
    if (!sub) return undefined
    const handler = this.handler(resource)
    if (!handler) return undefined
    const proxied = info.subresource === 'proxy'
    const {method} = resource.request
    const allowed = proxied && method === 'OPTIONS' ? true : sub.verbs.includes(info.verb) && (proxied || method !== 'HEAD')
    if (!allowed) throw methodNotAllowed()
    return handler()
  }

  private handler(resource: ResourceRequest): (() => ApiAnswer) | undefined {
    const {subresource} = resource.info
    if (subresource === 'scale') return () => handleScale(resource)
    if (subresource === 'token') return () => handleTokenRequest(resource, this.tokens)
    if (subresource === 'log') return () => handleLog(resource, this.logs)
    if (subresource === 'binding') return () => handleBinding(resource)
    if (subresource === 'eviction') return () => handleEviction(resource)
    if (CONNECT.has(subresource)) return () => handleConnect(resource)
    return undefined
  }

  private virtual(resource: ResourceRequest): ApiAnswer | undefined {
    const {entry, info, request} = resource
    if (request.method === 'HEAD' && !(entry.namespaced && info.namespace === '')) throw methodNotAllowed()
    if (entry.resource === 'componentstatuses') return componentStatus(resource)
    if (info.name !== '') throw pathNotFound()
    if (entry.namespaced !== (info.namespace !== '')) throw pathNotFound()
    if (info.verb !== 'create') throw methodNotAllowed()
    return entry.resource === 'bindings' ? handleBinding(resource) : this.reviews.handle(resource)
  }
}

const COMPONENTS = ['scheduler', 'controller-manager', 'etcd-0']

/** The old health list of a control plane's parts; all of them are this process. */
function componentStatus({entry, info, request}: ResourceRequest): ApiAnswer | undefined {
  if (info.verb !== 'get' && info.verb !== 'list') return undefined
  const objects = COMPONENTS.map((name) => ({
    kind: 'ComponentStatus',
    apiVersion: 'v1',
    metadata: {name},
    conditions: [{type: 'Healthy', status: 'True', message: 'ok'}],
  }))
  if (info.verb === 'list') {
    const {labelSelector, fieldSelector} = listSettings(request.query, false)
    const asked = selection(entry, labelSelector, fieldSelector)
    const items = objects.filter((object) => asked.matches(object)).map(({metadata, conditions}) => ({metadata, conditions}))
    return respond({status: 200, body: {kind: entry.listKind, apiVersion: 'v1', metadata: {}, items}})
  }
  const found = objects.find((object) => object.metadata.name === info.name)
  if (!found) throw notFound({group: '', resource: 'componentstatus'}, info.name)
  return respond({status: 200, body: found})
}
