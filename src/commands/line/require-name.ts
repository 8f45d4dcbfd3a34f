import {FluxError} from '../../lib/errors/flux-error.js'

/** Refuses a line without a name, as flux does before it looks for a cluster; `what` is the kind as the message names it. */
export function requireName(given: boolean, what: string): void {
  if (!given) throw new FluxError('usage', `${what} name is required`.trimStart())
}
