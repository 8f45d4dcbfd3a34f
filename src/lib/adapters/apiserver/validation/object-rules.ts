import type {JsonObject} from '../../../formats/json/value.js'
import type {KubeObject} from '../../../ports/kube.js'
import {decodeGo, GoDecodeError} from '../../../schema/go/decode.js'
import {asStored, inGoOrder} from '../../../schema/go/stored.js'
import {dns1123Subdomain, pathSegmentName} from '../../../schema/names.js'
import type {Decoded, FieldError, ObjectRules, RuleEnv, ServedResource} from '../hooks.js'
import {badRequest} from '../status.js'
import {clone, shared} from './clone.js'
import {createCustomRules} from './custom-rules.js'
import type {KindRules} from './kind-rules.js'
import {builtinRules} from './kinds.js'
import {commonUpdate, finalizerFaults, validateObjectMeta, validateObjectMetaUpdate} from './object-meta.js'
import {dropGatedFields, hasGatedFields} from './pod/gated-fields.js'

/** Rules of all kinds: built-in ones by table, custom resources by their CRD's schema. */
export function createObjectRules(): ObjectRules {
  const builtin = new BuiltinObjects()
  const custom = createCustomRules()
  const of = (resource: ServedResource): ObjectRules => (resource.crd ? custom : builtin)
  return {
    decode: (resource, body, live) => of(resource).decode(resource, body, live),
    defaults: (resource, object) => of(resource).defaults(resource, object),
    admitCreate: (resource, object, env) => of(resource).admitCreate(resource, object, env),
    prepareCreate: (resource, object, env) => of(resource).prepareCreate(resource, object, env),
    prepareUpdate: (resource, object, old, env) => of(resource).prepareUpdate(resource, object, old, env),
    validateCreate: (resource, object, env) => of(resource).validateCreate(resource, object, env),
    validateUpdate: (resource, object, old, env) => of(resource).validateUpdate(resource, object, old, env),
    warnings: (resource, object, old) => of(resource).warnings(resource, object, old),
  }
}

class BuiltinObjects implements ObjectRules {
  decode(resource: ServedResource, body: KubeObject, live?: KubeObject): Decoded {
    if (!resource.schema?.goFields) return {object: body, strict: []}
    try {
      const {value, strict} = decodeGo(resource.schema, body as JsonObject, '', live as JsonObject | undefined)
      const named = {apiVersion: body.apiVersion ?? resource.apiVersion, kind: body.kind ?? resource.kind}
      return {object: {...value, ...named} as KubeObject, strict}
    } catch (error) {
      throw error instanceof GoDecodeError ? undecodable(resource, error.message) : error
    }
  }

  defaults(resource: ServedResource, object: KubeObject): KubeObject {
    const {defaults} = rulesOf(resource)
    return defaults ? changed(object, defaults) : object
  }

  admitCreate(resource: ServedResource, object: KubeObject, env: RuleEnv): KubeObject {
    const {admitCreate} = rulesOf(resource)
    return admitCreate ? changed(complete(resource, object), (draft) => admitCreate(draft, env)) : object
  }

  prepareCreate(resource: ServedResource, object: KubeObject, env: RuleEnv): KubeObject {
    const {prepareCreate, podSpec} = rulesOf(resource)
    const whole = ungated(complete(resource, object), podSpec)
    return prepareCreate ? changed(whole, (draft) => prepareCreate(draft, env)) : whole
  }

  prepareUpdate(resource: ServedResource, object: KubeObject, old: KubeObject, env: RuleEnv): KubeObject {
    const {prepareUpdate, podSpec} = rulesOf(resource)
    const whole = ungated(complete(resource, object, old), podSpec)
    return prepareUpdate ? changed(whole, (draft) => prepareUpdate(draft, old, env)) : whole
  }

  validateCreate(resource: ServedResource, object: KubeObject, env: RuleEnv): FieldError[] {
    const rules = rulesOf(resource)
    const context = {resource, env}
    const refused = rules.allocation?.(object, undefined, context) ?? []
    if (refused.length > 0) return refused
    const meta = rules.ownMetadata ? [] : createMetadata(resource, rules, object)
    const errors = [...meta, ...(rules.validate?.(object, context) ?? [])]
    if (errors.length > 0 || !rules.ownMetadata) return errors
    return validateObjectMeta(object.metadata, {namespaced: resource.namespaced, name: pathSegmentName})
  }

  validateUpdate(resource: ServedResource, object: KubeObject, old: KubeObject, env: RuleEnv): FieldError[] {
    const rules = rulesOf(resource)
    const context = {resource, env}
    const early = rules.unfit?.(object, old) ?? []
    if (early.length > 0) return early
    const ofUpdate = validateObjectMetaUpdate(object.metadata, old.metadata)
    const errors = commonUpdate(resource.namespaced, object, ofUpdate)
    for (const again of repeated(rules, env)) {
      if (again === 'create') errors.push(...createMetadata(resource, rules, object))
      else errors.push(...ofUpdate, ...finalizers(resource, object))
    }
    const own = rules.validateUpdate ? rules.validateUpdate(object, old, context) : rules.validate?.(object, context)
    if (own) errors.push(...own)
    return errors.length > 0 ? errors : (rules.allocation?.(object, old, context) ?? [])
  }

  warnings(resource: ServedResource, object: KubeObject, old: KubeObject | undefined): readonly string[] {
    return rulesOf(resource).warnings?.(object, old) ?? []
  }
}

/** Which checks of metadata an update repeats: a status is always an update. */
function repeated(
  {metadataUpdate = ['update'], bareStatus}: KindRules,
  {subresource}: RuleEnv,
): readonly ('create' | 'update')[] {
  if (subresource !== 'status' || metadataUpdate.length === 0) return metadataUpdate
  return bareStatus ? [] : ['update']
}

/** What `change` makes of a copy; it shares with the object what stayed. */
function changed(object: KubeObject, change: (draft: KubeObject) => void): KubeObject {
  const draft = clone(object)
  change(draft)
  return shared(draft, object)
}

/** The object without what its pods may not have. */
function ungated(object: KubeObject, podSpec: KindRules['podSpec']): KubeObject {
  const spec = podSpec?.(object)
  if (!spec || !hasGatedFields(spec)) return object
  return changed(object, (draft) => dropGatedFields(podSpec!(draft)!))
}

/** The core drops and resets status: what Go prints of an empty one is put back. */
function complete({schema}: ServedResource, object: KubeObject, old?: KubeObject): KubeObject {
  if (!schema?.goFields) return object
  const before = old as JsonObject | undefined
  return inGoOrder(schema, asStored(schema, object as JsonObject, before), before) as KubeObject
}

function createMetadata(resource: ServedResource, rules: KindRules, object: KubeObject): FieldError[] {
  const meta = validateObjectMeta(rules.metadata?.(object) ?? object.metadata, {
    namespaced: resource.namespaced,
    name: rules.name ?? dns1123Subdomain,
    ...rules.nameOf?.(object),
    ...(rules.ignoreGenerateName ? {ignoreGenerateName: true} : {}),
  })
  return [...meta, ...finalizers(resource, object)]
}

/** Groups that are served by other parts of the server have no rule for finalizers without a domain. */
const separate = ['apiextensions.k8s.io', 'apiregistration.k8s.io', 'admissionregistration.k8s.io']

function finalizers({group}: ServedResource, {metadata}: KubeObject): FieldError[] {
  if (separate.includes(group)) return []
  return (metadata.finalizers ?? []).flatMap((name, at) => finalizerFaults(`metadata.finalizers[${at}]`, name))
}

const nothing: KindRules = {}

const found = new WeakMap<ServedResource, KindRules>()

function rulesOf(resource: ServedResource): KindRules {
  const known = found.get(resource)
  if (known) return known
  const {group, version, kind} = resource
  const rules = builtinRules[`${group}/${version}/${kind}`] ?? builtinRules[`${group}/${kind}`] ?? nothing
  found.set(resource, rules)
  return rules
}

/** 400 of the decoder. */
export function undecodable({kind, version}: Pick<ServedResource, 'kind' | 'version'>, text: string): Error {
  return badRequest(`${kind} in version "${version}" cannot be handled as a ${kind}: ${text}`)
}
