import {FluxError} from '../../../errors/flux-error.js'
import {goQuote} from '../../../errors/go-quote.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {OWN_ADDRESS} from './references.js'

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
export function demandDraft({$schema}: JsonObject): void {
  const address = typeof $schema === 'string' ? addressOf($schema) : 'urn:'
  if (DRAFT.test(address) || address.startsWith('urn:')) return
  if (address === OWN_ADDRESS) throw new FluxError('bad-schema', `draft ${goQuote(address)} is not supported`)
  throw new FluxError('bad-schema', notLoaded(address))
}

/** What is said of a schema that lies elsewhere. */
export function notLoaded(address: string): string {
  const isThere = /^(?:https?|file):/.test(address)
  const reason = isThere ? 'schemas that lie elsewhere are not fetched' : `no URLLoader registered for ${goQuote(address)}`
  return `failing loading ${goQuote(address)}: ${reason}`
}
