import {FluxError, LimitExceeded, messageOf} from '../../../../errors/flux-error.js'

/** What is wrong with a chart, and which chart: a folder, an archive, an address. */
export function placedFault(error: unknown, place: string): unknown {
  if (!(error instanceof FluxError) || error.message.includes(place)) return error
  const words = `${place}: ${messageOf(error)}`
  const options = {hints: error.hints, exitCode: error.exitCode, cause: error}
  return error instanceof LimitExceeded ? new LimitExceeded(words, options) : new FluxError(error.code, words, options)
}
