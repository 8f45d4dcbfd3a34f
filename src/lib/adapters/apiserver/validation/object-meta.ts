import {goQuote} from '../../../errors/go-quote.js'
import type {JsonValue} from '../../../formats/json/value.js'
import type {KubeObject, ManagedFieldsEntry, ObjectMeta, OwnerReference} from '../../../ports/kube.js'
import {forbidden, invalid, nonNegative, required, tooLong} from '../../../schema/field-error.js'
import {
  byteLength,
  checkGenerateName,
  dns1123Label,
  labelValue,
  type NameRule,
  pathSegmentName,
  qualifiedName,
} from '../../../schema/names.js'
import type {FieldError} from '../hooks.js'
import {same} from './same.js'

const ANNOTATIONS_LIMIT = 256 * 1024

export interface MetaOptions {
  readonly namespaced: boolean
  readonly name: NameRule
  /** that of generateName, where it is not the name's with a last dash taken off */
  readonly prefix?: NameRule | undefined
  /** kinds whose generateName is left to what comes out of it */
  readonly ignoreGenerateName?: boolean
}

/** metadata of a create. `path` is `metadata` or the path of a template's metadata. */
export function validateObjectMeta(meta: ObjectMeta, options: MetaOptions, path = 'metadata'): FieldError[] {
  const errors: FieldError[] = []
  if (meta.generateName && !options.ignoreGenerateName) {
    const {name, prefix = (value) => checkGenerateName(name, value)} = options
    for (const text of prefix(meta.generateName)) {
      errors.push(invalid(`${path}.generateName`, meta.generateName, text))
    }
  }
  if (!meta.name) errors.push(required(`${path}.name`, 'name or generateName is required'))
  else for (const text of options.name(meta.name)) errors.push(invalid(`${path}.name`, meta.name, text))
  if (options.namespaced) {
    if (!meta.namespace) errors.push(required(`${path}.namespace`))
    else for (const text of dns1123Label(meta.namespace)) errors.push(invalid(`${path}.namespace`, meta.namespace, text))
  } else if (meta.namespace) errors.push(forbidden(`${path}.namespace`, 'not allowed on this type'))
  if (meta.generation) errors.push(...nonNegative(`${path}.generation`, meta.generation))
  addLabelFaults(errors, meta, path)
  if (meta.ownerReferences) errors.push(...validateOwners(meta, path))
  if (meta.finalizers) errors.push(...validateFinalizers(meta.finalizers, `${path}.finalizers`))
  if (meta.managedFields) addManagerFaults(errors, meta.managedFields, path)
  return errors
}

/** Labels and annotations: most objects have either, and nothing is wrong with them. */
function addLabelFaults(errors: FieldError[], {labels, annotations}: ObjectMeta, path: string): void {
  if (labels && !soundLabels.has(labels)) errors.push(...validateLabels(labels, `${path}.labels`))
  if (annotations && !soundAnnotations.has(annotations)) errors.push(...validateAnnotations(annotations, `${path}.annotations`))
}

/** Parts in which nothing was wrong, each for one check; they never change. */
const soundLabels = new WeakSet<object>()
const soundAnnotations = new WeakSet<object>()

/** What is wrong with a part of metadata; sound frozen ones are looked at once. */
function checked<T extends object>(sound: WeakSet<object>, part: T | undefined, check: (part: T) => FieldError[]): FieldError[] {
  if (part === undefined || sound.has(part)) return []
  const errors = check(part)
  if (errors.length === 0 && Object.isFrozen(part)) sound.add(part)
  return errors
}

export function validateLabels(labels: Readonly<Record<string, string>> | undefined, path: string): FieldError[] {
  return checked(soundLabels, labels, (all) => labelFaults(all, path))
}

function labelFaults(labels: Readonly<Record<string, string>>, path: string): FieldError[] {
  const errors: FieldError[] = []
  for (const key in labels) {
    errors.push(...qualifiedName(key).map((text) => invalid(path, key, text)))
    errors.push(...labelValue(labels[key]!).map((text) => invalid(path, labels[key], text)))
  }
  return errors
}

export function validateAnnotations(annotations: Readonly<Record<string, string>> | undefined, path: string): FieldError[] {
  return checked(soundAnnotations, annotations, (all) => annotationFaults(all, path))
}

function annotationFaults(annotations: Readonly<Record<string, string>>, path: string): FieldError[] {
  const errors: FieldError[] = []
  let size = 0
  for (const key in annotations) {
    errors.push(...qualifiedName(key.toLowerCase()).map((text) => invalid(path, key, text)))
    size += byteLength(key) + byteLength(annotations[key]!)
  }
  if (size > ANNOTATIONS_LIMIT) errors.push(tooLong(path, ANNOTATIONS_LIMIT))
  return errors
}

function validateOwners(meta: ObjectMeta, path: string): FieldError[] {
  const at = `${path}.ownerReferences`
  const owners = meta.ownerReferences ?? []
  const first = owners.find((owner) => owner.controller)
  return owners.flatMap((owner) => {
    const errors = validateOwner(owner, at)
    if (!first || owner === first || !owner.controller) return errors
    const both = [first, owner].map(({kind, name}) => `${kind ?? ''}/${name ?? ''}`).join(' and ')
    const text = `Only one reference can have Controller set to true. Found "true" in references for ${both}`
    return [...errors, invalid(at, owners as unknown as JsonValue, text)]
  })
}

function validateOwner(owner: OwnerReference, at: string): FieldError[] {
  const {apiVersion = '', kind = '', name = '', uid = ''} = owner
  const errors: FieldError[] = []
  const parts = apiVersion.split('/')
  if (parts.length > 2 || !parts.at(-1)) errors.push(invalid(`${at}.apiVersion`, apiVersion, 'version must not be empty'))
  for (const [field, value] of Object.entries({kind, name, uid})) {
    if (value === '') errors.push(invalid(`${at}.${field}`, value, 'must not be empty'))
  }
  if (apiVersion === 'v1' && kind === 'Event') {
    errors.push(invalid(at, owner as unknown as JsonValue, '/v1, Kind=Event is disallowed from being an owner'))
  }
  return errors
}

function validateFinalizers(finalizers: readonly string[] | undefined, path: string): FieldError[] {
  const errors = (finalizers ?? []).flatMap((name) => qualifiedName(name).map((text) => invalid(path, name, text)))
  if (finalizers?.includes('orphan') && finalizers.includes('foregroundDeletion')) {
    errors.push(invalid(path, [...finalizers], 'finalizer orphan and foregroundDeletion cannot be both set'))
  }
  return errors
}

function addManagerFaults(errors: FieldError[], entries: readonly ManagedFieldsEntry[], path: string): void {
  for (let at = 0; at < entries.length; at++) {
    const {operation, fieldsType, manager, subresource} = entries[at]!
    const field = () => `${path}.managedFields[${at}]`
    if (operation !== 'Apply' && operation !== 'Update') {
      errors.push(invalid(`${field()}.operation`, operation ?? '', 'must be `Apply` or `Update`'))
    }
    if (fieldsType && fieldsType !== 'FieldsV1') errors.push(invalid(`${field()}.fieldsType`, fieldsType, 'must be `FieldsV1`'))
    if (isLonger(manager, 128)) errors.push(tooLong(`${field()}.manager`, 128))
    if (isLonger(subresource, 256)) errors.push(tooLong(`${field()}.subresource`, 256))
  }
}

/** Whether a text has more bytes than that: a character has three at most. */
function isLonger(text: string | undefined, most: number): boolean {
  return text !== undefined && text.length * 3 > most && byteLength(text) > most
}

const fixed = ['name', 'namespace', 'uid', 'creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds'] as const

/** metadata of an update. */
export function validateObjectMetaUpdate(meta: ObjectMeta, old: ObjectMeta, path = 'metadata'): FieldError[] {
  const errors: FieldError[] = []
  if (old.deletionTimestamp) {
    const added = [...new Set((meta.finalizers ?? []).filter((name) => !old.finalizers?.includes(name)))].sort()
    if (added.length > 0) {
      const list = `[]string{${added.map(goQuote).join(', ')}}`
      const text = `no new finalizers can be added if the object is being deleted, found new finalizers ${list}`
      errors.push(forbidden(`${path}.finalizers`, text))
    }
  }
  if (!meta.resourceVersion) errors.push(invalid(`${path}.resourceVersion`, '', 'must be specified for an update'))
  if ((meta.generation ?? 0) < (old.generation ?? 0)) {
    errors.push(invalid(`${path}.generation`, meta.generation ?? 0, 'must not be decremented'))
  }
  for (const field of fixed) {
    if (!same(meta[field], old[field]))
      errors.push(immutable(`${path}.${field}`, meta[field] ?? (field.startsWith('deletion') ? null : '')))
  }
  addLabelFaults(errors, meta, path)
  if (meta.ownerReferences) errors.push(...validateOwners(meta, path))
  if (meta.managedFields) addManagerFaults(errors, meta.managedFields, path)
  return errors
}

/** What every update is asked before the rules of its kind; `ofUpdate` is what its metadata was found to have changed. */
export function commonUpdate(namespaced: boolean, now: KubeObject, ofUpdate: readonly FieldError[]): FieldError[] {
  const errors = validateObjectMeta(now.metadata, {namespaced, name: pathSegmentName})
  errors.push(...ofUpdate)
  return errors
}

/** `field is immutable` about the new value. */
export function immutable(path: string, value: JsonValue | undefined): FieldError {
  return invalid(path, value, 'field is immutable')
}

/** Names of finalizers that the built-in groups know. */
export function finalizerFaults(path: string, name: string): FieldError[] {
  if (name.includes('/') || ['kubernetes', 'orphan', 'foregroundDeletion'].includes(name)) return []
  return [invalid(path, name, 'name is neither a standard finalizer name nor is it fully qualified')]
}
