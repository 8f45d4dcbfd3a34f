import {messageOf} from '../errors/flux-error.js'
import {UnreachableError} from './dial-error.js'

/**
 * What flux writes to stderr when it cannot ask the cluster for names: for a server that does not answer, a line of the
 * log of its discovery client as well.
 */
export function completionFault(error: unknown): string {
  if (!(error instanceof UnreachableError)) {
    return `[Debug] [Error] ${messageOf(error).replace(/^failed to get server groups: /, '')}`
  }
  const words = `Get "${error.server}/api?timeout=32s": ${error.dial}`
  const quoted = words.replaceAll('"', '\\"')
  const [date, time] = new Date(Date.now()).toISOString().split('T') as [string, string]
  const head = `E${date.slice(5).replace('-', '')} ${time.slice(0, 12)}000 ${String(process.pid).padStart(7)} memcache.go:265]`
  const log = `${head} "Unhandled Error" err="couldn't get current server API group list: ${quoted}" logger="UnhandledError"`
  return `${log}\n[Debug] [Error] ${words}`
}
