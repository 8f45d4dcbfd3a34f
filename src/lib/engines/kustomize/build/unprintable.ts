import {FluxError, LimitExceeded} from '../../../errors/flux-error.js'
import {at, KustomizeError, type Place} from '../error.js'
import type {ClosedFiles} from '../files/closed-files.js'
import {goMap} from '../go/print.js'
import {demandFilled, withTabLine} from '../go/read-back.js'
import {keyOf, scalarValue} from '../node/meaning.js'
import {FLOW, MAP, type Node, SCALAR} from '../node/node.js'
import {parseNodes} from '../node/parse.js'
import type {Resource} from '../resource/resource.js'
import {placeIn, placeOf} from './place.js'

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
      throw new LimitExceeded(`the text of ${resource.curId} grows too long or too deep: ${error.message}`, placeHint(resource))
    if (!(error instanceof FluxError)) throw error
    return at(
      () => placeOfFault(resource, files),
      () => {
        throw new KustomizeError(`${goMap(node)}: ${withTabLine(error.message, node)}`, {cause: error})
      },
    )
  }
}

function placeHint(resource: Resource): {hints: string[]} {
  const place = placeOf(resource)
  return {hints: place === undefined ? [] : [`see ${place}`]}
}

/** The faulty field as it was read, or where the object was read when a patch brought the fault. */
function placeOfFault({source, node}: Resource, files: ClosedFiles): string | undefined {
  if (source === undefined || source.file === '') return undefined
  const text = Buffer.from(files.read(source.file)).toString('utf8')
  const read = parseNodes(text).documents.find(({index}) => index === source.document)
  const found = read && unprintable(read.node)
  return placeIn(source.file, text, (found ?? unprintable(node!))?.place ?? [], found?.line ?? source.line)
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
    if (fails(() => keyOf(key, top)) || seen.has(key.value))
      return {place: key.kind === SCALAR ? [key.value] : [], line: key.line}
    seen.add(key.value)
    const below = unprintable(content[i + 1]!, flow, false)
    if (below !== undefined) return {...below, place: [key.value, ...below.place]}
  }
  return undefined
}

function fails(action: () => unknown): boolean {
  try {
    action()
    return false
  } catch (error) {
    if (error instanceof FluxError) return true
    throw error
  }
}
