import {goQuote} from '../../../errors/go-quote.js'
import type {JsonObject} from '../../../formats/json/value.js'
import type {FieldError} from '../hooks.js'
import {badRequest, invalid} from '../status.js'
import type {WriteSettings} from './core.js'

export type Query = ReadonlyMap<string, readonly string[]>

const MATCHES = ['Exact', 'NotOlderThan', '']

export function optionsError(kind: string, errors: readonly FieldError[]): Error {
  return invalid({group: 'meta.k8s.io', kind}, '', errors)
}

/** The first value of a parameter, '' when absent. */
export function text(query: Query, name: string): string {
  return query.get(name)?.[0] ?? ''
}

/** A boolean parameter as the server's query decoder reads it. */
export function flag(query: Query, name: string): boolean | undefined {
  const value = query.get(name)?.[0]
  if (value === undefined) return undefined
  return value !== '0' && value.toLowerCase() !== 'false'
}

/** An integer parameter; anything else is a 400 with Go's text. */
export function integer(query: Query, name: string): number | undefined {
  const value = query.get(name)?.[0]
  if (value === undefined) return undefined
  if (!/^[+-]?\d+$/.test(value)) throw badRequest(`strconv.ParseInt: parsing ${goQuote(value)}: invalid syntax`)
  const number = BigInt(value)
  if (BigInt.asIntN(64, number) !== number) throw badRequest(`strconv.ParseInt: parsing ${goQuote(value)}: value out of range`)
  return Number(value)
}

/** What is wrong with a list of dryRun values. */
export function dryRunErrors(values: readonly string[]): FieldError[] {
  if (values.every((value) => value === 'All')) return []
  const shown = `[${values.map((value) => JSON.stringify(value)).join(',')}]`
  return [
    {
      reason: 'FieldValueNotSupported',
      field: 'dryRun',
      message: `Unsupported value: ${shown}: supported values: "All"`,
    },
  ]
}

const NO_ERRORS: readonly FieldError[] = []

function managerErrors(manager: string): readonly FieldError[] {
  if (manager.length <= 128 && /^[ -~]*$/.test(manager)) return NO_ERRORS
  const errors: FieldError[] = []
  if (Buffer.byteLength(manager) > 128) {
    errors.push({reason: 'FieldValueTooLong', field: 'fieldManager', message: 'Too long: may not be more than 128 bytes'})
  }
  let position = 0
  for (const char of manager) {
    if (!/[\p{L}\p{M}\p{N}\p{P}\p{S} ]/u.test(char)) {
      const code = char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')
      errors.push({
        reason: 'FieldValueInvalid',
        field: 'fieldManager',
        message: `Invalid value: ${goQuote(manager)}: invalid character U+${code} (at position ${position})`,
      })
    }
    position += Buffer.byteLength(char)
  }
  return errors
}

/** CreateOptions, UpdateOptions or PatchOptions of a query, validated. */
export function writeSettings(
  query: Query,
  kind: 'CreateOptions' | 'UpdateOptions' | 'PatchOptions',
  apply = false,
): WriteSettings {
  const dryRun = query.get('dryRun') ?? []
  const manager = text(query, 'fieldManager')
  const validation = text(query, 'fieldValidation')
  const force = flag(query, 'force')
  const errors: FieldError[] = []
  if (kind === 'PatchOptions') {
    if (apply && manager === '') {
      errors.push({
        reason: 'FieldValueRequired',
        field: 'fieldManager',
        message: 'Required value: is required for apply patch',
      })
    }
    if (!apply && force !== undefined) {
      errors.push({
        reason: 'FieldValueForbidden',
        field: 'force',
        message: 'Forbidden: may not be specified for non-apply patch',
      })
    }
  }
  errors.push(...managerErrors(manager), ...dryRunErrors(dryRun))
  if (!['', 'Ignore', 'Warn', 'Strict'].includes(validation)) {
    errors.push({
      reason: 'FieldValueNotSupported',
      field: 'fieldValidation',
      message: `Unsupported value: ${goQuote(validation)}: supported values: "", "Ignore", "Strict", "Warn"`,
    })
  }
  if (errors.length > 0) throw optionsError(kind, errors)
  return {
    dryRun: dryRun.length > 0,
    fieldManager: manager,
    fieldValidation: validation === '' ? 'Warn' : (validation as WriteSettings['fieldValidation']),
    force: force ?? false,
    given: givenOf(manager, validation),
  }
}

function givenOf(manager: string, validation: string): JsonObject {
  const given: JsonObject = {}
  if (manager !== '') given.fieldManager = manager
  if (validation !== '') given.fieldValidation = validation
  return given
}

export interface ListSettings {
  readonly labelSelector: string
  readonly fieldSelector: string
  readonly limit: number
  readonly continue: string
  readonly resourceVersion: string
  readonly resourceVersionMatch: string
  readonly sendInitialEvents: boolean | undefined
  readonly allowWatchBookmarks: boolean
  readonly timeoutSeconds: number | undefined
}

/** ListOptions of a query; `watch` decides which rules hold. */
export function listSettings(query: Query, watch: boolean): ListSettings {
  const settings: ListSettings = {
    labelSelector: text(query, 'labelSelector'),
    fieldSelector: text(query, 'fieldSelector'),
    limit: integer(query, 'limit') ?? 0,
    continue: text(query, 'continue'),
    resourceVersion: text(query, 'resourceVersion'),
    resourceVersionMatch: text(query, 'resourceVersionMatch'),
    sendInitialEvents: flag(query, 'sendInitialEvents'),
    allowWatchBookmarks: flag(query, 'allowWatchBookmarks') ?? false,
    timeoutSeconds: integer(query, 'timeoutSeconds'),
  }
  const errors = watch ? watchErrors(settings) : listErrors(settings)
  if (errors.length > 0) throw optionsError('ListOptions', errors)
  return settings
}

function forbid(message: string, field = 'resourceVersionMatch'): FieldError {
  return {reason: 'FieldValueForbidden', field, message: `Forbidden: ${message}`}
}

function unsupportedMatch(value: string, supported: readonly string[]): FieldError {
  return {
    reason: 'FieldValueNotSupported',
    field: 'resourceVersionMatch',
    message: `Unsupported value: ${JSON.stringify(value)}: supported values: ${supported.map(goQuote).join(', ')}`,
  }
}

function listErrors(settings: ListSettings): FieldError[] {
  const {resourceVersion: version, resourceVersionMatch: match} = settings
  const errors: FieldError[] = []
  if (match !== '') {
    if (version === '') errors.push(forbid('resourceVersionMatch is forbidden unless resourceVersion is provided'))
    if (settings.continue !== '') errors.push(forbid('resourceVersionMatch is forbidden when continue is provided'))
    if (!MATCHES.includes(match)) errors.push(unsupportedMatch(match, MATCHES))
    if (match === 'Exact' && version === '0') {
      errors.push(forbid('resourceVersionMatch "exact" is forbidden for resourceVersion "0"'))
    }
  }
  if (settings.sendInitialEvents !== undefined) {
    errors.push(forbid('sendInitialEvents is forbidden for list', 'sendInitialEvents'))
  }
  return errors
}

function watchErrors(settings: ListSettings): FieldError[] {
  const {resourceVersionMatch: match, sendInitialEvents} = settings
  const errors: FieldError[] = []
  if (sendInitialEvents !== undefined && match !== 'NotOlderThan') {
    errors.push(forbid('sendInitialEvents requires setting resourceVersionMatch to NotOlderThan'))
  }
  if (match !== '') {
    if (sendInitialEvents === undefined) {
      errors.push(forbid('resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided'))
    }
    if (match !== 'NotOlderThan') errors.push(unsupportedMatch(match, ['NotOlderThan']))
  }
  if (settings.continue !== '') errors.push(forbid('resourceVersionMatch is forbidden when continue is provided'))
  return errors
}
