import {GoError, TemplateError} from '../error.js'
import {type Dict, type GoValue, typeOf, unbox} from '../go/value.js'
import type {Frame, Passage} from './frame.js'

/** So many rounds of the same templates with the same dot have no end. */
const ROUNDS = 20
/** Where the stack ended there was no room to note which call it was. */
const UNSURE = 150

/**
 * Go's error about templates that call each other until a limit, by name or through functions. The stack of JavaScript ends
 * before, so that it is told of templates that have gone round with the same dot; undefined for any others.
 * @param innermost where the stack ended
 */
export function endless(innermost: Frame): TemplateError | undefined {
  const inward: Frame[] = []
  for (let frame: Frame | undefined = innermost; frame !== undefined; frame = frame.caller) inward.push(frame)
  inward.splice(0, UNSURE)
  const period = inward.findIndex((frame, index) => index > 0 && isSame(frame, inward[0]!))
  if (period < 0 || !repeats(inward, period)) return undefined
  // a function without a limit goes on until Go has no memory left
  const round = inward.slice(0, period)
  if (round.some(({passage}) => passage) && !round.some(({passage}) => passage?.most !== undefined)) return undefined
  return new Chain(inward.reverse(), period).fault()
}

function repeats(inward: readonly Frame[], period: number): boolean {
  if (inward.length < (ROUNDS + 1) * period) return false
  for (let index = 0; index < ROUNDS * period; index++) if (!isSame(inward[index]!, inward[index + period]!)) return false
  return true
}

function isSame(frame: Frame, other: Frame): boolean {
  return frame.site === other.site && frame.at === other.at && looksSame(frame.variables[0], other.variables[0], 3)
}

/** Helpers are given a new map or list every time, with the same in it. */
function looksSame(left: GoValue, right: GoValue, depth: number): boolean {
  if (left === right) return true
  if (depth === 0 || typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false
  if (typeOf(left) !== typeOf(right)) return false
  const [one, other] = [unbox(left), unbox(right)]
  if (one === other) return true
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false
  const keys = Object.keys(one)
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => looksSame((one as Dict)[key], (other as Dict)[key], depth - 1))
  )
}

/** Frames from the outermost on, the last ones of which go on for ever. */
class Chain {
  constructor(
    private readonly frames: readonly Frame[],
    private readonly period: number,
  ) {}

  #at(index: number): Frame {
    const beyond = index - this.frames.length
    return this.frames[beyond < 0 ? index : this.frames.length - this.period + (beyond % this.period)]!
  }

  fault(): TemplateError {
    const within = new Map<string, number>()
    let depth = 0
    for (let index = 1; ; index++) {
      const {passage, name, run} = this.#at(index)
      if (passage === undefined) {
        const {depth: most} = run.limits
        if (depth++ >= most) return this.#told(index - 1, `exceeded maximum template depth (${most})`)
        continue
      }
      depth = 0
      const count = within.get(name) ?? 0
      if (passage.most !== undefined && count > passage.most) {
        const cause = new GoError(passage.beyond!(name))
        return this.#told(index - 1, `error calling ${passage.called}: ${cause.message}`, cause)
      }
      if (passage.most !== undefined) within.set(name, count + 1)
    }
  }

  /** An error as everything on the way out tells it. */
  #told(last: number, message: string, cause?: Error): TemplateError {
    let error = this.#at(last).fault(message, cause)
    const parts = [error.message]
    for (let index = last; index > 0; index--) {
      const {passage} = this.#at(index)
      if (passage === undefined) continue
      error = this.#at(index - 1).fault(prefix(passage), error)
      parts.push(error.message)
    }
    return new TemplateError(parts.reverse().join(' '), {cause: error.cause})
  }
}

function prefix({called, told}: Passage): string {
  return `error calling ${called}:${told ? ` ${told()}` : ''}`
}
