import {isObject, type JsonObject, type JsonValue} from '../../../../formats/json/value.js'
import type {Go} from '../../../../schema/builtin/go.gen.js'
import {RuleCompiler} from '../../../../schema/cel/rules.js'
import {followPath} from '../../../../schema/crd/field-path.js'
import {internalSchema, unwantedAtRoot} from '../../../../schema/crd/internal.js'
import {validationFaults} from '../../../../schema/crd/validation-faults.js'
import {duplicate, invalid, notSupported, required, tooMany} from '../../../../schema/field-error.js'
import {checkGenerateName, dns1035Label, dns1123Subdomain, type NameRule} from '../../../../schema/names.js'
import type {FieldError} from '../../hooks.js'
import {immutable} from '../object-meta.js'
import {same} from '../same.js'
import {columnFaults, conversionFaults, nameFaults, scaleFaults} from './crd-parts.js'

type Crd = Go['CustomResourceDefinition']
type Spec = Go['CustomResourceDefinitionSpec']
type Version = Go['CustomResourceDefinitionVersion']

const COLUMNS = 8

/**
 * The server's internal form of the versions: what all of them share is moved up (`spec.validation`...), and faults are
 * told at that place.
 */
interface Hoisted {
  readonly versions: readonly Version[]
  readonly schema: Version['schema']
  readonly subresources: Version['subresources']
  readonly columns: Version['additionalPrinterColumns']
  readonly selectable: Version['selectableFields']
}

function hoist(spec: Spec): Hoisted {
  const versions = spec.versions ?? []
  const shared = <K extends 'schema' | 'subresources' | 'additionalPrinterColumns' | 'selectableFields'>(key: K): Version[K] => {
    const first = versions[0]?.[key]
    return first !== undefined && versions.every((version) => same(version[key], first)) ? first : undefined
  }
  const [schema, subresources, columns, selectable] = [
    shared('schema'),
    shared('subresources'),
    shared('additionalPrinterColumns'),
    shared('selectableFields'),
  ]
  const rest = versions.map((version) => {
    const copy = {...version}
    if (schema) delete copy.schema
    if (subresources) delete copy.subresources
    if (columns) delete copy.additionalPrinterColumns
    if (selectable) delete copy.selectableFields
    return copy
  })
  return {versions: rest, schema, subresources, columns, selectable}
}

/** The name tells what is defined. */
export function crdName({spec: {names, group}}: Crd): {name: NameRule; prefix: NameRule} {
  const own = (value: string) => (value === `${names.plural}.${group}` ? [] : ['must be spec.names.plural+"."+spec.group'])
  return {
    name: (value) => [...dns1123Subdomain(value), ...own(value)],
    prefix: (value) => [...checkGenerateName(dns1123Subdomain, value), ...own(value)],
  }
}

export function validateCrd(crd: Crd): FieldError[] {
  const errors: FieldError[] = []
  const {spec} = crd
  errors.push(...specFaults(spec), ...storedFaults(crd), ...approval(crd))
  if (spec.preserveUnknownFields) {
    const text = 'cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead'
    errors.push(invalid('spec.preserveUnknownFields', true, text))
  }
  return errors
}

/** The names that the server has taken. */
export function acceptedFaults({status}: Crd): FieldError[] {
  return nameFaults(status.acceptedNames, 'status.acceptedNames')
}

export function validateCrdUpdate(crd: Crd, old: Crd): FieldError[] {
  const {spec} = crd
  const errors = specFaults(spec)
  const established = (old.status.conditions ?? []).some(({type, status}) => type === 'Established' && status === 'True')
  if (established) {
    if (spec.scope !== old.spec.scope) errors.push(immutable('spec.scope', spec.scope))
    if (spec.names.kind !== old.spec.names.kind) errors.push(immutable('spec.names.kind', spec.names.kind))
  }
  if (spec.group !== old.spec.group) errors.push(immutable('spec.group', spec.group))
  if (spec.names.plural !== old.spec.names.plural) errors.push(immutable('spec.names.plural', spec.names.plural))
  errors.push(...storedFaults(crd))
  if (!same(crd.metadata.annotations, old.metadata.annotations)) errors.push(...approval(crd))
  if (spec.preserveUnknownFields && !old.spec.preserveUnknownFields) {
    const text = 'cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead'
    errors.push(invalid('spec.preserveUnknownFields', true, text))
  }
  return errors
}

function specFaults(spec: Spec): FieldError[] {
  const errors: FieldError[] = []
  if (spec.group === '') errors.push(required('spec.group'))
  else if (dns1123Subdomain(spec.group).length > 0)
    errors.push(invalid('spec.group', spec.group, dns1123Subdomain(spec.group).join(',')))
  else if (!spec.group.includes('.')) errors.push(invalid('spec.group', spec.group, 'should be a domain with at least one dot'))
  if (spec.scope === '') errors.push(required('spec.scope'))
  else if (!['Cluster', 'Namespaced'].includes(spec.scope))
    errors.push(notSupported('spec.scope', spec.scope, ['Cluster', 'Namespaced']))
  const parts = hoist(spec)
  if (!parts.schema?.openAPIV3Schema) {
    for (const [at, version] of parts.versions.entries()) {
      if (!version.schema?.openAPIV3Schema) errors.push(required(`spec.versions[${at}].schema.openAPIV3Schema`))
    }
  }
  if (spec.preserveUnknownFields && spec.versions?.some(({schema}) => hasDefault(schema?.openAPIV3Schema as JsonValue)))
    errors.push(invalid('spec.preserveUnknownFields', true, 'must be false in order to use defaults in the schema'))
  errors.push(...versionsFaults(parts, spec))
  for (const key of ['plural', 'singular', 'kind', 'listKind'] as const) {
    if (!spec.names[key]) errors.push(required(`spec.names.${key}`))
  }
  const unschemed = 'may only be set when validations.schema is included'
  errors.push(
    ...nameFaults(spec.names, 'spec.names'),
    ...partFaults({...parts, path: 'spec', schemaPath: 'spec.validation', unschemed, bearing: bearsStatus(spec)}),
  )
  return [...errors, ...conversionFaults(spec)]
}

const bearsStatus = ({versions}: Spec) => (versions ?? []).some(({subresources}) => subresources?.status !== undefined)

/** Whether a schema has a default anywhere. */
function hasDefault(schema: JsonValue | undefined): boolean {
  if (Array.isArray(schema)) return schema.some(hasDefault)
  if (!isObject(schema)) return false
  return Object.entries(schema).some(([key, value]) =>
    key === 'properties'
      ? Object.values(value as JsonObject).some(hasDefault)
      : key === 'default' || (key !== 'example' && hasDefault(value)),
  )
}

interface Part extends Omit<Hoisted, 'versions'> {
  readonly path: string
  readonly schemaPath: string
  /** what is told of fields that select without a schema at the same place (the schema may have been moved up, or not) */
  readonly unschemed: string
  /** a status stands beside the schema, wherever it was moved to */
  readonly bearing: boolean
}

function partFaults({schema, subresources, columns, selectable, path, schemaPath, unschemed, bearing}: Part): FieldError[] {
  const errors: FieldError[] = []
  const root = schema?.openAPIV3Schema as JsonObject | undefined
  const unwanted = root && bearing ? unwantedAtRoot(root) : undefined
  if (root && unwanted) {
    const at = `${schemaPath}.openAPIV3Schema`
    if (unwanted.field) errors.push(invalid(`${at}.type`, root['type'], unwanted.text))
    else errors.push(invalid(at, internalSchema(root), unwanted.text))
  }
  if (root) errors.push(...validationFaults(root, `${schemaPath}.openAPIV3Schema`, new RuleCompiler()))
  errors.push(...scaleFaults(subresources?.scale, `${path}.subresources`))
  for (const [at, column] of (columns ?? []).entries())
    errors.push(...columnFaults(column, `${path}.additionalPrinterColumns[${at}]`))
  if (selectable && root) errors.push(...selectableFaults(selectable, root, `${path}.selectableFields`))
  else if (selectable && selectable.length > 0) errors.push(invalid(`${path}.selectableFields`, '', unschemed))
  return errors
}

function versionsFaults(parts: Hoisted, spec: Spec): FieldError[] {
  const {versions} = parts
  const errors: FieldError[] = []
  const names = versions.map((version) => version.name)
  for (const [at, version] of versions.entries()) {
    const path = `spec.versions[${at}]`
    const faults = dns1035Label(version.name)
    if (faults.length > 0) errors.push(invalid(`${path}.name`, version.name, faults.join(',')))
    errors.push(...deprecationFaults(version, `${path}.deprecationWarning`))
    const {schema, subresources, additionalPrinterColumns: columns, selectableFields: selectable} = version
    const unschemed = 'may only be set when `version.schema.openAPIV3Schema` is not included'
    const bearing = Boolean(subresources?.status ?? parts.subresources?.status)
    const schemaPath = `${path}.schema`
    errors.push(...partFaults({schema, subresources, columns, selectable, path, schemaPath, unschemed, bearing}))
  }
  const shown = () => versions.map(shownVersion)
  if (new Set(names).size < names.length) errors.push(invalid('spec.versions', shown(), 'must contain unique version names'))
  if (versions.filter((version) => version.storage).length !== 1) {
    errors.push(
      invalid(
        'spec.versions',
        versions.length === 0 ? (spec.versions ?? null) && [] : shown(),
        'must have exactly one version marked as storage version',
      ),
    )
  }
  const first = spec.versions?.[0]?.name
  if (first && dns1035Label(first).length > 0) errors.push(invalid('spec.version', first, dns1035Label(first).join(',')))
  return errors
}

/** The internal type by Go's names; parts that were moved up are null. */
function shownVersion(version: Version): JsonValue {
  return {
    Name: version.name,
    Served: version.served,
    Storage: version.storage,
    Deprecated: version.deprecated ?? false,
    DeprecationWarning: version.deprecationWarning ?? null,
    Schema: version.schema ? {OpenAPIV3Schema: shownSchema(version.schema.openAPIV3Schema)} : null,
    Subresources: (version.subresources ?? null) as JsonValue,
    AdditionalPrinterColumns: (version.additionalPrinterColumns ?? null) as unknown as JsonValue,
    SelectableFields: (version.selectableFields ?? null) as unknown as JsonValue,
  }
}

function shownSchema(schema: unknown): JsonValue {
  return schema ? internalSchema(schema as JsonObject) : null
}

function deprecationFaults({deprecated, deprecationWarning}: Version, path: string): FieldError[] {
  if (deprecationWarning === undefined) return []
  if (!deprecated) return [invalid(path, deprecationWarning, 'can only be set for deprecated versions')]
  const errors: FieldError[] = []
  if (Buffer.byteLength(deprecationWarning) > 256)
    errors.push(invalid(path, deprecationWarning, 'must be <= 256 characters long'))
  if (deprecationWarning === '') errors.push(invalid(path, deprecationWarning, 'must not be an empty string'))
  const at = deprecationWarning.search(/[\x00-\x1f\x7f-\x9f]/)
  if (at >= 0) {
    const text = `must only contain printable UTF-8 characters; non-printable character found at index ${at}`
    errors.push(invalid(path, deprecationWarning, text))
  }
  return errors
}

function selectableFaults(fields: readonly Go['SelectableField'][], schema: JsonObject, path: string): FieldError[] {
  const errors: FieldError[] = []
  const seen = new Set<string>()
  for (const [index, {jsonPath}] of fields.entries()) {
    const at = `${path}[${index}].jsonPath`
    if (jsonPath === '') {
      errors.push(required(at))
      continue
    }
    const followed = followPath(jsonPath, schema, false)
    if ('fault' in followed) {
      errors.push(invalid(at, jsonPath, `is an invalid path: ${followed.fault}`))
      continue
    }
    if (followed.names[0] === 'metadata') errors.push(invalid(at, jsonPath, 'must not point to fields in metadata'))
    if (!['string', 'boolean', 'integer'].includes(String(followed.schema.type))) {
      const text =
        'must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.'
      errors.push(invalid(at, jsonPath, text))
    }
    const name = followed.names.join('.')
    if (seen.has(name)) errors.push(duplicate(at, jsonPath))
    seen.add(name)
  }
  if (seen.size > COLUMNS) errors.push(tooMany(path, seen.size, COLUMNS))
  return errors
}

function storedFaults({spec, status}: Crd): FieldError[] {
  const stored = status.storedVersions ?? []
  const path = 'status.storedVersions'
  const errors = acceptedFaults({status} as Crd)
  if (stored.length === 0)
    return [...errors, invalid(path, status.storedVersions ?? null, 'must have at least one stored version')]
  const versions = spec.versions ?? []
  const left = new Set(stored)
  for (const version of versions) {
    const known = left.delete(version.name)
    if (version.storage && !known) errors.push(invalid(path, [...stored], `must have the storage version ${version.name}`))
  }
  for (const [at, name] of stored.entries()) {
    if (versions.some((version) => version.name === name)) continue
    const text = `missing from spec.versions; ${name} was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in ${name} and removes ${name} from status.storedVersions`
    errors.push(invalid(`${path}[${at}]`, name, text))
  }
  return errors
}

const APPROVED = 'api-approved.kubernetes.io'

/** Groups of the Kubernetes community need an approval. */
function approval({metadata, spec}: Crd): FieldError[] {
  if (!/(^|\.)(k8s|kubernetes)\.io$/.test(spec.group)) return []
  const path = `metadata.annotations[${APPROVED}]`
  const value = metadata.annotations?.[APPROVED]
  if (value === undefined || value === '') {
    const text = `protected groups must have approval annotation "${APPROVED}", see https://github.com/kubernetes/enhancements/pull/1111`
    return [required(path, text)]
  }
  if (value.startsWith('unapproved') || /^https?:\/\/[^/]+\/.+/.test(value)) return []
  const text = `protected groups must have approval annotation "${APPROVED}" with either a URL or a reason starting with "unapproved", see https://github.com/kubernetes/enhancements/pull/1111`
  return [invalid(path, value, text)]
}
