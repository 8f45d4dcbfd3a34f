import {goQuote} from '../../../errors/go-quote.js'
import {goKind} from '../../../formats/json/go-kind.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {Patterns} from '../../../formats/regex/regex.js'
import type {KubeObject, ObjectMeta} from '../../../ports/kube.js'
import {objectMetaSchema} from '../../../schema/builtin.js'
import {RuleCompiler} from '../../../schema/cel/rules.js'
import {validateRules} from '../../../schema/cel/validate-rules.js'
import {invalid} from '../../../schema/field-error.js'
import {decodeGo, GoDecodeError} from '../../../schema/go/decode.js'
import {dns1123Subdomain, pathSegmentName, qualifiedName} from '../../../schema/names.js'
import type {SchemaNode} from '../../../schema/node.js'
import {applyDefaults, dropNulls} from '../../../schema/structural/default.js'
import {EmbeddedResources} from '../../../schema/structural/embedded.js'
import {validateLists} from '../../../schema/structural/lists.js'
import {prune} from '../../../schema/structural/prune.js'
import {validateValue} from '../../../schema/structural/validate.js'
import type {Decoded, FieldError, ObjectRules, RuleEnv, ServedResource} from '../hooks.js'
import {badRequest} from '../status.js'
import {commonUpdate, validateObjectMeta, validateObjectMetaUpdate} from './object-meta.js'
import {validateScale} from './scale-paths.js'

const BLOCKING = new Set([
  'FieldValueNotSupported',
  'FieldValueRequired',
  'FieldValueTooLong',
  'FieldValueTooMany',
  'FieldValueTypeInvalid',
])

/** Custom resources: pruning, defaults and validation by the schema of their CRD. */
export function createCustomRules(): ObjectRules {
  const schemas = new CustomSchemas()
  return {
    decode: (resource, body, live) => decode(schemas, resource, body, live),
    defaults: (resource, object) => {
      const node = schemas.of(resource)
      return node ? (applyDefaults(object as JsonObject, node) as KubeObject) : object
    },
    admitCreate: (_resource, object) => object,
    prepareCreate: (_resource, object) => object,
    prepareUpdate: (_resource, object) => object,
    validateCreate: (resource, object, env) => validateCreate(schemas, resource, object, env),
    validateUpdate: (resource, object, old, env) => validateUpdate(schemas, resource, object, old, env),
    warnings: (_resource, object, old) => finalizerWarnings(object, old),
  }
}

/** Schemas of the CRDs of one server with all that is worked out about them once. */
class CustomSchemas {
  readonly compiler = new RuleCompiler()
  readonly patterns = new Patterns()
  readonly embedded = new EmbeddedResources(embeddedMetadata)
  readonly #known = new WeakMap<SchemaNode, SchemaNode>()

  /** The schema without metadata: that is checked by the rules of metadata. One object per schema, for the memos that hang on it. */
  of({schema}: ServedResource): SchemaNode | undefined {
    if (!schema?.properties?.metadata) return schema
    let own = this.#known.get(schema)
    if (!own) {
      const {metadata: _, ...properties} = schema.properties
      own = {...schema, properties}
      this.#known.set(schema, own)
    }
    return own
  }
}

function decode(schemas: CustomSchemas, resource: ServedResource, body: KubeObject, live?: KubeObject): Decoded {
  const {metadata, strict} = decodeMetadata(resource, body, live)
  const node = schemas.of(resource)
  const object: JsonObject = {...(body as JsonObject), metadata}
  if (!node) return {object: object as KubeObject, strict}
  if (resource.crd && (resource.crd.object.spec as JsonObject | undefined)?.preserveUnknownFields === true) {
    return {object: object as KubeObject, strict}
  }
  // A patch can name another version: nothing is known of its fields (and validation refuses it).
  const pruned = prune(object, isForeign(resource, body) ? {} : node)
  const embedded = coerced(schemas, resource, dropNulls(pruned.value, node) as JsonObject, node)
  const unknown = [...pruned.unknown, ...embedded.unknown]
  return {object: embedded.value as KubeObject, strict: [...strict, ...unknown.map((path) => `unknown field "${path}"`)]}
}

function coerced(schemas: CustomSchemas, resource: ServedResource, value: JsonObject, node: SchemaNode) {
  try {
    return schemas.embedded.coerce(value, node)
  } catch (error) {
    if (!(error instanceof GoDecodeError)) throw error
    const {kind, version} = resource
    throw badRequest(`${kind} in version "${version}" cannot be handled as a ${kind}: ${error.message}`)
  }
}

function isForeign(resource: ServedResource, {apiVersion}: KubeObject): boolean {
  return apiVersion !== undefined && apiVersion !== resource.apiVersion
}

function decodeMetadata(
  resource: ServedResource,
  body: KubeObject,
  live: KubeObject | undefined,
): {metadata: JsonObject; strict: readonly string[]} {
  const metadata = body.metadata as JsonValue | undefined
  if (metadata === undefined || metadata === null) return {metadata: {}, strict: []}
  const node = objectMetaSchema()
  const cannot = (text: string) =>
    badRequest(`${resource.kind} in version "${resource.version}" cannot be handled as a ${resource.kind}: ${text}`)
  if (!isObject(metadata)) {
    throw cannot(`json: cannot unmarshal ${goKind(metadata)} into Go value of type v1.ObjectMeta`)
  }
  try {
    const {value, strict} = decodeGo(node, metadata, 'metadata', live?.metadata as JsonObject | undefined)
    return {metadata: value, strict}
  } catch (error) {
    throw error instanceof GoDecodeError ? cannot(error.message) : error
  }
}

/** Metadata of a resource inside of another; its name may be missing. */
function embeddedMetadata(metadata: JsonObject, path: string): FieldError[] {
  const meta = metadata as KubeObject['metadata']
  const named = meta.name ? meta : {...meta, name: 'unnamed'}
  return validateObjectMeta(named, {namespaced: Boolean(meta.namespace), name: pathSegmentName}, path)
}

function validateCreate(schemas: CustomSchemas, resource: ServedResource, object: KubeObject, env: RuleEnv): FieldError[] {
  const errors = checkTypeMeta(resource, object)
  if (errors.length > 0) return errors
  errors.push(...validateObjectMeta(object.metadata, {namespaced: resource.namespaced, name: dns1123Subdomain}))
  const node = schemas.of(resource)
  if (node) errors.push(...validateValue(schemas.patterns, object as JsonObject, node, ''))
  errors.push(...validateScale(resource, object))
  if (!node) return errors
  errors.push(...schemas.embedded.validate(object as JsonObject, node), ...validateLists(object as JsonObject, node, ''))
  return withRules(schemas.compiler, env, errors, node, object)
}

function validateUpdate(
  schemas: CustomSchemas,
  resource: ServedResource,
  object: KubeObject,
  old: KubeObject,
  env: RuleEnv,
): FieldError[] {
  const errors = checkTypeMeta(resource, object)
  if (errors.length > 0) return errors
  const ofUpdate = validateObjectMetaUpdate(object.metadata, old.metadata)
  errors.push(...commonUpdate(resource.namespaced, object, ofUpdate), ...ofUpdate)
  const node = schemas.of(resource)
  if (node) errors.push(...validateChanged(schemas.patterns, object, old, node, env.subresource))
  errors.push(...validateScale(resource, object))
  if (!node) return errors
  if (env.subresource !== 'status') errors.push(...schemas.embedded.validate(object as JsonObject, node))
  if (validateLists(old as JsonObject, node, '').length === 0) errors.push(...validateLists(object as JsonObject, node, ''))
  return withRules(schemas.compiler, env, errors, node, object, old)
}

/** A status update answers for the status alone. */
function validateChanged(
  patterns: Patterns,
  object: KubeObject,
  old: KubeObject,
  node: SchemaNode,
  subresource: string | undefined,
): FieldError[] {
  if (subresource !== 'status') return validateValue(patterns, object as JsonObject, node, '', old as JsonObject)
  const status = node.properties?.status
  if (!status || object.status === undefined) return []
  // the real validator sees the status alone: its texts name fields from there
  return validateValue(patterns, object.status, status, '', old.status).map((error) => ({
    ...error,
    field: error.field === '' || error.field === '<nil>' ? 'status' : `status.${error.field.replace(/^\./, '')}`,
  }))
}

/** CEL rules run only when what they rely on is sound. */
function withRules(
  compiler: RuleCompiler,
  env: RuleEnv,
  errors: FieldError[],
  node: SchemaNode,
  object: KubeObject,
  old?: KubeObject,
): FieldError[] {
  if (!compiler.hasRules(node)) return errors
  if (errors.some((error) => BLOCKING.has(error.reason))) {
    const text =
      'some validation rules were not checked because the object was invalid; correct the existing errors to complete validation'
    return [...errors, invalid('<nil>', null, text)]
  }
  const found = validateRules(compiler, object as JsonObject, node, old as JsonObject | undefined)
  for (const {field, message} of found.excused) env.warn(`${field}: ${message}`)
  return [...errors, ...found.errors]
}

function checkTypeMeta(resource: ServedResource, object: KubeObject): FieldError[] {
  const errors: FieldError[] = []
  if (object.kind !== resource.kind) errors.push(invalid('kind', object.kind, `must be ${resource.kind}`))
  if (object.apiVersion !== resource.apiVersion)
    errors.push(invalid('apiVersion', object.apiVersion, `must be ${resource.apiVersion}`))
  return errors
}

const standardFinalizers = new Set(['orphan', 'foregroundDeletion', 'kubernetes'])

function finalizerWarnings(object: KubeObject, old: KubeObject | undefined): string[] {
  const known = (old?.metadata as ObjectMeta | undefined)?.finalizers ?? []
  const added = [...new Set(object.metadata.finalizers ?? [])].filter((name) => !known.includes(name)).sort()
  return added.flatMap((name) => {
    const prefix = `metadata.finalizers: ${goQuote(name)}: `
    const texts = qualifiedName(name).map((text) => prefix + text)
    if (!name.includes('/') && !standardFinalizers.has(name)) {
      const how = name.includes('.') ? ' including a path (/)' : ''
      texts.push(
        `${prefix}prefer a domain-qualified finalizer name${how} to avoid accidental conflicts with other finalizer writers`,
      )
    }
    return texts
  })
}
