import {LimitExceeded} from '../../../errors/flux-error.js'
import {goQuote} from '../../../errors/go-quote.js'
import type {Engine} from '../engine.js'
import type {Environment} from '../environment.js'
import {TemplateError} from '../error.js'
import {byteLength, wellFormed} from '../go/bytes.js'
import type {GoValue} from '../go/value.js'
import {type Located, nodeText, type Site} from '../parse/node.js'
import type {TemplateSet} from '../template-set.js'
import {endless} from './endless.js'

/** Bounds of one rendering: what runs away ends with LimitExceeded. */
export interface Limits {
  /** statements, iterations and elements that functions make */
  readonly steps: number
  /** UTF-16 units of output and of text that functions make */
  readonly bytes: number
  /** templates inside of templates */
  readonly depth: number
}

/** What all frames of one rendering share. */
export class Run {
  #steps = 0
  #bytes = 0
  /** what is executed; where an error came up it stays the frame of the error */
  #current: Frame | undefined

  constructor(
    readonly engine: Engine,
    readonly environment: Environment,
    readonly limits: Limits,
    /** whatever functions of the caller keep between calls */
    readonly state: Map<string, unknown> = new Map(),
  ) {}

  /** Executes a template. */
  within(frame: Frame, code: (frame: Frame) => unknown): void {
    const outer = this.#current
    this.#current = frame
    code(frame)
    this.#current = outer
  }

  /** Where the execution is: `name:line:column`; in a text without a name of its own also where that came in. */
  get place(): string {
    const frame = this.#current
    if (frame === undefined) return ''
    let outer: Frame | undefined = frame
    while (outer !== undefined && outer.name === this.engine.name) outer = outer.caller
    return outer === undefined || outer === frame ? placeOf(frame) : `${placeOf(outer)} (${placeOf(frame)})`
  }

  /** After the stack has overflowed: what Go would say if it was templates that call each other for ever. */
  endless(): TemplateError | undefined {
    return this.#current && endless(this.#current)
  }

  /** Counts work. @throws LimitExceeded */
  step(count: number): void {
    this.#steps += count
    if (this.#steps > this.limits.steps) throw new LimitExceeded(`the templates take more than ${this.limits.steps} steps`)
  }

  /** Counts text. @throws LimitExceeded */
  grow(length: number): void {
    this.#bytes += length
    if (this.#bytes > this.limits.bytes)
      throw new LimitExceeded(`the templates make more than ${this.limits.bytes} bytes of text`)
  }
}

/** How a function calls a template. */
export interface Passage {
  /** the function */
  readonly called: string
  /** what it says before the error of the template, with a colon at its end */
  readonly told?: () => string
  /** so many of one name may be in each other */
  readonly most?: number
  /** what is wrong with more of them */
  readonly beyond?: (name: string) => string
}

/** One execution of one template. */
export class Frame {
  out = ''
  /** where the action stands that is executed */
  site: Site | undefined
  /** the node of it that an error is about */
  at: Located | undefined
  /** dot came out of an `interface {}` (an element of a list): error messages then name that type */
  held = false
  /** the template that has this one in it */
  caller: Frame | undefined
  /** the function through which it is called, undefined for a template that is called by its name */
  passage: Passage | undefined
  readonly variables: GoValue[]
  /** as `held`, for each variable */
  readonly heldVariables: boolean[] = []

  constructor(
    readonly run: Run,
    readonly set: TemplateSet,
    /** of the template, for errors */
    readonly name: string,
    public dot: GoValue,
    readonly depth: number,
  ) {
    this.variables = [dot]
  }

  write(text: string): void {
    this.run.grow(text.length)
    this.out += text
  }

  /** An execution error at the current node. */
  fault(message: string, cause?: unknown): TemplateError {
    const options = cause === undefined ? {} : {cause}
    if (!this.at) return new TemplateError(wellFormed(`template: ${this.name}: ${message}`), options)
    const context = `${locationOf(this.site!, this.at)}: executing ${goQuote(this.name)} at <${nodeText(this.at)}>`
    return new TemplateError(wellFormed(`template: ${context}: ${message}`), options)
  }
}

function placeOf({at, site, name}: Frame): string {
  return at ? locationOf(site!, at) : name
}

/** `name:line:column`, the column in bytes from 0. */
function locationOf({source, pos}: Site, node: Located): string {
  const before = source.text.slice(0, pos + node.pos)
  const start = before.lastIndexOf('\n') + 1
  let line = 1
  for (let at = before.indexOf('\n'); at >= 0; at = before.indexOf('\n', at + 1)) line++
  return `${source.name}:${line}:${byteLength(before.slice(start))}`
}
