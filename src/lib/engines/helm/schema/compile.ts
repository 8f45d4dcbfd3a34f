import type {Options, ValidateFunction} from 'ajv'
import {FluxError, messageOf} from '../../../errors/flux-error.js'
import {goQuote} from '../../../errors/go-quote.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {Patterns} from '../../../formats/regex/regex.js'
import {demandDraft, draftOf, notLoaded} from './drafts.js'
import {FORMATS, formatFault} from './formats/formats.js'
import {isMultipleOf} from './multiple-of.js'
import {preparedSchema} from './prepared-schema.js'
import {OWN_ADDRESS, References, resolved} from './references.js'

/** `unknown` gets the names that nothing has. @throws FluxError `bad-schema` */
export type Compile = (schema: JsonValue, unknown: string[]) => ValidateFunction

const OPTIONS: Options = {allErrors: true, strict: false, logger: false, validateFormats: true, code: {regExp: regExp()}}

/** Loads the validators. */
export async function schemaCompiler(): Promise<Compile> {
  const [{Ajv}, {Ajv2019}, {Ajv2020}] = await Promise.all([import('ajv'), import('ajv/dist/2019.js'), import('ajv/dist/2020.js')])
  return (schema, unknown) => {
    const draft = draftOf(schema)
    const ajv = draft >= 2020 ? new Ajv2020(OPTIONS) : draft === 2019 ? new Ajv2019(OPTIONS) : new Ajv(OPTIONS)
    ajv.removeKeyword('multipleOf')
    const validate = (of: number, value: number) => isMultipleOf(value, of)
    ajv.addKeyword({keyword: 'multipleOf', type: 'number', schemaType: 'number', validate, errors: false})
    // newer drafts only note formats
    if (draft < 2019) {
      for (const format of FORMATS) ajv.addFormat(format, (text: string) => formatFault(format, text) === undefined)
    }
    const prepared = isObject(schema) ? withoutDraft(schema, draft, unknown) : schema
    try {
      return ajv.compile(prepared as object | boolean)
    } catch (error) {
      throw new FluxError('bad-schema', wordsOf(error), {cause: error})
    }
  }
}

function withoutDraft(schema: JsonObject, draft: number, unknown: string[]): JsonValue {
  demandDraft(schema)
  const {$schema: _, ...rest} = schema
  return preparedSchema(rest, draft, new References(rest, draft, unknown))
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error && 'missingRef' in error)) return `the schema is not valid: ${messageOf(error)}`
  const [address, fragment] = resolved(String(error.missingRef), OWN_ADDRESS)
  if (fragment.startsWith('/')) return `json-pointer in ${goQuote(`${OWN_ADDRESS}#${fragment}`)} not found`
  if (fragment === '') return notLoaded(address)
  return `anchor in ${goQuote(`${address}#${fragment}`)} not found in schema ${goQuote(OWN_ADDRESS)}`
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
