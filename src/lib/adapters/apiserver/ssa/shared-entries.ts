import {freezeDeep} from '../../../formats/json/freeze.js'
import type {JsonObject} from '../../../formats/json/value.js'
import type {ManagedFieldsEntry} from '../../../ports/kube.js'
import {neverMarked} from '../../../schema/go/given-empty.js'
import type {Manager} from './manager.js'
import type {FieldSet} from './sets/field-set.js'

/** An entry of managedFields, frozen, and who it is about. */
export interface KnownEntry {
  readonly entry: ManagedFieldsEntry
  readonly manager: Manager
}

/** A set of fields that many objects have in common, and the last entry that was made of it. */
interface SharedSet {
  readonly set: FieldSet
  last: KnownEntry | undefined
}

/** How many sets are kept, and up to which length of their text. */
const MOST = 1000
const LONGEST = 4096

/**
 * Who manages a fleet writes many objects of one shape, most of them within a second: their entries are one and the same, made,
 * frozen and kept once. Sets are told apart by their text.
 */
export class SharedEntries {
  readonly #byText = new Map<string, SharedSet>()
  readonly #bySet = new WeakMap<FieldSet, SharedSet>()

  /** The entry of a manager whose set is in the server's order. */
  of(manager: Manager, set: FieldSet): KnownEntry {
    const shared = this.#bySet.get(set) ?? this.#shared(set)
    if (!shared) return made(manager, set)
    const {last} = shared
    if (last && isOf(last.manager, manager)) return last
    const entry = made(manager, shared.set)
    neverMarked(entry.entry)
    shared.last = entry
    return entry
  }

  #shared(set: FieldSet): SharedSet | undefined {
    const text = JSON.stringify(set)
    if (text.length > LONGEST) return undefined
    let shared = this.#byText.get(text)
    if (shared) return shared
    shared = {set: freezeDeep(set), last: undefined}
    if (this.#byText.size >= MOST) this.#byText.clear()
    this.#byText.set(text, shared)
    this.#bySet.set(set, shared)
    return shared
  }
}

function isOf(a: Manager, b: Manager): boolean {
  return (
    a.time === b.time &&
    a.manager === b.manager &&
    a.operation === b.operation &&
    a.apiVersion === b.apiVersion &&
    a.subresource === b.subresource
  )
}

/** The entry with its fields in the server's order. */
function made(manager: Manager, set: FieldSet): KnownEntry {
  const {manager: name, operation, apiVersion, time, subresource} = manager
  const entry: JsonObject = {}
  if (name !== '') entry.manager = name
  entry.operation = operation
  entry.apiVersion = apiVersion
  if (time !== undefined) entry.time = time
  entry.fieldsType = 'FieldsV1'
  entry.fieldsV1 = set as JsonObject
  if (subresource !== '') entry.subresource = subresource
  return {entry: freezeDeep(entry) as ManagedFieldsEntry, manager: set === manager.set ? manager : {...manager, set}}
}
