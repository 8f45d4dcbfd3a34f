import {goQuote} from '../../../../errors/go-quote.js'
import type {CatalogEntry} from '../../discovery/catalog.js'
import {badRequest, statusError} from '../../status.js'

/* What is said of versions that are none, that are not there yet and that are not there any more. */

/** Why a text is no number of 64 bits without a sign, in Go's words; undefined when it is one. */
export function numberFault(text: string): string | undefined {
  const isNumber = /^\d+$/.test(text)
  if (isNumber && BigInt.asUintN(64, BigInt(text)) === BigInt(text)) return undefined
  return `strconv.ParseUint: parsing ${goQuote(text)}: ${isNumber ? 'value out of range' : 'invalid syntax'}`
}

/** What is wrong with a request's resourceVersion; undefined: nothing. */
export function versionFault(version: string): string | undefined {
  const fault = version === '' ? undefined : numberFault(version)
  return fault && `resourceVersion: Invalid value: ${goQuote(version)}: ${fault}`
}

/** 400 of such a version, where it is read for the storage. */
export function badVersion(fault: string): Error {
  return badRequest(`invalid resource version: ${fault}`)
}

/** Events have no watch cache. */
export function isCached({group, resource}: CatalogEntry): boolean {
  return resource !== 'events' || (group !== '' && group !== 'events.k8s.io')
}

/** 504 of a resourceVersion that the server has not reached. Without a cache that may get there nobody is to wait. */
export function tooLarge(wanted: string, current: number, cached: boolean): Error {
  return statusError(504, 'Timeout', `Timeout: Too large resource version: ${wanted}, current: ${current}`, {
    causes: [{reason: 'ResourceVersionTooLarge', message: 'Too large resource version'}],
    ...(cached ? {retryAfterSeconds: 1} : {}),
  })
}

/** 410 of a revision that is compacted. */
export function expired(message: string): Error {
  return statusError(410, 'Expired', message)
}
