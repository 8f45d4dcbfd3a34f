import {CelError} from './errors.js'
import {attempt, type Frame, type Step, spend} from './frame.js'
import {order} from './functions/collections.js'
import type {Macro} from './syntax/ast.js'
import {CelMap, EntryMap, Optional, type Value} from './values.js'

export interface MacroParts {
  readonly range: Step
  readonly filter: Step | undefined
  readonly body: Step
  readonly first: number
  readonly two: boolean
}

/** The loop of a macro. */
export function runMacro(expr: Macro, parts: MacroParts): Step {
  const {range, body, first} = parts
  switch (expr.name) {
    case 'optMap':
    case 'optFlatMap':
      return (frame) => {
        const value = range(frame)
        if (!(value instanceof Optional)) throw new CelError('no such overload')
        if (value.value === undefined) return value
        frame.slots[first] = value.value
        const result = body(frame)
        return expr.name === 'optMap' ? new Optional(result) : result
      }
    case 'all':
      return (frame) => quantify(frame, parts, false)
    case 'exists':
      return (frame) => quantify(frame, parts, true)
    case 'exists_one':
      return (frame) => {
        let count = 0
        each(frame, parts, () => {
          if (condition(body(frame))) count += 1
          return false
        })
        return count === 1
      }
    case 'filter':
      return (frame) => {
        const out: Value[] = []
        each(frame, parts, (item) => {
          if (condition(body(frame))) out.push(item)
          return false
        })
        return out
      }
    default:
      return transform(expr, parts)
  }
}

function transform(expr: Macro, parts: MacroParts): Step {
  const {filter, body} = parts
  const wanted = (frame: Frame) => filter === undefined || condition(filter(frame))
  if (expr.name === 'map' || expr.name === 'transformList') {
    return (frame) => {
      const out: Value[] = []
      each(frame, parts, () => {
        if (wanted(frame)) out.push(body(frame))
        return false
      })
      return out
    }
  }
  if (expr.name === 'sortBy') {
    return (frame) => {
      const pairs: {readonly key: Value; readonly item: Value}[] = []
      each(frame, parts, (item) => {
        pairs.push({key: body(frame), item})
        return false
      })
      return pairs.sort((a, b) => order(a.key, b.key)).map(({item}) => item)
    }
  }
  return (frame) => {
    const out = new EntryMap()
    each(frame, parts, (key) => {
      if (!wanted(frame)) return false
      const value = body(frame)
      if (expr.name === 'transformMap') out.set(key, value)
      else {
        const made = value as CelMap
        for (const name of made.keys()) {
          if (!out.set(name, made.get(name)!)) throw new CelError(`insert failed: key ${String(name)} already exists`)
        }
      }
      return false
    })
    return out
  }
}

/** Errors of single items count only when no other item decides. */
function quantify(frame: Frame, parts: MacroParts, decisive: boolean): boolean {
  let failure: CelError | undefined
  let decided = false
  each(frame, parts, () => {
    const value = attempt(parts.body, frame)
    if (value instanceof CelError) failure ??= value
    else if (typeof value !== 'boolean') failure ??= new CelError('no such overload')
    else if (value === decisive) {
      decided = true
      return true
    }
    return false
  })
  if (decided) return decisive
  if (failure) throw failure
  return !decisive
}

/** Binds the variables item by item; `visit` gets the item (lists) or key (maps) and ends the loop with true. */
function each(frame: Frame, parts: MacroParts, visit: (item: Value) => boolean): void {
  const range = parts.range(frame)
  if (Array.isArray(range)) {
    for (const [at, item] of range.entries()) {
      if (visit(bindItem(frame, parts, parts.two ? BigInt(at) : item, item))) return
    }
    return
  }
  if (!(range instanceof CelMap)) throw new CelError('no such overload')
  for (const key of range.keys()) {
    if (visit(bindItem(frame, parts, key, parts.two ? range.get(key)! : null))) return
  }
}

function bindItem(frame: Frame, {first, two}: MacroParts, item: Value, second: Value): Value {
  spend(frame, 1)
  frame.slots[first] = item
  if (two) frame.slots[first + 1] = second
  return item
}

function condition(value: Value): boolean {
  if (typeof value !== 'boolean') throw new CelError('no such overload')
  return value
}
