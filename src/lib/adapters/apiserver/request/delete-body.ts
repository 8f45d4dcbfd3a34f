import {goKind} from '../../../formats/json/go-kind.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {badRequest} from '../status.js'
import {typeFault} from './go-types.js'

/** A DELETE body that is no DeleteOptions. */
export function checkDeleteBody(body: JsonValue | undefined): void {
  if (body === undefined || body === null) return
  const wrong = typeFault(body)
  if (wrong !== undefined) throw badRequest(`couldn't get version/kind; json parse error: ${wrong}`)
  if (!isObject(body)) return
  const {kind, apiVersion} = body
  if (typeof kind === 'string' && kind !== '' && kind !== 'DeleteOptions') {
    const version = typeof apiVersion === 'string' && apiVersion !== '' ? apiVersion : 'meta.k8s.io/v1'
    throw badRequest(`no kind "${kind}" is registered for version "${version}" in scheme "pkg/runtime/scheme.go:111"`)
  }
  checkFields(body)
}

/** Go types of the fields of DeleteOptions; the reader stops at the first value of another type. */
const FIELDS: Readonly<Record<string, {readonly go: string; readonly fits: (value: JsonValue) => boolean}>> = {
  gracePeriodSeconds: {go: 'int64', fits: (value) => typeof value === 'number' && Number.isInteger(value)},
  preconditions: {go: 'v1.Preconditions', fits: isObject},
  orphanDependents: {go: 'bool', fits: (value) => typeof value === 'boolean'},
  propagationPolicy: {go: 'v1.DeletionPropagation', fits: (value) => typeof value === 'string'},
  dryRun: {go: '[]string', fits: Array.isArray},
}

function checkFields(body: JsonObject): void {
  for (const [name, value] of Object.entries(body)) {
    const field = FIELDS[name]
    if (!field || value === undefined || value === null || field.fits(value)) continue
    const shown = typeof value === 'number' && field.go === 'int64' ? `number ${value}` : goKind(value)
    throw cannotRead(shown, `DeleteOptions.${name}`, field.go)
  }
  const {dryRun, preconditions} = body
  for (const item of Array.isArray(dryRun) ? dryRun : []) checkText(item, 'DeleteOptions.dryRun', 'string')
  if (!isObject(preconditions)) return
  checkText(preconditions.uid, 'Preconditions.preconditions.uid', 'types.UID')
  checkText(preconditions.resourceVersion, 'Preconditions.preconditions.resourceVersion', 'string')
}

function checkText(value: JsonValue | undefined, field: string, type: string): void {
  if (value !== undefined && value !== null && typeof value !== 'string') throw cannotRead(goKind(value), field, type)
}

function cannotRead(value: string, field: string, type: string): Error {
  return badRequest(`json: cannot unmarshal ${value} into Go struct field ${field} of type ${type}`)
}
