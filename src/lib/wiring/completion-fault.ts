import {FluxError, messageOf} from '../errors/flux-error.js'
import {rfc3339} from '../formats/time/local-time.js'
import {UnreachableError} from './dial-error.js'
import {localZone} from './process/local-zone.js'

/**
 * What flux writes to stderr when it cannot ask the cluster for names: for a server that does not answer, or not to this
 * user, a line of the log of its discovery client as well.
 */
export function completionFault(error: unknown): string {
  const words =
    error instanceof UnreachableError ? `Get "${error.server}/api?timeout=32s": ${error.dial}` : shortened(messageOf(error))
  const discovery = error instanceof UnreachableError || (error instanceof FluxError && error.code === 'unauthorized')
  return `${discovery ? discoveryLog(words) : ''}[Debug] [Error] ${words}`
}

const shortened = (message: string) => message.replace(/^failed to get server groups: /, '')

function discoveryLog(words: string): string {
  const now = Date.now()
  const [date, time] = rfc3339(now, localZone(process.env)).split('T') as [string, string]
  const head = `E${date.slice(5).replace('-', '')} ${time.slice(0, 8)}.${String(now % 1000).padStart(3, '0')}000 ${String(process.pid).padStart(7)} memcache.go:265]`
  const quoted = words.replaceAll('"', '\\"')
  return `${head} "Unhandled Error" err="couldn't get current server API group list: ${quoted}" logger="UnhandledError"\n`
}
