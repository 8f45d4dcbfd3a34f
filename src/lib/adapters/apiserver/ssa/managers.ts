import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {withField} from '../../../formats/json/with-field.js'
import type {KubeObject, ManagedFieldsEntry} from '../../../ports/kube.js'
import {compare, identityOf, type Manager, type Managers, noManagers, secondsOf} from './manager.js'
import {type FieldSet, parseSet, sortedSet} from './sets/field-set.js'
import {SharedEntries} from './shared-entries.js'

/** Reads and writes managedFields; remembers what it wrote, so that nothing is parsed or sorted twice. */
export class ManagersCodec {
  readonly #read = new WeakMap<object, Manager>()
  readonly #shared = new SharedEntries()

  /** @throws Error when an entry is not what the server accepts */
  decode(entries: readonly ManagedFieldsEntry[] | undefined): Managers {
    if (!entries || entries.length === 0) return noManagers
    const managers = new Map<string, Manager>()
    for (const [index, entry] of entries.entries()) {
      const manager = this.#read.get(entry) ?? this.#decodeEntry(entry, index)
      managers.set(identityOf(manager), manager)
    }
    return managers
  }

  #decodeEntry(entry: ManagedFieldsEntry, index: number): Manager {
    const {operation} = entry
    if (operation !== 'Apply' && operation !== 'Update') throw new Error('operation must be `Apply` or `Update`')
    if (!entry.apiVersion) throw new Error('apiVersion must not be empty')
    if (!entry.fieldsType) throw new Error(`missing fieldsType in managed fields entry ${index}`)
    if (entry.fieldsType !== 'FieldsV1') {
      throw new Error(`invalid fieldsType ${JSON.stringify(entry.fieldsType)} in managed fields entry ${index}`)
    }
    const manager: Manager = {
      manager: entry.manager ?? '',
      operation,
      apiVersion: entry.apiVersion,
      subresource: entry.subresource ?? '',
      time: entry.time ?? undefined,
      set: sortedSet(parseSet((entry.fieldsV1 ?? {}) as JsonObject)),
    }
    if (Object.isFrozen(entry)) this.#read.set(entry, manager)
    return manager
  }

  /** In the server's order: operation, time, manager, version, subresource. Entries that did not change are reused. */
  encode(managers: Managers, previous: readonly ManagedFieldsEntry[] | undefined): ManagedFieldsEntry[] {
    const known = new Map<Manager, ManagedFieldsEntry>()
    for (const entry of previous ?? []) {
      const manager = this.#read.get(entry)
      if (manager) known.set(manager, entry)
    }
    const inOrder = [...managers.values()]
    if (!isInOrder(inOrder)) inOrder.sort(compareManagers)
    return inOrder.map((manager) => known.get(manager) ?? this.#encodeEntry(manager, known.keys()))
  }

  #encodeEntry(manager: Manager, before: Iterable<Manager>): ManagedFieldsEntry {
    const set = isOneOf(before, manager.set) ? manager.set : sortedSet(manager.set)
    const {entry, manager: written} = this.#shared.of(manager, set)
    if (!this.#read.has(entry)) this.#read.set(entry, written)
    return entry
  }
}

function isInOrder(managers: readonly Manager[]): boolean {
  for (let at = 1; at < managers.length; at++) if (compareManagers(managers[at - 1]!, managers[at]!) > 0) return false
  return true
}

/** Whether a set is in an entry already, sorted. */
function isOneOf(managers: Iterable<Manager>, set: FieldSet): boolean {
  for (const manager of managers) if (manager.set === set) return true
  return false
}

function compareManagers(a: Manager, b: Manager): number {
  return (
    compare(a.operation, b.operation) ||
    secondsOf(a) - secondsOf(b) ||
    compare(a.manager, b.manager) ||
    compare(a.apiVersion, b.apiVersion) ||
    compare(a.subresource, b.subresource)
  )
}

/** managedFields of an object, when they are a list. */
export function entriesOf(object: JsonObject | undefined): ManagedFieldsEntry[] | undefined {
  const metadata = object?.metadata
  const entries: JsonValue | undefined = isObject(metadata) ? metadata.managedFields : undefined
  return Array.isArray(entries) ? (entries as ManagedFieldsEntry[]) : undefined
}

/** `[]` or `[{}]`: the client asks to forget who owned what. */
export function isReset(entries: readonly ManagedFieldsEntry[] | undefined): boolean {
  if (!entries) return false
  if (entries.length === 0) return true
  return entries.length === 1 && Object.values(entries[0] as object).every((value) => value === undefined || value === '')
}

/** The object without managedFields; the same one when it has none. */
export function withoutEntries(object: JsonObject): JsonObject {
  const {metadata} = object
  if (!isObject(metadata) || metadata.managedFields === undefined) return object
  const rest: JsonObject = {}
  for (const name in metadata) if (name !== 'managedFields') rest[name] = metadata[name]
  return withField(object, 'metadata', rest)
}

/** The object with these managedFields, none when empty. */
export function withEntries(object: JsonObject, entries: ManagedFieldsEntry[]): KubeObject {
  const bare = withoutEntries(object)
  if (entries.length === 0) return bare as KubeObject
  const metadata = withField(bare.metadata as JsonObject, 'managedFields', entries as unknown as JsonValue)
  return withField(bare, 'metadata', metadata) as KubeObject
}
