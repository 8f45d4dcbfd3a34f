import {ApiError} from '../../errors/api-error.js'
import {FluxError} from '../../errors/flux-error.js'
import type {JsonObject} from '../../formats/json/value.js'
import type {ApiResource, KindRef} from '../../ports/kube.js'
import type {Discovery} from './discovery.js'

/** What of a resource its paths say. */
export type PathResource = Pick<ApiResource, 'resource' | 'namespaced'>

/** Resources by kind: as far as they are known without asking, and those that an answer has shown to be as they were thought to be. */
export interface Places {
  readonly expected: (kind: KindRef) => PathResource | undefined
  readonly confirmed: Map<string, PathResource>
}

export const keyOf = ({apiVersion, kind}: KindRef) => `${apiVersion} ${kind}`

/** Refusals before anything is asked, and answers that are none; what is wrong with the server is told first. */
const ASIDE = new Set(['bad-name', 'no-name', 'no-namespace', 'no-object'])

/**
 * Reads from where a kind is expected to be, without asking the server first what it serves: a small command has one request to make then.
 * When that brings anything but what was asked for, discovery has the word, as it has for all other kinds, so that a missing kind, a
 * login that is refused, or something that is no API server, is told as ever.
 */
export async function readExpected(
  kind: KindRef,
  {expected, confirmed}: Places,
  discovery: Pick<Discovery, 'resourceFor' | 'knows'>,
  read: (resource: PathResource) => Promise<JsonObject>,
  isAnswer: (body: JsonObject) => boolean,
): Promise<JsonObject> {
  const guess = confirmed.has(keyOf(kind)) || discovery.knows(kind.apiVersion) ? undefined : expected(kind)
  if (!guess) return read(confirmed.get(keyOf(kind)) ?? (await discovery.resourceFor(kind)))
  let failure: ApiError | undefined
  try {
    const body = await read(guess)
    if (isAnswer(body)) {
      confirmed.set(keyOf(kind), guess)
      return body
    }
  } catch (error) {
    // it was asked again and again as it said, and would only say so of everything else
    if (error instanceof ApiError && error.retryAfterSeconds !== undefined) throw error
    if (error instanceof ApiError) failure = error
    else if (!saysNothingOfTheServer(error)) throw error
  }
  const resource = await discovery.resourceFor(kind)
  const isThere = resource.resource === guess.resource && resource.namespaced === guess.namespaced
  if (failure && isThere) throw failure
  return read(resource)
}

function saysNothingOfTheServer(error: unknown): boolean {
  if (error instanceof FluxError) return ASIDE.has(error.code)
  return error instanceof Error && error.name === 'TimeoutError'
}
