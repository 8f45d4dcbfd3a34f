import {sameValue} from '../../../formats/json/same-value.js'
import type {JsonObject} from '../../../formats/json/value.js'
import type {KubeObject} from '../../../ports/kube.js'
import type {FieldManager, FieldWrite, ServedResource} from '../hooks.js'
import {badRequest, statusError} from '../status.js'
import {type Applied, ApplyConflicts, applyManagers} from './apply-managers.js'
import {capManagers} from './cap-managers.js'
import {conflictError} from './conflict.js'
import {syncLastApplied, unexplained} from './last-applied.js'
import {type Manager, type Managers, noManagers} from './manager.js'
import {entriesOf, isReset, ManagersCodec, withEntries, withoutEntries} from './managers.js'
import {atomicPaths} from './typed/atomics.js'
import type {FieldType} from './typed/field-type.js'
import {mergeTyped} from './typed/merge.js'
import {adaptToType} from './typed/schema-changes.js'
import {TypedError} from './typed/typed-error.js'
import {validateTyped} from './typed/validate.js'
import {updateManagers} from './update-managers.js'
import {type OtherVersions, type TypedObject, Versions} from './versions.js'

type ApplyWrite = FieldWrite & {readonly force: boolean}

/** The field manager of a server. `others` lets it see objects in other versions of their kind. */
export function createFieldManager(others?: OtherVersions): FieldManager {
  return new StructuredFieldManager(new Versions(others))
}

class StructuredFieldManager implements FieldManager {
  readonly #versions: Versions
  readonly #codec = new ManagersCodec()
  /** the type that divides fields as a manager's set does */
  readonly #fitting = new WeakMap<Manager, FieldType>()

  constructor(versions: Versions) {
    this.#versions = versions
  }

  update(resource: ServedResource, live: KubeObject | undefined, next: KubeObject, write: FieldWrite): KubeObject {
    const managers = this.#managersOf(live, next, write.subresource !== undefined && write.subresource !== '')
    // Nobody tracked this object so far, and an update is no reason to start.
    if (managers.size === 0 && live?.metadata.uid) return withEntries(next, [])
    const bare = withoutEntries(next)
    const old = live ? withoutEntries(live) : this.#versions.emptyOf(resource)
    try {
      // built-in kinds are decoded into their types; what a custom one cannot be has no owners
      if (resource.crd) validateTyped(this.#versions.typeOf(resource), bare, true)
      const after = this.#update(resource, old, bare, managers, write)
      return withEntries(bare, this.#codec.encode(capManagers(after), entriesOf(live)))
    } catch {
      // As on the real server: ownership that cannot be worked out is dropped rather than the write refused.
      return withEntries(bare, [])
    }
  }

  #update(resource: ServedResource, old: JsonObject, now: JsonObject, managers: Managers, write: FieldWrite): Managers {
    const before = this.#versions.typed(resource, old)
    const known = this.#adapted(before, managers)
    return updateManagers(this.#versions, resource, before, this.#versions.typed(resource, now), known, write)
  }

  /** The client's entries when it sent usable ones, else the live ones; none on a reset. */
  #managersOf(live: KubeObject | undefined, next: KubeObject, subresource: boolean): Managers {
    const sent = entriesOf(next)
    const stored = entriesOf(live)
    if (!subresource && sent !== stored) {
      if (isReset(sent)) return noManagers
      const same = sent && stored && sameValue(sent as JsonObject[], stored as JsonObject[])
      const managers = same ? noManagers : this.#tryDecode(sent)
      if (managers.size > 0) return managers
    }
    return this.#tryDecode(stored)
  }

  #tryDecode(entries: ReturnType<typeof entriesOf>): Managers {
    try {
      return this.#codec.decode(entries)
    } catch {
      return noManagers
    }
  }

  apply(resource: ServedResource, live: KubeObject | undefined, applied: KubeObject, write: ApplyWrite): KubeObject {
    checkKind(resource, applied)
    if (entriesOf(applied)) throw badRequest('metadata.managedFields must be nil')
    const before = this.#versions.typed(resource, live ? withoutEntries(live) : {})
    const managers = fitting(() => this.#liveManagers(resource, live, before, write))
    try {
      validateTyped(before.type, applied)
    } catch (error) {
      throw statusError(500, '', `failed to create typed patch object (${describe(applied)}): ${(error as Error).message}`)
    }
    const result = fitting(() => this.#applyAs(resource, before, applied, managers, write))
    const object = write.manager === 'kubectl' ? syncLastApplied(result.object, applied) : result.object
    const entries = this.#codec.encode(result.managers, entriesOf(live))
    const stored = entriesOf(live)
    if (live && object === before.object && sameValue((stored ?? []) as JsonObject[], entries as JsonObject[])) return live
    return withEntries(object, entries)
  }

  merge(resource: ServedResource, object: KubeObject, patch: JsonObject): KubeObject {
    const {type} = this.#versions.typed(resource, object)
    try {
      validateTyped(type, patch)
    } catch (error) {
      throw new Error(`failed to convert patch object to typed object: ${(error as Error).message}`)
    }
    const atomics = atomicPaths(type, patch)
    if (atomics.length > 0) {
      throw new Error(`invalid ApplyConfiguration: may not mutate atomic arrays, maps or structs: ${atomics.join(', ')}`)
    }
    return mergeTyped(type, object, patch) as KubeObject
  }

  /** Managers of the live object; what it holds without any is `before-first-apply`'s. */
  #liveManagers(resource: ServedResource, live: KubeObject | undefined, typed: TypedObject, write: FieldWrite): Managers {
    let managers: Managers
    try {
      managers = this.#codec.decode(entriesOf(live))
    } catch (error) {
      throw statusError(500, '', `failed to decode managed fields: ${(error as Error).message}`)
    }
    if (managers.size > 0 || !live) return this.#adapted(typed, managers)
    const empty = this.#versions.emptyOf(resource)
    return this.#update(resource, empty, typed.object, managers, {...write, manager: 'before-first-apply'})
  }

  #applyAs(resource: ServedResource, live: TypedObject, applied: KubeObject, managers: Managers, write: ApplyWrite): Applied {
    try {
      return applyManagers(this.#versions, resource, live, applied, managers, write)
    } catch (error) {
      if (!(error instanceof ApplyConflicts)) throw error
      const left = write.manager === 'kubectl' ? unexplained(live, resource, error.conflicts) : error.conflicts
      if (left.length > 0) throw conflictError(left, error.managers)
      return applyManagers(this.#versions, resource, live, applied, managers, {...write, force: true})
    }
  }

  /** Sets as today's schema divides fields; entries of versions that are gone are dropped. */
  #adapted(live: TypedObject, managers: Managers): Managers {
    let out: Map<string, NonNullable<ReturnType<Managers['get']>>> | undefined
    for (const [identity, manager] of managers) {
      const typed = this.#versions.at(live, manager.apiVersion)
      if (typed && this.#fitting.get(manager) === typed.type) continue
      const set = typed && adaptToType(typed.type, manager.set)
      if (set === manager.set) {
        this.#fitting.set(manager, typed!.type)
        continue
      }
      out ??= new Map(managers)
      if (set) out.set(identity, {...manager, set})
      else out.delete(identity)
    }
    return out ?? managers
  }
}

/** What does not fit the types of another version is the server's own fault. */
function fitting<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw error instanceof TypedError ? statusError(500, '', error.message) : error
  }
}

/** The applied object must name the very kind and version of its path. */
function checkKind(resource: ServedResource, applied: JsonObject): void {
  const apiVersion = typeof applied.apiVersion === 'string' ? applied.apiVersion : ''
  const kind = typeof applied.kind === 'string' ? applied.kind : ''
  if (apiVersion !== resource.apiVersion || kind !== resource.kind) {
    throw badRequest(`invalid object type: ${kindText(apiVersion, kind)}`)
  }
}

function kindText(apiVersion: string, kind: string): string {
  const parts = apiVersion.split('/')
  // what is no version hides the kind as well
  if (parts.length > 2) return '/, Kind='
  const [group, version] = parts.length === 1 ? ['', parts[0]] : parts
  return `${group}/${version}, Kind=${kind}`
}

function describe(object: KubeObject): string {
  const {name, namespace} = object.metadata ?? {}
  // what is no text is not read as a name
  const word = (value: unknown) => (typeof value === 'string' ? value : '')
  return `${word(namespace)}/${word(name)}; ${kindText(object.apiVersion, object.kind)}`
}
