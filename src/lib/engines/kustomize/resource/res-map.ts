import {KustomizeError} from '../error.js'
import {goJson} from '../go/json.js'
import {compareBytes, setField} from '../node/fields.js'
import {jsonOf} from '../node/json-of.js'
import {emptyMap, scalar, text} from '../node/node.js'
import {BUILD, ORIGIN} from './build-annotations.js'
import {doubled} from './doubled.js'
import type {Grow} from './growth.js'
import type {ResId} from './res-id.js'
import type {Resource} from './resource.js'

/**
 * The resources of a build in load order. Ids are indexed while nothing changes them; whoever changes names,
 * kinds or namespaces calls `changed()`.
 */
export class ResMap {
  #list: Resource[] = []
  #byCurrent: Map<string, Resource[]> | undefined
  #byAny: Map<string, Resource[]> | undefined

  /** `grow` is told of what is added to the resources while they are in here. */
  constructor(readonly grow: Grow) {}

  get resources(): readonly Resource[] {
    return this.#list
  }

  get size(): number {
    return this.#list.length
  }

  /** Forgets the indexes. */
  changed(): void {
    this.#byCurrent = undefined
    this.#byAny = undefined
  }

  replaceAll(list: Resource[]): void {
    this.#list = list
    this.changed()
  }

  /**
   * Keeps those whose id one of the given has, as it is written.
   * @throws KustomizeError when two of the others have one id
   */
  keepIds(given: readonly Resource[]): void {
    const ids = new Set(given.map((resource) => resource.curId.exactKey))
    const dropped = new Map<string, Resource>()
    const kept = this.#list.filter((resource) => {
      const id = resource.curId
      if (ids.has(id.exactKey)) return true
      const first = dropped.get(id.exactKey)
      if (first !== undefined) throw doubled(resource, first, `id ${id} not found in removal`)
      dropped.set(id.exactKey, resource)
      return false
    })
    this.replaceAll(kept)
  }

  dropEmpties(): void {
    if (this.#list.some((resource) => resource.isEmpty)) this.replaceAll(this.#list.filter((resource) => !resource.isEmpty))
  }

  byCurrentId(id: ResId): readonly Resource[] {
    if (this.#byCurrent === undefined) {
      this.#byCurrent = new Map()
      for (const resource of this.#list) push(this.#byCurrent, resource.curId.key, resource)
    }
    return this.#byCurrent.get(id.key) ?? []
  }

  /** Resources that have or ever had this id. */
  byAnyId(id: ResId): readonly Resource[] {
    if (this.#byAny === undefined) {
      this.#byAny = new Map()
      for (const resource of this.#list) this.#indexAny(resource)
    }
    return this.#byAny.get(id.key) ?? []
  }

  #indexAny(resource: Resource): void {
    if (resource.isEmpty) return
    for (const key of new Set(resource.allIds.map((id) => id.key))) push(this.#byAny!, key, resource)
  }

  /** @throws KustomizeError when the id is taken */
  append(resource: Resource): void {
    const id = resource.curId
    const [first] = this.byCurrentId(id)
    if (first !== undefined) throw doubled(resource, first)
    this.#list.push(resource)
    push(this.#byCurrent!, id.key, resource)
    if (this.#byAny !== undefined) this.#indexAny(resource)
  }

  appendAll(resources: readonly Resource[]): void {
    for (const resource of resources) this.append(resource)
  }

  /** Takes in what a generator made: new, or merged into or put in place of what is there. */
  absorb(resource: Resource): void {
    const id = resource.curId
    const matches = this.byAnyId(id)
    const behavior = resource.annotation(BUILD.behavior) ?? 'unspecified'
    if (matches.length > 1) {
      throw new KustomizeError(
        `found multiple objects [${matches.map((match) => goJson(jsonOf(match.node!))).join(' ')}] that could accept merge of ${id}`,
      )
    }
    const [old] = matches
    if (old === undefined) {
      if (behavior === 'merge' || behavior === 'replace') {
        throw new KustomizeError(`id ${id.goString()} does not exist; cannot merge or replace`)
      }
      this.append(resource)
      return
    }
    if (behavior !== 'merge' && behavior !== 'replace') {
      throw new KustomizeError(
        `id ${id.goString()} exists; can not use behavior: '${behavior}', behavior must be merge or replace`,
      )
    }
    this.#takeOver(resource, old, behavior)
  }

  #takeOver(resource: Resource, old: Resource, behavior: 'merge' | 'replace'): void {
    const origin = old.annotation(ORIGIN)
    resource.copyMetadataFrom(old)
    if (behavior === 'merge') {
      mergeData(resource, old, 'data')
      mergeData(resource, old, 'binaryData')
      if (origin !== undefined) resource.setAnnotation(ORIGIN, origin)
    }
    const id = resource.curId
    const {length, 0: found} = this.byCurrentId(id)
    if (length > 1) throw new KustomizeError(`in Replace: id matched ${length} resources`)
    if (found === undefined) throw new KustomizeError(`cannot find resource with id ${id} to replace`)
    if (found !== old) throw new KustomizeError('unexpected target index in replacement')
    this.#list[this.#list.indexOf(old)] = resource
    this.changed()
  }
}

function push(index: Map<string, Resource[]>, key: string, resource: Resource): void {
  const list = index.get(key)
  if (list === undefined) index.set(key, [resource])
  else list.push(resource)
}

function mergeData(resource: Resource, old: Resource, name: 'data' | 'binaryData'): void {
  const merged = new Map([...old.dataMap(name), ...resource.dataMap(name)])
  setField(resource.node!, name, undefined)
  if (merged.size === 0) return
  const map = emptyMap()
  setField(resource.node!, name, map)
  for (const key of [...merged.keys()].sort(compareBytes)) map.content.push(scalar(key), text(merged.get(key)!))
}
