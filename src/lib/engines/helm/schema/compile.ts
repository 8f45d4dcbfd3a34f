import type {Options, ValidateFunction} from 'ajv'
import {FluxError, messageOf} from '../../../errors/flux-error.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {Patterns} from '../../../formats/regex/regex.js'
import {FORMATS, formatFault} from './formats.js'
import {isMultipleOf} from './multiple-of.js'
import {preparedSchema} from './prepared-schema.js'

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
    ajv.removeKeyword('multipleOf')
    const validate = (of: number, value: number) => isMultipleOf(value, of)
    ajv.addKeyword({keyword: 'multipleOf', type: 'number', schemaType: 'number', validate, errors: false})
    // newer drafts only note formats
    if (draft < 2019) {
      for (const format of FORMATS) ajv.addFormat(format, (text: string) => formatFault(format, text) === undefined)
    }
    try {
      const {$schema: _, ...rest} = isObject(schema) ? schema : ({} as JsonObject)
      return ajv.compile(isObject(schema) ? (preparedSchema(rest, draft) as object) : (schema as boolean))
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
