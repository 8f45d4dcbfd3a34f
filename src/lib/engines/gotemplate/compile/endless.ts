import type {TemplateError} from '../error.js'
import type {Frame} from './frame.js'

/** So many rounds of the same templates with the same dot have no end. */
const ROUNDS = 500

/**
 * Go's error about templates that call each other until its limit. The stack of JavaScript ends before, so that it is told of
 * templates that have gone round with the same dot; undefined for any others.
 * @param innermost where the stack ended
 */
export function endless(innermost: Frame): TemplateError | undefined {
  const chain: Frame[] = []
  for (let frame = innermost.caller; frame !== undefined; frame = frame.caller) chain.push(frame)
  // a function such as `include` in between has a limit of its own
  if (chain.at(-1)?.depth !== 0) return undefined
  const period = chain.findIndex((frame, index) => index > 0 && frame.at === chain[0]!.at)
  if (period < 0 || !repeats(chain, period)) return undefined
  const limit = innermost.run.limits.depth
  const beyond = (limit - chain[0]!.depth) % period
  return chain[(period - beyond) % period]!.fault(`exceeded maximum template depth (${limit})`)
}

function repeats(chain: readonly Frame[], period: number): boolean {
  if (chain.length < (ROUNDS + 1) * period) return false
  for (let index = 0; index < ROUNDS * period; index++) {
    const [frame, before] = [chain[index]!, chain[index + period]!]
    if (frame.at !== before.at || frame.variables[0] !== before.variables[0]) return false
  }
  return true
}
