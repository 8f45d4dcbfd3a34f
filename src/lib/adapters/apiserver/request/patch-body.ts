import {inTextOrder} from '../../../formats/json/go-check.js'
import {isObject} from '../../../formats/json/value.js'
import type {WriteSettings} from '../rest/core.js'
import type {PatchKind} from '../rest/patch.js'
import {badRequest} from '../status.js'
import type {ApiRequest} from './api-request.js'
import {type BodyValue, bodyValue} from './body.js'

/**
 * The body of a PATCH and what the strict reader finds in it.
 * @throws ApiError 400
 */
export function patchBody(request: ApiRequest, kind: PatchKind, settings: WriteSettings): BodyValue {
  const fault = patchFault(kind, settings)
  const body = bodyValue(request, false, fault)
  if (!body) throw fault('', 'unexpected end of JSON input')
  const huge = [...(body.numbers?.spellings.values() ?? [])].find((number) => !Number.isFinite(Number(number)))
  if (huge !== undefined) {
    const field = kind === 'json' ? 'struct field jsonPatchOp.value' : 'value'
    throw fault('', `json: cannot unmarshal number ${huge} into Go ${field} of type float64`)
  }
  return {...body, strict: patchFaults(kind, body)}
}

/** The strict reader comes first, unless nobody asked for it; then a merge patch only fails when it is merged. */
function patchFault(kind: PatchKind, settings: WriteSettings): (text: string, reason: string) => Error {
  const strict = settings.fieldValidation !== 'Ignore'
  return (_text, reason) => {
    const text = reason.replace(/^json parse error: /, '')
    if (kind === 'merge' && !strict) return badRequest('Invalid JSON Patch')
    return badRequest(kind !== 'strategic' && strict ? `error decoding patch: ${text}` : text)
  }
}

const OPERATION = new Set(['op', 'path', 'from', 'value'])

/** What the strict reader finds in a patch. */
function patchFaults(kind: PatchKind, body: BodyValue): readonly string[] {
  if (kind !== 'json' || !Array.isArray(body.value)) return body.strict
  const unknown = body.value.flatMap((operation, at) =>
    Object.keys(isObject(operation) ? operation : {})
      .filter((name) => !OPERATION.has(name))
      .map((name) => `unknown field "[${at}].${name}"`),
  )
  const all = [...body.strict, ...unknown]
  return (body.text === undefined ? all : inTextOrder(body.text, all)).map((fault) => `json patch ${fault}`)
}
