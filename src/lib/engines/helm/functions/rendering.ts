import {goQuote} from '../../../errors/go-quote.js'
import {mapScalars} from '../../../formats/json/map-scalars.js'
import type {JsonObject} from '../../../formats/json/value.js'
import {GoError, TemplateError} from '../../gotemplate/error.js'
import {type GoValue, int64} from '../../gotemplate/go/value.js'
import type {Frame, Functions, Passage, Run} from '../../gotemplate/index.js'

/** What `lookup` is asked for. */
export interface LookupKey {
  readonly apiVersion: string
  readonly kind: string
  readonly namespace: string
  readonly name: string
}

/** An object, a list, or `{}` for what is not there. @throws GoError */
export type Lookup = (key: LookupKey) => JsonObject

/** What a cluster said: an object, a list, `{}` for what is not there, or why it could not say. */
export type LookupAnswer = {readonly object: JsonObject} | {readonly fault: string}

const MAX_INCLUDES = 1000
const NO_VALUE = '<no value>'
const INCLUDED = 'helm.included'
const LOOKUP = 'helm.lookup'

/** What `lookup` says in a run. */
export function withLookup(run: Run, lookup: Lookup): Run {
  run.state.set(LOOKUP, lookup)
  return run
}

/** Helm's functions that need the rendering itself (helm-engine reference 9.1). */
export const RENDERING: Functions = {
  include: ['@ string any', include],
  tpl: ['@ string any', tpl],
  required: ['string any', required],
  fail: [
    'string',
    (message: string) => {
      throw new GoError(marked(message))
    },
  ],
  lookup: ['@ string string string string', lookup],
  // the names of hosts are not looked up while charts are rendered
  getHostByName: ['string', () => ''],
}

function lookup({run}: Frame, apiVersion: string, kind: string, namespace: string, name: string): GoValue {
  const ask = run.state.get(LOOKUP) as Lookup | undefined
  // a client of Kubernetes reads integers as such
  return mapScalars<GoValue>(ask?.({apiVersion, kind, namespace, name}) ?? {}, (scalar) =>
    typeof scalar === 'bigint' || Number.isInteger(scalar) ? int64(BigInt(scalar as number)) : scalar,
  )
}

/** Marks what the author of a chart says, so that it is shown without the path that led to it. */
export const AUTHOR = 'HELM_ERR_START'
const AUTHOR_END = 'HELM_ERR_END'

function marked(message: string): string {
  return `${AUTHOR}${message}${AUTHOR_END}`
}

/** The author's message within an error, undefined when there is none. */
export function authorsMessage(text: string): string | undefined {
  const start = text.indexOf(AUTHOR)
  const end = text.lastIndexOf(AUTHOR_END)
  return start < 0 || end < start ? undefined : text.slice(start + AUTHOR.length, end)
}

function required(message: string, value: GoValue): GoValue {
  if (value !== null && value !== undefined && value !== '') return value
  throw new GoError(marked(message))
}

const INCLUDE: Passage = {called: 'include', most: MAX_INCLUDES, beyond: nested}

function include(frame: Frame, name: string, data: GoValue): string {
  const counts = includedOf(frame)
  const count = counts.get(name) ?? 0
  if (count > MAX_INCLUDES) {
    throw new GoError(nested(name))
  }
  counts.set(name, count + 1)
  try {
    return frame.set.execute(name, data, frame.run, frame, INCLUDE)
  } finally {
    counts.set(name, count)
  }
}

function nested(name: string): string {
  return `rendering template has a nested reference name: ${name}: unable to execute template`
}

function includedOf({run}: Frame): Map<string, number> {
  let counts = run.state.get(INCLUDED) as Map<string, number> | undefined
  if (counts === undefined) {
    counts = new Map()
    run.state.set(INCLUDED, counts)
  }
  return counts
}

function tpl(frame: Frame, text: string, data: GoValue): string {
  // most texts have nothing to fill in; a blank one is the text of the template around it
  if (!text.includes('{{') && text.trim() !== '') return text.replaceAll(NO_VALUE, '')
  const set = frame.set.extend()
  const name = frame.set.engine.name
  try {
    set.parse(name, text)
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error
    throw new GoError(`cannot parse template ${goQuote(text)}: ${error.message}`)
  }
  const told = () => `error during tpl function execution for ${goQuote(text)}:`
  try {
    return set.execute(name, data, frame.run, frame, {called: 'tpl', told}).replaceAll(NO_VALUE, '')
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error
    throw new GoError(`${told()} ${error.message}`, {cause: error})
  }
}
