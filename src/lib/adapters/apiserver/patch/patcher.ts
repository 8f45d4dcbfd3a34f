import {FluxError} from '../../../errors/flux-error.js'
import {goQuote} from '../../../errors/go-quote.js'
import {goKind} from '../../../formats/json/go-kind.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {applyJsonPatch} from '../../../formats/patch/json-patch.js'
import {applyMergePatch} from '../../../formats/patch/merge-patch.js'
import type {KubeObject} from '../../../ports/kube.js'
import type {Patcher, ServedResource} from '../hooks.js'
import {goValue} from '../ssa/typed/go-text.js'
import {badRequest, invalid, statusError} from '../status.js'
import {fittedIntegers} from './fitted-integers.js'
import {mergedPatch} from './merged-patch.js'
import {restoreFault} from './restore-check.js'
import {StrategicError} from './strategic-error.js'
import {strategicMerge} from './strategic-merge.js'

const mostOperations = 10_000
const mostCopiedBytes = 3 * 1024 * 1024

export function createPatcher(): Patcher {
  return {json: jsonPatch, merge: mergePatch, strategic: strategicPatch}
}

function jsonPatch(_resource: ServedResource, live: KubeObject, operations: JsonValue): JsonObject {
  if (operations === null) return live as JsonObject
  if (!Array.isArray(operations)) throw notDecoded(operations, '[]handlers.jsonPatchOp')
  const odd = operations.find((operation) => operation !== null && !isObject(operation))
  if (odd !== undefined) throw notDecoded(odd, 'handlers.jsonPatchOp')
  if (operations.length > mostOperations) {
    throw statusError(
      413,
      'RequestEntityTooLarge',
      `Request entity too large: The allowed maximum operations in a JSON patch is ${mostOperations}, got ${operations.length}`,
    )
  }
  try {
    const patched = applyJsonPatch(live, operations, {maxCopyBytes: mostCopiedBytes})
    return isObject(patched) ? patched : {}
  } catch (error) {
    // The server keeps its reason to itself.
    if (error instanceof FluxError) throw rejected()
    throw error
  }
}

function mergePatch(_resource: ServedResource, live: KubeObject, patch: JsonValue): JsonObject {
  if (patch === null) throw badRequest('Invalid JSON Patch')
  if (!isObject(patch)) throw notDecoded(patch, 'map[string]interface {}')
  return applyMergePatch(live, patch) as JsonObject
}

function strategicPatch(resource: ServedResource, live: KubeObject, patch: JsonValue): JsonObject {
  if (patch === null) return live as JsonObject
  if (!isObject(patch)) throw badRequest(decodeText(patch, 'map[string]interface {}'))
  try {
    const patched = strategicMerge(live, patch, resource.schema)
    const fault = restoreFault(resource.schema, patched)
    if (fault === undefined) return fittedIntegers(resource.schema, patched) as JsonObject
    throw invalid({group: '', kind: ''}, '', [
      {
        reason: 'FieldValueInvalid',
        field: 'patch',
        message: `Invalid value: ${goQuote(goValue(mergedPatch(live as JsonObject, patch, resource.schema), true))}: ${fault}`,
      },
    ])
  } catch (error) {
    if (!(error instanceof StrategicError)) throw error
    if (error.code === 400) throw badRequest(error.message)
    throw error.code === 422 ? rejected() : statusError(500, '', error.message)
  }
}

function rejected(): Error {
  return statusError(422, 'Invalid', 'the server rejected our request due to an error in our request', {})
}

function notDecoded(value: JsonValue, type: string): Error {
  return badRequest(`error decoding patch: ${decodeText(value, type)}`)
}

function decodeText(value: JsonValue, type: string): string {
  return `json: cannot unmarshal ${goKind(value)} into Go value of type ${type}`
}
