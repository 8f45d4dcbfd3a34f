import {LimitExceeded, messageOf} from '../../errors/flux-error.js'

/** JavaScript's own limits are the last ones: what recurses or grows without an end meets them before any count of ours. */
export function guarded<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    const message = messageOf(error)
    // a regular expression that finds no stack left says so in a SyntaxError
    if (message.includes('Maximum call stack size exceeded'))
      throw new LimitExceeded('the templates nest too deep', {cause: error})
    if (error instanceof RangeError && /^Invalid (string|array|typed array) length/.test(message)) {
      throw new LimitExceeded('the templates make too long a text', {cause: error})
    }
    throw error
  }
}
