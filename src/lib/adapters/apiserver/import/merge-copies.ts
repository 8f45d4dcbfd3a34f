import {sameValue} from '../../../formats/json/same-value.js'
import type {KubeObject} from '../../../ports/kube.js'
import type {CatalogEntry} from '../discovery/catalog.js'
import {describe} from './read-export.js'

/** An object of an export, as it is stored. */
export interface Placed {
  readonly entry: CatalogEntry
  readonly key: string
  /** as it is stored */
  object: KubeObject
  /** 0 when it has none */
  readonly revision: number
  /** file and place; empty for what the export does not have */
  readonly where: string
}

/**
 * An object that stands in the export several times is taken from the latest of them, the last one of the same revision. Of the
 * same object at the same revision the one with managers is kept. `twice` is told of those that differ.
 */
export function mergeCopies(placed: readonly Placed[], twice: (text: string) => void): Placed[] {
  const byKey = new Map<string, Placed>()
  for (const one of placed) {
    const key = `${one.entry.collection} ${one.key}`
    const known = byKey.get(key)
    if (!known) {
      byKey.set(key, one)
      continue
    }
    byKey.set(key, known.revision === one.revision && same(known, one) ? withManagers(known, one) : latest(known, one, twice))
  }
  return [...byKey.values()]
}

function latest(known: Placed, one: Placed, twice: (text: string) => void): Placed {
  const [taken, dropped] = known.revision <= one.revision ? [one, known] : [known, one]
  if (!same(taken, dropped)) twice(`${describe(taken.object)} of ${taken.where} is taken, not the one of ${dropped.where}`)
  return taken
}

const same = (a: Placed, b: Placed) => sameValue(unmanaged(a.object), unmanaged(b.object))

function unmanaged({metadata: {managedFields: _, ...metadata}, ...object}: KubeObject): KubeObject {
  return {...object, metadata} as KubeObject
}

function withManagers(taken: Placed, other: Placed): Placed {
  const {managedFields} = other.object.metadata
  if (taken.object.metadata.managedFields || !managedFields || taken.object.metadata.uid !== other.object.metadata.uid)
    return taken
  return {...taken, object: {...taken.object, metadata: {...taken.object.metadata, managedFields}}}
}

/** Whether an object of a cluster was shown without its managers: what no cluster has seen has no uid yet. */
export function isBare({metadata}: KubeObject): boolean {
  return metadata.uid !== undefined && metadata.managedFields === undefined
}
