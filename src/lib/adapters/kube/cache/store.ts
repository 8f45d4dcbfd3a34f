import type {KubeObject} from '../../../ports/kube.js'

export type IndexFunction = (object: KubeObject) => readonly string[]
type Index = {readonly of: IndexFunction; readonly entries: Map<string, Map<string, KubeObject>>}

/** Objects by namespace and name with inverted indexes: what a cache holds in memory. */
export function createStore() {
  const byNamespace = new Map<string, Map<string, KubeObject>>()
  const indexes = new Map<string, Index>()
  let size = 0

  const keyOf = (object: KubeObject) => `${object.metadata.namespace ?? ''}/${object.metadata.name}`
  const unindex = (index: Index, object: KubeObject) => {
    for (const value of index.of(object)) {
      const entry = index.entries.get(value)
      entry?.delete(keyOf(object))
      if (entry?.size === 0) index.entries.delete(value)
    }
  }
  const enter = (index: Index, object: KubeObject) => {
    for (const value of index.of(object)) {
      let entry = index.entries.get(value)
      if (!entry) index.entries.set(value, (entry = new Map()))
      entry.set(keyOf(object), object)
    }
  }
  const get = (namespace: string | undefined, name: string) => byNamespace.get(namespace ?? '')?.get(name)

  return {
    get size() {
      return size
    },
    get,
    list(namespace?: string): readonly KubeObject[] {
      if (namespace !== undefined) return [...(byNamespace.get(namespace)?.values() ?? [])]
      const all: KubeObject[] = []
      for (const objects of byNamespace.values()) for (const object of objects.values()) all.push(object)
      return all
    },
    /** Puts an object in place; returns the one that was there. */
    put(object: KubeObject): KubeObject | undefined {
      const namespace = object.metadata.namespace ?? ''
      let objects = byNamespace.get(namespace)
      if (!objects) byNamespace.set(namespace, (objects = new Map()))
      const name = object.metadata.name ?? ''
      const old = objects.get(name)
      objects.set(name, object)
      if (!old) size++
      for (const index of indexes.values()) {
        if (old) unindex(index, old)
        enter(index, object)
      }
      return old
    },
    /** Takes an object out; returns it. */
    remove(namespace: string | undefined, name: string): KubeObject | undefined {
      const old = get(namespace, name)
      if (!old) return undefined
      const objects = byNamespace.get(namespace ?? '')
      objects?.delete(name)
      if (objects?.size === 0) byNamespace.delete(namespace ?? '')
      size--
      for (const index of indexes.values()) unindex(index, old)
      return old
    },
    /** Adds an index over what is here already; a name that exists is kept. */
    addIndex(name: string, of: IndexFunction) {
      if (indexes.has(name)) return
      const index: Index = {of, entries: new Map()}
      for (const objects of byNamespace.values()) for (const object of objects.values()) enter(index, object)
      indexes.set(name, index)
    },
    byIndex(name: string, value: string): readonly KubeObject[] {
      const index = indexes.get(name)
      if (!index) throw new Error(`there is no index '${name}'`)
      return [...(index.entries.get(value)?.values() ?? [])]
    },
  }
}
