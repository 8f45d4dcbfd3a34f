import {FluxError, LimitExceeded} from '../../../errors/flux-error.js'
import {checkJson} from '../../../formats/json/go-check.js'
import {goKind} from '../../../formats/json/go-kind.js'
import {parseJson} from '../../../formats/json/parse.js'
import {isObject, type JsonValue} from '../../../formats/json/value.js'
import {applyJsonPatch} from '../../../formats/patch/json-patch.js'
import {printable} from '../../../formats/yaml/reader.js'
import {KustomizeError, within} from '../error.js'
import {goJson} from '../go/json.js'
import {demandReadable, withTabLine} from '../go/read-back.js'
import {withSpelledTests} from '../go/spelled-test.js'
import {configValue} from '../node/config-value.js'
import {nodeOfJson} from '../node/from-json.js'
import {jsonOf} from '../node/json-of.js'
import type {Node} from '../node/node.js'
import {countNodes, demandFew, type Grow} from '../resource/growth.js'
import {demandShallow} from '../text/demand-shallow.js'
import {patchedInPlace} from './patch-in-place.js'

/**
 * Reads the operations of a JSON patch from JSON or YAML. `prefix`, with the text as JSON, is put before what is wrong with that.
 * @throws KustomizeError when it is none
 */
export function parseJsonPatch(text: string, prefix?: string): JsonValue[] {
  if (text === '') throw new KustomizeError('empty json patch operations')
  const shown = <T>(json: () => string, action: () => T) =>
    prefix === undefined ? action() : within(() => `${prefix} ${json()}`, action)
  if (!text.startsWith('[')) {
    const value = configValue(text)
    return shown(
      () => goJson(value),
      () => operationsOf(value),
    )
  }
  demandShallow(text)
  return shown(
    () => text,
    () => withSpelledTests(text, operationsOf(fromJson(text))),
  )
}

function fromJson(text: string): JsonValue {
  try {
    return parseJson(printable(text))
  } catch (error) {
    if (error instanceof FluxError) throw new KustomizeError(checkJson(text).error ?? error.message, {cause: error})
    throw error
  }
}

function operationsOf(value: JsonValue): JsonValue[] {
  if (value === null) return []
  if (!Array.isArray(value)) {
    throw new KustomizeError(`json: cannot unmarshal ${goKind(value)} into Go value of type jsonpatch.Patch`)
  }
  const other = value.find((operation) => operation !== null && !isObject(operation))
  if (other !== undefined) {
    throw new KustomizeError(`json: cannot unmarshal ${goKind(other)} into Go value of type jsonpatch.Operation`)
  }
  return value
}

/** Applies JSON patch operations to an object; it is made anew, keys in order. */
export function patchNode(node: Node, operations: readonly JsonValue[], grow: Grow): void {
  const before = countNodes(node)
  const made = patchedInPlace(node, operations) ?? patchedJson(node, operations, grow)
  grow(countNodes(made) - before)
  demandReadable(made, true)
  node.assign(made)
}

function patchedJson(node: Node, operations: readonly JsonValue[], grow: Grow): Node {
  let patched: JsonValue
  let copied = 0
  const onCopy = (values: number) => {
    copied += values
    demandFew(copied)
    grow(values)
  }
  try {
    patched = applyJsonPatch(jsonOf(node), operations, {maxCopyBytes: 0, onCopy})
  } catch (error) {
    if (!(error instanceof FluxError) || error instanceof LimitExceeded) throw error
    const fault = new KustomizeError(withTabLine(error.message, node), {hints: error.hints, cause: error})
    fault.below = faultyOperation(node, operations)
    throw fault
  }
  grow(-copied)
  if (!isObject(patched)) throw new KustomizeError('json: cannot unmarshal array into Go value of type map[string]interface {}')
  return nodeOfJson(patched)
}

/** The first operation that fails; none when the object itself does. */
function faultyOperation(node: Node, operations: readonly JsonValue[]): number[] {
  let value: JsonValue
  try {
    value = jsonOf(node)
  } catch {
    return []
  }
  const at = operations.findIndex((operation) => {
    try {
      value = applyJsonPatch(value, [operation], {maxCopyBytes: 0})
      return false
    } catch {
      return true
    }
  })
  return at < 0 ? [] : [at]
}
