import {isObject, type JsonObject} from '../../../formats/json/value.js'
import type {KubeObject} from '../../../ports/kube.js'
import {part} from '../admission/parts.js'
import {AUDIENCE, type ServiceAccountTokens} from '../auth/service-account-tokens.js'
import type {CatalogEntry} from '../discovery/catalog.js'
import {type ApiAnswer, respond} from '../request/api-request.js'
import {decodeBody, type ResourceRequest, targetOf} from '../request/resource-handler.js'
import {lookup, managerOf, timestamp, type WriteSettings} from '../rest/core.js'
import {writeSettings} from '../rest/options.js'
import {liveObject} from '../rest/update.js'
import {badRequest, conflict, invalid, notFound} from '../status.js'
import {admitBody} from './admit-body.js'
import {bodyEntry} from './body-entry.js'

const MIN_SECONDS = 600
const MAX_SECONDS = 2 ** 32
const DEFAULT_SECONDS = 3600
const BINDABLE: Readonly<Record<string, string>> = {Pod: 'pods', Secret: 'secrets', Node: 'nodes'}

/** POST of serviceaccounts/NAME/token. */
export function handleTokenRequest(resource: ResourceRequest, tokens: ServiceAccountTokens): ApiAnswer {
  const {core, info, request, call, entry} = resource
  const settings = writeSettings(request.query, 'CreateOptions')
  const kind = bodyEntry(entry, {group: 'authentication.k8s.io', version: 'v1', kind: 'TokenRequest'})
  const body = decodeBody(resource, kind, settings)
  if (body.metadata?.namespace && body.metadata.namespace !== info.namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request')
  }
  const {object, validate} = admitBody(resource, kind, complete(resource, kind, body, settings), settings)
  const account = liveObject(core, targetOf(resource))
  if (!account) throw notFound(entry, info.name)
  const spec: JsonObject = isObject(object.spec) ? object.spec : {}
  const seconds = Number(spec.expirationSeconds ?? DEFAULT_SECONDS)
  const given = object.metadata?.name
  if (given && given !== info.name) {
    throw invalid({group: kind.group, kind: kind.kind}, info.name, [
      {
        reason: 'FieldValueInvalid',
        field: 'metadata.name',
        message: `Invalid value: ${JSON.stringify(given)}: must match the service account name if specified`,
      },
    ])
  }
  checkSeconds(seconds)
  const wanted = Array.isArray(spec.audiences) && spec.audiences.length > 0 ? spec.audiences.map(String) : undefined
  const audiences = wanted ?? [AUDIENCE]
  validate({...object, metadata: {...object.metadata, name: info.name}, spec: {...spec, audiences}})
  const bound = boundObject(resource, spec)
  const {name = '', namespace, uid} = account.metadata
  const expires = core.clock.now() + seconds * 1000
  const answer = {
    ...object,
    metadata: {
      name,
      namespace,
      uid,
      creationTimestamp: timestamp(core.clock.now()),
      managedFields: object.metadata.managedFields,
    },
    spec: {audiences, expirationSeconds: seconds, boundObjectRef: spec.boundObjectRef ?? null},
    status: {token: tokens.issue({account, audiences, seconds, bound}), expirationTimestamp: timestamp(expires)},
  }
  return respond({status: 201, body: answer as JsonObject, warnings: call.warnings})
}

/** The request as the server knows it before anybody has a look at it. */
function complete({core, call}: ResourceRequest, kind: CatalogEntry, body: KubeObject, settings: WriteSettings): KubeObject {
  const spec: JsonObject = isObject(body.spec) ? body.spec : {}
  const {audiences = null, boundObjectRef = null, expirationSeconds: asks} = spec
  const expirationSeconds = typeof asks === 'number' ? asks : DEFAULT_SECONDS
  const write = {manager: managerOf(settings, call), subresource: 'token', now: timestamp(core.clock.now())}
  const asked: KubeObject = {...body, spec: {...spec, expirationSeconds}}
  return {
    ...core.fields.update(kind, undefined, asked, write),
    spec: {...spec, audiences, boundObjectRef, expirationSeconds},
    status: {token: '', expirationTimestamp: null},
  }
}

function checkSeconds(seconds: number): void {
  const text =
    seconds < MIN_SECONDS
      ? 'may not specify a duration less than 10 minutes'
      : seconds > MAX_SECONDS
        ? 'may not specify a duration larger than 2^32 seconds'
        : undefined
  if (text === undefined) return
  throw invalid({group: 'authentication.k8s.io', kind: 'TokenRequest'}, '', [
    {reason: 'FieldValueInvalid', field: 'spec.expirationSeconds', message: `Invalid value: ${seconds}: ${text}`},
  ])
}

function boundObject({core, info}: ResourceRequest, spec: JsonObject): KubeObject | undefined {
  if (!isObject(spec.boundObjectRef)) return undefined
  const {kind = '', apiVersion = '', name = '', uid} = spec.boundObjectRef
  const [group, version] = String(apiVersion).includes('/') ? String(apiVersion).split('/') : ['', String(apiVersion)]
  const plural = group === '' ? BINDABLE[String(kind)] : undefined
  if (plural === undefined) throw badRequest(`cannot bind token to object of type ${group}/${version}, Kind=${String(kind)}`)
  if (name === '') throw badRequest('Name parameter required.')
  const object = lookup(core, 'v1', String(kind), info.namespace, String(name))
  if (!object) throw notFound({group: '', resource: plural}, String(name))
  if (uid && uid !== object.metadata.uid) {
    const text = `the UID in the bound object reference (${String(uid)}) does not match the UID in record. The object might have been deleted and then recreated`
    throw conflict({group: '', resource: String(kind)}, String(name), text)
  }
  if (kind === 'Pod' && part(object, 'spec').serviceAccountName !== info.name) {
    throw badRequest(`cannot bind token for serviceaccount "${info.name}" to pod running with different serviceaccount name.`)
  }
  return object
}
