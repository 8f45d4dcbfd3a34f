import {checkJson} from '../formats/json/go-check.js'
import {goKind} from '../formats/json/go-kind.js'
import type {JsonObject, JsonValue} from '../formats/json/value.js'

/** Fields that a line of a controller's log may have, which are text. */
const FIELDS = ['ts', 'level', 'msg', 'logger', 'error', 'reconciler kind', 'controllerKind', 'name', 'namespace'] as const
export type LogField = (typeof FIELDS)[number]

/** What is wrong with a line that is no JSON, as Go says it. */
export function brokenLine(line: string): string {
  return `parse error: ${checkJson(line).error ?? 'this is no JSON'}`
}

export interface LogFields {
  /** as the line has them: a name is read in any case, and the last one counts */
  readonly fields: ReadonlyMap<LogField, JsonValue>
  /** which of them is no text first, as Go says it */
  readonly fault?: string
}

/** The fields of a line that flux knows. */
export function logFields(line: JsonObject): LogFields {
  const fields = new Map<LogField, JsonValue>()
  let fault: string | undefined
  for (const [key, value] of Object.entries(line)) {
    const field = FIELDS.find((name) => name === key) ?? FIELDS.find((name) => name.toLowerCase() === key.toLowerCase())
    // a null changes nothing of what stands there
    if (field === undefined || value === null || value === undefined) continue
    fields.set(field, value)
    if (typeof value !== 'string') fault ??= mismatch(field, value)
  }
  return fault === undefined ? {fields} : {fields, fault}
}

function mismatch(field: LogField, value: JsonValue): string {
  const type = field === 'level' ? 'flags.LogLevel' : 'string'
  return `parse error: json: cannot unmarshal ${goKind(value)} into Go struct field ControllerLogEntry.${field} of type ${type}`
}
