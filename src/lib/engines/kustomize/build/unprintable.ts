import {FluxError, LimitExceeded} from '../../../errors/flux-error.js'
import {at, KustomizeError, type Place} from '../error.js'
import type {ClosedFiles} from '../files/closed-files.js'
import {goMap} from '../go/print.js'
import {demandFilled, withTabLine} from '../go/read-back.js'
import {compareBytes} from '../node/fields.js'
import {keyOf} from '../node/json-of.js'
import {scalarValue} from '../node/meaning.js'
import {FLOW, MAP, type Node, SCALAR} from '../node/node.js'
import {parseNodes} from '../node/parse.js'
import {ownLines} from '../resource/factory.js'
import {placeIn, placeOf} from '../resource/place.js'
import type {Resource} from '../resource/resource.js'
import {withPrintedLines} from '../text/printed-lines.js'

interface Found {
  readonly place: Place
  readonly line: number
}

/** Runs what prints a resource; what cannot be printed is named whole, as kustomize does, and placed in its file. */
export function shown<T>(resource: Resource, files: ClosedFiles, action: (node: Node) => T): T {
  const node = resource.node!
  try {
    if (resource.commentedKeys) demandFilled(node)
    return action(node)
  } catch (error) {
    if (error instanceof RangeError)
      throw new LimitExceeded(`the text of ${resource.curId} grows too long or too deep: ${error.message}`, {
        ...placeHint(resource),
        cause: error,
      })
    if (!(error instanceof FluxError)) throw error
    return at(
      () => placeOfFault(resource, files),
      () => {
        const fault =
          (error.message.startsWith('json:') && faultOfJson(node)) ||
          withTabLine(faultOfKeys(error.message, resource, files), node)
        throw new KustomizeError(`${goMap(node)}: ${fault}`, {cause: error})
      },
    )
  }
}

function faultOfKeys(message: string, resource: Resource, files: ClosedFiles): string {
  if (!message.startsWith('yaml: unmarshal errors:')) return message
  const {source, node} = resource
  const text = source?.file ? Buffer.from(files.read(source.file)).toString('utf8') : ''
  const part = text
    .split('\n')
    .slice(source?.before ?? 0)
    .join('\n')
  return withPrintedLines(ownLines(message, resource), node!, part)
}

function placeHint(resource: Resource): {hints: string[]} {
  const place = placeOf(resource)
  return {hints: place === undefined ? [] : [`see ${place}`]}
}

/** The faulty field as it was read, or where a label or annotation came from, or where the object was read when a patch brought the fault. */
function placeOfFault(resource: Resource, files: ClosedFiles): string | undefined {
  const {source, node} = resource
  if (source === undefined || source.file === '') return undefined
  const text = Buffer.from(files.read(source.file)).toString('utf8')
  const read = parseNodes(text).documents.find(({index}) => index === source.document)
  const found = read && unprintable(read.node)
  if (found !== undefined) return placeIn(source.file, text, found.place, found.line)
  const place = unprintable(node!)?.place ?? []
  return resource.keysAt?.get(String(place.at(-1)))?.() ?? placeIn(source.file, text, place, source.line)
}

/** What encoding/json says first: it goes through maps by their sorted keys. */
function faultOfJson(node: Node, inFlow = false, top = true): string | undefined {
  const flow = inFlow || node.style === FLOW
  if (node.kind === SCALAR) return messageOf(() => scalarValue(node, true, inFlow))
  const {content} = node
  if (node.kind !== MAP) return firstOf(content, (item) => faultOfJson(item, flow, false))
  const keys = [...content.keys()].filter((i) => i % 2 === 0)
  const members = keys.map((i) => ({name: content[i]!.value, value: content[i + 1]!}))
  return (
    firstOf(keys, (i) => messageOf(() => keyOf(content[i]!, top, flow))) ??
    firstOf(
      members.sort((a, b) => compareBytes(a.name, b.name)),
      ({value}) => faultOfJson(value, flow, false),
    )
  )
}

function firstOf<T>(list: readonly T[], find: (item: T) => string | undefined): string | undefined {
  for (const item of list) {
    const found = find(item)
    if (found !== undefined) return found
  }
  return undefined
}

function messageOf(action: () => unknown): string | undefined {
  try {
    action()
    return undefined
  } catch (error) {
    if (error instanceof FluxError) return error.message
    throw error
  }
}

/** The first field that neither JSON nor a Go map can hold. */
function unprintable(node: Node, inFlow = false, top = true): Found | undefined {
  const flow = inFlow || node.style === FLOW
  if (node.kind === SCALAR) return fails(() => scalarValue(node, true, inFlow)) ? {place: [], line: node.line} : undefined
  return node.kind === MAP ? inMap(node, flow, top) : inList(node, flow)
}

function inList({content}: Node, flow: boolean): Found | undefined {
  for (const [i, item] of content.entries()) {
    const below = unprintable(item, flow, false)
    if (below !== undefined) return {...below, place: [i, ...below.place]}
  }
  return undefined
}

function inMap({content}: Node, flow: boolean, top: boolean): Found | undefined {
  const seen = new Set<string>()
  for (let i = 0; i < content.length; i += 2) {
    const key = content[i]!
    if (fails(() => keyOf(key, top, flow)) || seen.has(key.value))
      return {place: key.kind === SCALAR ? [key.value] : [], line: key.line}
    seen.add(key.value)
    const below = unprintable(content[i + 1]!, flow, false)
    if (below !== undefined) return {...below, place: [key.value, ...below.place]}
  }
  return undefined
}

function fails(action: () => unknown): boolean {
  return messageOf(action) !== undefined
}
