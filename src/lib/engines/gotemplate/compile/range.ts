import {printed} from '../fmt/print.js'
import {INT} from '../go/types.js'
import {Boxed, entriesOf, entryAt, type GoValue, itemAt, itemsOf, kindOf, sortedKeys, typeOf} from '../go/value.js'
import type {BranchNode} from '../parse/node.js'
import type {Compiler} from './compiler.js'
import type {Frame} from './frame.js'
import {BREAK, compileList, type Ending, type Statement} from './statements.js'

/** Runs the body once, with dot and the variables set; true when it broke out. */
type Iterate = (frame: Frame, index: GoValue, element: GoValue, held: boolean) => boolean

export function compileRange(compiler: Compiler, node: BranchNode): Statement {
  const {pipe} = node
  const mark = compiler.scope.mark()
  const range = compiler.pipe(pipe)
  // one that is unknown has failed before the first round
  const slots = pipe.variables.map(({name}) => compiler.scope.slotOf(name) ?? 0)
  const iterate = iteration(compileList(compiler, node.list), slots)
  const otherwise = node.elseList && compileList(compiler, node.elseList)
  compiler.scope.release(mark)
  const two = slots.length > 1
  return (frame) => {
    frame.site = node
    const value = pointed(range(frame))
    const {dot, held} = frame
    const ran = over(frame, value, iterate, two)
    frame.dot = dot
    frame.held = held
    if (ran || !otherwise) return 0
    return otherwise(frame)
  }
}

function iteration(body: Statement, slots: readonly number[]): Iterate {
  const element = slots.at(-1)
  const index = slots.length > 1 ? slots[0] : undefined
  return (frame, key, value, held) => {
    frame.dot = value
    frame.held = held
    if (element !== undefined) {
      frame.variables[element] = value
      frame.heldVariables[element] = held
    }
    if (index !== undefined) {
      frame.variables[index] = key
      frame.heldVariables[index] = false
    }
    frame.run.step(1)
    const ending: Ending = body(frame)
    return ending === BREAK
  }
}

/** Goes over a value; false when there was nothing in it. */
function over(frame: Frame, value: GoValue, iterate: Iterate, two: boolean): boolean {
  const items = itemsOf(value)
  if (items) {
    const held = !(value instanceof Boxed) ? !(value instanceof Uint8Array) : value.type.elem?.kind === 'interface'
    // a list cannot grow under our hands: functions make new ones
    for (let index = 0; index < items.length; index++) {
      if (iterate(frame, BigInt(index), itemAt(value, items, index), held)) break
    }
    return items.length > 0
  }
  const entries = entriesOf(value)
  if (entries) {
    const held = typeOf(value)?.elem?.kind === 'interface'
    const keys = sortedKeys(entries)
    // the body may change the map: what is in it now counts
    const members = keys.map((key) => entryAt(value, entries, key))
    for (let index = 0; index < keys.length; index++) if (iterate(frame, keys[index], members[index], held)) break
    return keys.length > 0
  }
  if (value === undefined) return false
  if (/^u?int/.test(kindOf(value))) return count(frame, value, iterate, two)
  throw frame.fault(`range can't iterate over ${printed(value)}`)
}

function count(frame: Frame, value: GoValue, iterate: Iterate, two: boolean): boolean {
  if (two) throw frame.fault(`can't use ${printed(value)} to iterate over more than one variable`)
  const type = typeOf(value)!
  const total = type === INT ? (value as bigint) : ((value as Boxed).value as bigint)
  for (let index = 0n; index < total; index++) {
    if (iterate(frame, undefined, type === INT ? index : new Boxed(type, index), false)) break
  }
  return total > 0n
}

function pointed(value: GoValue): GoValue {
  return value instanceof Boxed && value.type.kind === 'ptr' ? (value.value ?? undefined) : value
}
