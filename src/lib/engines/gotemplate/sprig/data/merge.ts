import {setOwn} from '../../../../formats/json/set-own.js'
import type {Functions} from '../../functions.js'
import {truth} from '../../go/truth.js'
import {Boxed, type Dict, entriesOf, type GoValue, hasKey, kindOf} from '../../go/value.js'

type Map = Dict | Boxed

/**
 * mergo 1.0.1 on maps: what the target lacks or has empty is filled from the sources, or taken over from them.
 * The target is changed, and what is taken is shared, not copied.
 */
function mergeAll(target: Map, sources: readonly Map[], overwrite: boolean): Map {
  let result = target
  for (const source of sources) {
    if (source instanceof Boxed) continue
    if (result instanceof Boxed) result = {}
    mergeInto(result, source, overwrite)
  }
  return result
}

function mergeInto(target: Dict, source: Dict, overwrite: boolean): void {
  for (const key of Object.keys(source)) {
    const value = source[key]
    if (value === undefined) continue
    if (value === null) {
      if (overwrite) setOwn(target, key, null)
      continue
    }
    const known = hasKey(target, key) ? target[key] : undefined
    if (!mergeValue(known, value, overwrite)) setOwn(target, key, value)
  }
}

/** Merges maps into each other; true when the target keeps what it has. */
function mergeValue(known: GoValue, value: GoValue, overwrite: boolean): boolean {
  const inner = writable(known)
  const entries = kindOf(value) === 'map' ? entriesOf(value) : undefined
  if (entries && inner) mergeInto(inner, entries, overwrite)
  if (isEmpty(known)) return false
  if (kindOf(value) === 'slice') {
    // a list is taken over whole, before anything else is asked
    return !overwrite
  }
  if (entries && kindOf(known) === 'map') return true
  return kindOf(value) === 'ptr' || !overwrite
}

function writable(value: GoValue): Dict | undefined {
  if (kindOf(value) !== 'map') return undefined
  return value instanceof Boxed ? ((value.value as Dict | null) ?? undefined) : (value as Dict)
}

function isEmpty(value: GoValue): boolean {
  return value === undefined || !truth(value)
}

export const MERGE_FUNCTIONS: Functions = {
  merge: ['dict ...dict', (target: Map, ...sources: Map[]) => mergeAll(target, sources, false)],
  mustMerge: ['dict ...dict', (target: Map, ...sources: Map[]) => mergeAll(target, sources, false)],
  mergeOverwrite: ['dict ...dict', (target: Map, ...sources: Map[]) => mergeAll(target, sources, true)],
  mustMergeOverwrite: ['dict ...dict', (target: Map, ...sources: Map[]) => mergeAll(target, sources, true)],
}
