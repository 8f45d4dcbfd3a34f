import {FluxError} from '../../errors/flux-error.js'
import {printJson} from '../json/print.js'
import {sameValue} from '../json/same-value.js'
import {setOwn} from '../json/set-own.js'
import {isObject, type JsonObject, type JsonValue} from '../json/value.js'

export interface JsonPatchOptions {
  /** Sum of the JSON sizes of everything that `copy` may add, in bytes; 0 for any; absent: what kube-apiserver allows everywhere, 3 MiB. */
  readonly maxCopyBytes?: number
  /** Told by and by how many values (lists and maps included) each `copy` adds; what it throws ends the patch. */
  readonly onCopy?: (values: number) => void
}

/** Containers that this run made itself and may therefore change in place. */
type Owned = Set<object>

interface State {
  root: JsonValue
  readonly owned: Owned
  copied: number
  readonly limit: number
  readonly onCopy: ((values: number) => void) | undefined
}

const COPIED_BYTES = 3 * 1024 * 1024

type Container = JsonObject | JsonValue[]

/**
 * Applies the operations in order and returns the new document; all or nothing.
 * Laxer than the RFC just as kube-apiserver is: `replace` of an absent key adds it, negative indices count from the
 * end, what stands before the first `/` of a path is ignored, `test` of an absent key against null holds.
 * @throws FluxError `json-patch` when an operation cannot be applied or a `test` fails
 */
export function applyJsonPatch(document: JsonValue, patch: readonly JsonValue[], options: JsonPatchOptions = {}): JsonValue {
  const {maxCopyBytes: limit = COPIED_BYTES, onCopy} = options
  const state: State = {root: document, owned: new Set(), copied: 0, limit, onCopy}
  for (const operation of patch) applyOperation(state, isObject(operation) ? operation : {})
  return state.root
}

function applyOperation(state: State, operation: JsonObject): void {
  switch (operation.op) {
    case 'add':
      add(state, textOf(operation, 'path'), operation.value ?? null, 'add')
      break
    case 'remove':
      remove(state, textOf(operation, 'path'))
      break
    case 'replace':
      replace(state, textOf(operation, 'path'), operation.value)
      break
    case 'move':
      move(state, operation)
      break
    case 'copy':
      copy(state, operation)
      break
    case 'test':
      test(state, textOf(operation, 'path'), operation.value)
      break
    default:
      throw fault(`Unexpected kind: ${typeof operation.op === 'string' ? operation.op : 'unknown'}`)
  }
}

function add(state: State, path: string, value: JsonValue, verb: string): void {
  const target = locate(state, path)
  if (!target) throw missing(`${verb} operation does not apply: doc is missing path: "${path}"`)
  const [container, key] = target
  if (!Array.isArray(container)) {
    setOwn(container, key, value)
    return
  }
  if (key === '-') {
    container.push(value)
    return
  }
  const index = indexOf(key)
  if (index === undefined) throw fault(`error in add for path: '${path}': value was not a proper array index: '${key}'`)
  container.splice(inRange(index, container.length + 1, `error in add for path: '${path}'`), 0, value)
}

function remove(state: State, path: string): void {
  const target = locate(state, path)
  if (!target) throw missing(`remove operation does not apply: doc is missing path: "${path}"`)
  removeAt(target[0], target[1], `error in remove for path: '${path}'`)
}

function replace(state: State, path: string, value: JsonValue | undefined): void {
  if (path === '') {
    if (typeof value !== 'object' || value === null) throw fault('replace operation value must be object or array')
    state.root = value
    return
  }
  const target = locate(state, path)
  if (!target) throw missing(`replace operation does not apply: doc is missing path: ${path}`)
  const [container, key] = target
  if (!Array.isArray(container)) {
    setOwn(container, key, value ?? null)
    return
  }
  const index = indexOf(key)
  const missingKey = `replace operation does not apply: doc is missing key: ${path}`
  if (index === undefined) throw missing(missingKey)
  const at = index < 0 ? index + container.length : index
  if (at < 0 || at >= container.length) throw missing(missingKey)
  container[at] = value ?? null
}

function move(state: State, operation: JsonObject): void {
  const from = textOf(operation, 'from')
  const source = locate(state, from)
  if (!source) throw missing(`move operation does not apply: doc is missing from path: ${from}`)
  const [container, key] = source
  const where = `error in move for path: '${key}'`
  const value = read(container, key, where) ?? null
  removeAt(container, key, where)
  add(state, textOf(operation, 'path'), value, 'move')
}

function copy(state: State, operation: JsonObject): void {
  const from = textOf(operation, 'from')
  const source = locate(state, from)
  if (!source) throw missing(`copy operation does not apply: doc is missing from path: ${from}`)
  const value = read(source[0], source[1], `error in copy for from: '${from}'`) ?? null
  if (state.limit > 0) {
    state.copied += sizeOf(value)
    if (state.copied > state.limit) {
      throw fault(
        `Unable to complete the copy, the accumulated size increase of copy is ${state.copied}, exceeding the limit ${state.limit}`,
      )
    }
  }
  // The same value now sits in two places: neither may be changed in place any more.
  disown(value, state.owned)
  if (state.onCopy !== undefined) countValues(value, state.onCopy)
  add(state, textOf(operation, 'path'), value, 'copy')
}

function test(state: State, path: string, value: JsonValue | undefined): void {
  const failed = `testing value ${path} failed: test failed`
  if (path === '') {
    if (!sameValue(state.root, value ?? null)) throw fault(failed)
    return
  }
  const target = locate(state, path)
  if (!target) throw missing(`test operation does not apply: is missing path: ${path}`)
  const found = read(target[0], target[1], `error in test for path: '${path}'`)
  if (!sameValue(found ?? null, value ?? null)) throw fault(failed)
}

/** The container that holds the last segment of the path, made changeable, and that segment; undefined when there is none. */
function locate(state: State, path: string): [Container, string] | undefined {
  const parts = path.split('/')
  if (parts.length < 2) return undefined
  const root = state.root
  if (typeof root !== 'object' || root === null) return undefined
  let container = own(root, state.owned)
  state.root = container
  for (let i = 1; i < parts.length - 1; i++) {
    const key = decodeSegment(parts[i] as string)
    const next = peek(container, key)
    if (typeof next !== 'object' || next === null) return undefined
    const owned = own(next, state.owned)
    if (Array.isArray(container)) container[resolveIndex(key, container.length) as number] = owned
    else setOwn(container, key, owned)
    container = owned
  }
  return [container, decodeSegment(parts[parts.length - 1] as string)]
}

function own(value: Container, owned: Owned): Container {
  if (owned.has(value)) return value
  const copied = Array.isArray(value) ? value.slice() : {...value}
  owned.add(copied)
  return copied
}

function disown(value: JsonValue, owned: Owned): void {
  if (typeof value !== 'object' || value === null || !owned.delete(value)) return
  for (const child of Object.values(value)) if (child !== undefined) disown(child, owned)
}

/** A value may stand in many places, so that its count may have no end: it is told while it grows. */
function countValues(value: JsonValue, told: (values: number) => void): void {
  told(1)
  if (typeof value !== 'object' || value === null) return
  for (const child of Object.values(value)) if (child !== undefined) countValues(child, told)
}

function peek(container: Container, key: string): JsonValue | undefined {
  if (!Array.isArray(container)) return Object.hasOwn(container, key) ? container[key] : undefined
  const index = resolveIndex(key, container.length)
  return index === undefined ? undefined : container[index]
}

function read(container: Container, key: string, where: string): JsonValue | undefined {
  if (!Array.isArray(container)) return peek(container, key)
  const index = indexOf(key)
  if (index === undefined) throw fault(`${where}: strconv.Atoi: parsing ${JSON.stringify(key)}: invalid syntax`)
  return container[inRange(index, container.length, where)]
}

function removeAt(container: Container, key: string, where: string): void {
  if (!Array.isArray(container)) {
    if (peek(container, key) === undefined) throw missing(`${where}: Unable to remove nonexistent key: ${key}`)
    delete container[key]
    return
  }
  const index = indexOf(key)
  if (index === undefined) throw fault(`${where}: strconv.Atoi: parsing ${JSON.stringify(key)}: invalid syntax`)
  container.splice(inRange(index, container.length, where), 1)
}

function inRange(index: number, length: number, where: string): number {
  const at = index < 0 ? index + length : index
  if (at < 0 || at >= length) throw fault(`${where}: Unable to access invalid index: ${index}: invalid index referenced`)
  return at
}

function resolveIndex(key: string, length: number): number | undefined {
  const index = indexOf(key)
  if (index === undefined) return undefined
  const at = index < 0 ? index + length : index
  return at >= 0 && at < length ? at : undefined
}

/** As Go's strconv.Atoi reads an integer. */
function indexOf(key: string): number | undefined {
  return /^[+-]?[0-9]+$/.test(key) ? Number(key) : undefined
}

function decodeSegment(segment: string): string {
  return segment.includes('~') ? segment.replace(/~[01]/g, (pair) => (pair === '~1' ? '/' : '~')) : segment
}

function textOf(operation: JsonObject, field: 'path' | 'from'): string {
  const text = operation[field]
  if (typeof text === 'string') return text
  throw missing(`${String(operation.op)} operation failed to decode ${field}`)
}

function sizeOf(value: JsonValue): number {
  return Buffer.byteLength(printJson(value))
}

function fault(message: string): FluxError {
  return new FluxError('json-patch', message)
}

function missing(message: string): FluxError {
  return fault(`${message}: missing value`)
}
