import {isObject, type JsonObject} from '../../../formats/json/value.js'
import type {KubeObject} from '../../../ports/kube.js'
import type {AskAccess} from '../../../schema/cel/authorizer-library.js'
import type {CatalogEntry, Subresource} from '../discovery/catalog.js'
import type {AdmissionRequest, User} from '../rest/core.js'
import {forbidden} from '../status.js'

/** What policies and webhooks are told about a request. */
export interface Attributes {
  readonly operation: AdmissionRequest['operation']
  readonly entry: CatalogEntry
  /** by which the object is read and completed */
  readonly body: CatalogEntry
  readonly group: string
  readonly version: string
  readonly resource: string
  readonly subresource: string
  /** the kind of the body, which is another than the resource's for some subresources */
  readonly kind: {readonly group: string; readonly version: string; readonly kind: string}
  /** '' when the server is to make one up */
  readonly name: string
  /** a Namespace is in itself */
  readonly namespace: string
  /** null for deletions */
  readonly object: KubeObject | null
  readonly old: KubeObject | null
  readonly user: User
  readonly dryRun: boolean
  readonly options: JsonObject
  readonly warnings: string[]
}

/** How expressions ask what a user may do. */
export type AskFor = (user: User) => AskAccess

/** Kinds whose objects steer admission themselves and are never subject to it. */
const EXEMPT = new Set([
  'ValidatingWebhookConfiguration',
  'MutatingWebhookConfiguration',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'MutatingAdmissionPolicy',
  'MutatingAdmissionPolicyBinding',
])

export function isExempt({group, kind}: CatalogEntry): boolean {
  return group === 'admissionregistration.k8s.io' && EXEMPT.has(kind)
}

function bodyKind(entry: CatalogEntry, subresource: string): Attributes['kind'] {
  const sub: Subresource | undefined = entry.details.find((detail) => detail.name === subresource)
  const {group, version, kind} = sub ?? entry
  return {group, version, kind}
}

/** `object` as it is now, which mutations may have changed since the request was made. */
export function attributesOf(request: AdmissionRequest, object = request.object): Attributes {
  const {operation, entry, call, dryRun, old, shown} = request
  const subresource = shown?.subresource ?? request.subresource
  const named = old ?? object
  const name = request.name ?? named.metadata.name ?? ''
  const isNamespace = entry.group === '' && entry.resource === 'namespaces'
  const show = (value: KubeObject) => (shown ? shown.of(value) : value)
  return {
    operation,
    entry,
    body: request.body ?? entry,
    group: entry.group,
    version: entry.version,
    resource: entry.resource,
    subresource,
    kind: bodyKind(entry, subresource),
    name,
    namespace: isNamespace ? name : entry.namespaced ? (named.metadata.namespace ?? '') : '',
    object: operation === 'DELETE' ? null : show(object),
    old: old === undefined ? null : show(old),
    user: call.user,
    dryRun,
    options: {...request.options, ...(dryRun ? {dryRun: ['All']} : {})},
    warnings: call.warnings,
  }
}

/** The same request as it would be in another version of its kind. */
export function inVersion(attributes: Attributes, entry: CatalogEntry, convert: (object: KubeObject) => KubeObject): Attributes {
  const show = (object: KubeObject | null) => object && convert(object)
  return {
    ...attributes,
    entry,
    body: attributes.body === attributes.entry ? entry : attributes.body,
    group: entry.group,
    version: entry.version,
    resource: entry.resource,
    kind: bodyKind(entry, attributes.subresource),
    object: show(attributes.object),
    old: show(attributes.old),
  }
}

/** A 403 as admission plug-ins word it; the name as far as it is known. */
export function admissionForbidden(attributes: Attributes, text: string): ReturnType<typeof forbidden> {
  const {name, object, entry} = attributes
  const meta = isObject(object?.metadata) ? object.metadata : {}
  const shown = name || String(meta.name ?? '') || String(meta.generateName ?? '') || 'Unknown'
  return forbidden(entry, shown, text)
}
