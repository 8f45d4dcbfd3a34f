import {LimitExceeded, messageOf} from '../../errors/flux-error.js'

/**
 * JavaScript's own limits are the last ones: what recurses or grows without an end meets them before any count of ours.
 * @param place where it happened, asked once it has: `name:line:column`; without it somebody further out says so
 * @param endless the error to throw instead when the stack overflowed, if there is a better one
 * @throws LimitExceeded that begins with the place
 */
export function guarded<T>(work: () => T, place?: () => string, endless?: () => Error | undefined): T {
  try {
    return work()
  } catch (error) {
    const what = limitOf(error)
    if (what === undefined) throw error
    const fault = what === TOO_DEEP ? endless?.() : undefined
    if (fault !== undefined) throw fault
    throw new LimitExceeded(place ? `${place()}: ${what}` : what, {cause: error})
  }
}

const TOO_DEEP = 'the templates nest too deep'

function limitOf(error: unknown): string | undefined {
  const message = messageOf(error)
  if (error instanceof LimitExceeded) return message
  // a regular expression that finds no stack left says so in a SyntaxError
  if (message.includes('Maximum call stack size exceeded')) return TOO_DEEP
  if (error instanceof RangeError && /^Invalid (string|array|typed array) length/.test(message)) {
    return 'the templates make too long a text'
  }
  return undefined
}
