import type {Clock} from '../../../ports/clock.js'
import type {KubeAccess} from './access.js'

/** A token file is read again after this long (ms), as client-go does: kubelets replace it. */
const TTL = 60_000

export interface TokenFile {
  readonly clock: Pick<Clock, 'monotonic'>
  /** reads the file */
  readonly read: () => Promise<string>
  /** what it held when it was read just now */
  readonly first?: string | undefined
  /** what is sent, byte for byte, as long as the file could not be read or held no token */
  readonly fallback: string
}

/** Access with a token that a file holds, e.g. inside a Pod. A file that is lost, or empty for a moment, takes no token back. */
export function tokenFileHeaders({clock, read, first, fallback}: TokenFile): KubeAccess['headers'] {
  let token = first === undefined ? '' : trimmed(first)
  let readAt = token === '' ? Number.NEGATIVE_INFINITY : clock.monotonic()
  return async (stale) => {
    if (stale || clock.monotonic() - readAt > TTL) {
      const found = await read().then(trimmed, () => '')
      if (found !== '') [token, readAt] = [found, clock.monotonic()]
    }
    return {authorization: `Bearer ${token || fallback}`}
  }
}

const BLANKS =
  /^[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+|[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+$/g

/** Without the blanks around it that Go knows: a byte order mark is none, a "next line" is one. */
const trimmed = (text: string): string => text.replace(BLANKS, '')
