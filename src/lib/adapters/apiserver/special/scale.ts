import {freezeDeep} from '../../../formats/json/freeze.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import type {KubeObject} from '../../../ports/kube.js'
import {builtinSchema} from '../../../schema/builtin.js'
import type {CatalogEntry} from '../discovery/catalog.js'
import type {ServedResource} from '../hooks.js'
import {type ApiAnswer, header, respond} from '../request/api-request.js'
import {applyBody} from '../request/apply-body.js'
import {mediaTypeOf, unsupportedMediaType} from '../request/body.js'
import {refuseOddNumbers} from '../request/odd-numbers.js'
import {patchBody} from '../request/patch-body.js'
import {PATCH_TYPES, type ResourceRequest, readObject, targetOf} from '../request/resource-handler.js'
import {type Call, type Core, managerOf, timestamp, type WriteSettings} from '../rest/core.js'
import {writeSettings} from '../rest/options.js'
import {checkName, decodePatched} from '../rest/patch.js'
import type {ObjectTarget} from '../rest/target.js'
import {commitUpdate, liveObject} from '../rest/update.js'
import {parentEntries, type ReplicasPaths, scaleEntries} from '../ssa/scale.js'
import {badRequest, invalid, notFound, statusError} from '../status.js'
import {scaleOf, specReplicasPath, withReplicas} from './scale-object.js'

/** The kind of the scale subresource as a served resource, for patches and field sets. */
function scaleResource(): ServedResource {
  return {
    group: 'autoscaling',
    version: 'v1',
    kind: 'Scale',
    listKind: 'ScaleList',
    resource: 'scales',
    singular: 'scale',
    namespaced: true,
    shortNames: [],
    categories: [],
    verbs: ['get', 'patch', 'update'],
    subresources: [],
    apiVersion: 'autoscaling/v1',
    schema: builtinSchema({group: 'autoscaling', version: 'v1', kind: 'Scale'}),
  }
}

/** GET, PUT and PATCH of `scale`. */
export function handleScale(resource: ResourceRequest): ApiAnswer {
  const {core, entry, info} = resource
  const target: ObjectTarget = {...targetOf(resource), subresource: ''}
  const given = info.verb === 'update' ? replacement(resource, target) : undefined
  const parent = liveObject(core, target)
  if (!parent) throw notFound(entry, info.name)
  if (info.verb === 'get') return respond({status: 200, body: scaleOf(entry, parent)})
  const settings = writeSettings(
    resource.request.query,
    info.verb === 'update' ? 'UpdateOptions' : 'PatchOptions',
    isApply(resource),
  )
  const paths = replicasPaths(resource, entry)
  const live = shownScale(entry, parent, paths)
  const wanted = given ?? patched(resource, live, settings)
  return respond({
    status: 200,
    body: write(resource, target, parent, live, wanted, settings, paths),
    warnings: resource.call.warnings,
  })
}

function isApply({request}: ResourceRequest): boolean {
  return mediaTypeOf(header(request, 'content-type')) === 'application/apply-patch+yaml'
}

/** The Scale with the managers of its replicas, which answers do not show. */
function shownScale(entry: CatalogEntry, parent: KubeObject, paths: ReplicasPaths): KubeObject {
  const scale = scaleOf(entry, parent, true)
  const managedFields = scaleEntries(parent, paths)
  return freezeDeep({...scale, metadata: {...scale.metadata, ...(managedFields.length > 0 ? {managedFields} : {})}})
}

function replicasPaths({core}: ResourceRequest, entry: CatalogEntry): ReplicasPaths {
  const paths: Record<string, readonly string[] | null> = {}
  for (const version of core.catalog.versions(entry.group)) {
    const other = core.catalog.find(entry.group, version, entry.resource)
    if (!other) continue
    const path = other.subresources.includes('scale') ? specReplicasPath(other) : undefined
    paths[other.apiVersion] = path ? path.map((name) => `f:${name}`) : null
  }
  return paths as ReplicasPaths
}

function replacement(resource: ResourceRequest, target: ObjectTarget): KubeObject {
  const body = readObject(resource.request, {apiVersion: 'autoscaling/v1', kind: 'Scale'})
  refuseOddNumbers(body, (marked) => replacing(resource, target, marked))
  return replacing(resource, target, body.value)
}

function replacing({core, entry}: ResourceRequest, target: ObjectTarget, body: JsonValue): KubeObject {
  const object = isObject(body) ? body : {}
  if (object.kind !== undefined && object.kind !== 'Scale') {
    throw badRequest(
      `${String(object.kind)} in version "v1" cannot be handled as a Scale: converting (${versionOf(object)}.${String(object.kind)}) to (autoscaling.Scale): unknown conversion`,
    )
  }
  const full = {
    ...object,
    apiVersion: 'autoscaling/v1',
    kind: 'Scale',
    metadata: isObject(object.metadata) ? object.metadata : {},
  }
  const scale = decodedScale(core, entry, full as KubeObject)
  checkName(target, scale)
  return scale
}

function decodedScale(core: Core, entry: CatalogEntry, scale: KubeObject): KubeObject {
  try {
    return core.rules.decode(scaleResource(), scale).object
  } catch (error) {
    // the part that serves custom resources cannot even tell what does not fit
    throw entry.crd ? badRequest('no kind is registered for the type v1.Scale in scheme "pkg/runtime/scheme.go:111"') : error
  }
}

function versionOf({apiVersion}: JsonObject): string {
  return String(apiVersion ?? 'v1')
    .split('/')
    .at(-1)!
}

function patched(resource: ResourceRequest, live: KubeObject, settings: WriteSettings): KubeObject {
  const {request, core, call} = resource
  const kind = PATCH_TYPES[mediaTypeOf(header(request, 'content-type')) ?? '']
  if (kind === undefined || (kind === 'strategic' && resource.entry.crd))
    throw unsupportedMediaType(Object.keys(PATCH_TYPES).filter((name) => PATCH_TYPES[name] !== 'strategic'))
  if (kind !== 'apply') {
    const scale = scaleResource()
    const target = {...targetOf(resource), entry: scale as CatalogEntry}
    const scaled = (value: JsonValue, of: Call) =>
      decodePatched(core, target, live, core.patcher[kind](scale, live, value), {kind, value, strict: []}, settings, of)
    const body = patchBody(request, kind, settings)
    if (kind !== 'strategic') refuseOddNumbers(body, (marked) => scaled(marked, {...call, warnings: []}))
    return scaled(body.value, call)
  }
  if (resource.entry.crd && !live.metadata.managedFields)
    throw unconverted('failed to create manager for existing fields: failed to convert live object', '')
  const merged = core.fields.apply(scaleResource(), live, applyBody(request).object as KubeObject, {
    manager: managerOf(settings, call),
    subresource: 'scale',
    now: timestamp(core.clock.now()),
    force: settings.force,
  })
  // the real server fails here for custom resources: it cannot convert the Scale back
  if (resource.entry.crd && merged !== live) {
    throw unconverted('failed to convert new object', live.metadata.name ?? '')
  }
  return merged
}

function unconverted(what: string, name: string): Error {
  const reason = 'request to convert CR to an invalid group/version: autoscaling/v1'
  return statusError(500, '', `${what} (/${name}; autoscaling/v1, Kind=Scale) to proper version: ${reason}`)
}

function write(
  resource: ResourceRequest,
  target: ObjectTarget,
  parent: KubeObject,
  live: KubeObject,
  wanted: KubeObject,
  settings: WriteSettings,
  paths: ReplicasPaths,
): JsonValue {
  const {core, entry, call} = resource
  const replicas = replicasOf(entry, wanted)
  const next = {...live, ...wanted, metadata: {...live.metadata, ...wanted.metadata}}
  const managed = isApply(resource)
    ? next
    : core.fields.update(scaleResource(), live, freezeDeep(next), {
        manager: managerOf(settings, call),
        subresource: 'scale',
        now: timestamp(core.clock.now()),
      })
  const managedFields = parentEntries(parent, managed.metadata.managedFields ?? [], parent.apiVersion, paths)
  const {managedFields: _, ...metadata} = parent.metadata
  const changed = withReplicas(
    entry,
    {...parent, metadata: managedFields.length > 0 ? {...metadata, managedFields} : metadata},
    replicas,
  )
  const version = wanted.metadata.resourceVersion
  const shown = {subresource: 'scale', of: (object: KubeObject) => scaleOf(entry, object, true)}
  const stored = commitUpdate(
    core,
    {...target, shown},
    parent,
    {...changed, metadata: {...changed.metadata, resourceVersion: version ?? parent.metadata.resourceVersion ?? ''}},
    settings,
    call,
  )
  return scaleOf(entry, stored)
}

function replicasOf(entry: CatalogEntry, scale: JsonObject): number {
  const spec = isObject(scale.spec) ? scale.spec : {}
  const replicas = typeof spec.replicas === 'number' ? spec.replicas : 0
  if (replicas >= 0) return replicas
  const name = (scale.metadata as {name?: string}).name ?? ''
  if (entry.crd) {
    throw invalid(entry, name, [
      {
        reason: 'FieldValueInvalid',
        field: `.${specReplicasPath(entry)!.join('.')}`,
        message: `Invalid value: ${replicas}: should be a non-negative integer`,
      },
    ])
  }
  throw invalid({group: 'autoscaling', kind: 'Scale'}, name, [
    {
      reason: 'FieldValueInvalid',
      field: 'spec.replicas',
      message: `Invalid value: ${replicas}: must be greater than or equal to 0`,
    },
  ])
}
