import type {Options, ValidateFunction} from 'ajv'
import {FluxError, messageOf} from '../../../errors/flux-error.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {Patterns} from '../../../formats/regex/regex.js'
import {FORMATS, formatFault} from './formats.js'

/** @throws FluxError `bad-schema` */
export type Compile = (schema: JsonValue) => ValidateFunction

/** The draft that a schema is written in: 4, 6, 7, 2019 or 2020, which it is without a word (helm-engine reference 5). */
export function draftOf(schema: JsonValue): number {
  const name = isObject(schema) && typeof schema.$schema === 'string' ? schema.$schema : ''
  const found = /json-schema\.org\/(?:draft\/)?(?:draft-0(\d)|(20\d\d)-\d\d)/.exec(name)
  return Number(found?.[1] ?? found?.[2] ?? 2020)
}

const OPTIONS: Options = {allErrors: true, strict: false, logger: false, validateFormats: true, code: {regExp: regExp()}}

/** Loads the validators. */
export async function schemaCompiler(): Promise<Compile> {
  const [{Ajv}, {Ajv2019}, {Ajv2020}] = await Promise.all([import('ajv'), import('ajv/dist/2019.js'), import('ajv/dist/2020.js')])
  return (schema) => {
    const draft = draftOf(schema)
    const ajv = draft >= 2020 ? new Ajv2020(OPTIONS) : draft === 2019 ? new Ajv2019(OPTIONS) : new Ajv(OPTIONS)
    // newer drafts only note formats
    if (draft < 2019) {
      for (const format of FORMATS) ajv.addFormat(format, (text: string) => formatFault(format, text) === undefined)
    }
    try {
      const {$schema: _, ...rest} = isObject(schema) ? schema : ({} as JsonObject)
      const body = draft === 4 ? modern(rest) : rest
      return ajv.compile(isObject(schema) ? (body as object) : (schema as boolean))
    } catch (error) {
      throw new FluxError('bad-schema', wordsOf(error), {cause: error})
    }
  }
}

function wordsOf(error: unknown): string {
  const missing = error instanceof Error && 'missingRef' in error ? String(error.missingRef) : ''
  return missing.startsWith('#/')
    ? `json-pointer in "file:///values.schema.json${missing}" not found`
    : `the schema is not valid: ${messageOf(error)}`
}

/** Draft 4 in words of draft 7. */
function modern(schema: JsonValue): JsonValue {
  if (Array.isArray(schema)) return schema.map(modern)
  if (!isObject(schema)) return schema
  const result: JsonObject = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, modern(value!)]))
  for (const [limit, exclusive] of [
    ['minimum', 'exclusiveMinimum'],
    ['maximum', 'exclusiveMaximum'],
  ] as const) {
    if (typeof result[exclusive] !== 'boolean') continue
    if (result[exclusive] && typeof result[limit] === 'number') {
      result[exclusive] = result[limit]
      delete result[limit]
    } else delete result[exclusive]
  }
  if (typeof result.id === 'string') {
    result.$id = result.id
    delete result.id
  }
  return result
}

/** RE2 for `pattern`, as Helm has it. */
function regExp() {
  const patterns = new Patterns()
  const make = (pattern: string) => {
    const compiled = patterns.compile(pattern)
    // the validator keeps patterns by their text
    return {test: (text: string) => compiled.matcher(text).find(), toString: () => pattern}
  }
  return Object.assign(make, {code: 'new RegExp'})
}
