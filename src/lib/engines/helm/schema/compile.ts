import type {Options, ValidateFunction} from 'ajv'
import {FluxError, messageOf} from '../../../errors/flux-error.js'
import {goQuote} from '../../../errors/go-quote.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {Patterns} from '../../../formats/regex/regex.js'
import {FORMATS, formatFault} from './formats.js'
import {isMultipleOf} from './multiple-of.js'
import {preparedSchema} from './prepared-schema.js'
import {OWN_ADDRESS, References, resolved} from './references.js'

/** @throws FluxError `bad-schema` */
export type Compile = (schema: JsonValue) => ValidateFunction

const DRAFT = /^https?:\/\/json-schema\.org\/(?:draft-0([467])\/schema|draft\/(2019-09|2020-12)\/schema|schema)$/

/** The draft that a schema is written in: 4, 6, 7, 2019 or 2020, which it is without a word (helm-engine reference 5). */
export function draftOf(schema: JsonValue): number {
  const found = isObject(schema) && typeof schema.$schema === 'string' ? DRAFT.exec(addressOf(schema.$schema)) : null
  return Number.parseInt(found?.[1] ?? found?.[2] ?? '2020', 10)
}

function addressOf(reference: string): string {
  return reference.replace(/#.*$/su, '')
}

/** @throws FluxError `bad-schema` for a draft that would have to be fetched */
function demandDraft({$schema}: JsonObject): void {
  const address = typeof $schema === 'string' ? addressOf($schema) : 'urn:'
  if (DRAFT.test(address) || address.startsWith('urn:')) return
  if (address === OWN_ADDRESS) throw new FluxError('bad-schema', `draft ${goQuote(address)} is not supported`)
  throw new FluxError('bad-schema', notLoaded(address))
}

function notLoaded(address: string): string {
  const isThere = /^(?:https?|file):/.test(address)
  const reason = isThere ? 'schemas that lie elsewhere are not fetched' : `no URLLoader registered for ${goQuote(address)}`
  return `failing loading ${goQuote(address)}: ${reason}`
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
    if (isObject(schema)) demandDraft(schema)
    try {
      const {$schema: _, ...rest} = isObject(schema) ? schema : ({} as JsonObject)
      return ajv.compile(
        isObject(schema) ? (preparedSchema(rest, draft, new References(rest, draft)) as object) : (schema as boolean),
      )
    } catch (error) {
      throw new FluxError('bad-schema', wordsOf(error), {cause: error})
    }
  }
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
