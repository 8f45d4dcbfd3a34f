import {FluxError} from '../../errors/flux-error.js'
import {goQuote} from '../../errors/go-quote.js'

type Check = readonly [what: string, fits: (value: unknown) => boolean]

const FLAG: Check = ['true or false', (value) => typeof value === 'boolean']
const TEXT: Check = ['a text', (value) => typeof value === 'string' && value !== '']
const LIST: Check = ['a list', Array.isArray]
const PART: Check = ['an object', (value) => typeof value === 'object' && value !== null]
const AMOUNT: Check = ['a number of at least 0', (value) => typeof value === 'number' && value >= 0]
const PORT: Check = ['a port', (value) => Number.isInteger(value) && (value as number) >= 0 && (value as number) < 65_536]

/** Options of `startApiServer`. */
export const SERVER_OPTIONS: Readonly<Record<string, Check>> = {
  clock: PART,
  random: PART,
  tasks: PART,
  log: PART,
  token: TEXT,
  dataDir: TEXT,
  rbac: FLAG,
  logs: PART,
  controllers: FLAG,
  kubelet: FLAG,
  import: LIST,
  readyAfterMs: AMOUNT,
  scenario: LIST,
}

/** Options of `listen`. */
export const LISTEN_OPTIONS: Readonly<Record<string, Check>> = {port: PORT, host: TEXT}

/**
 * Refuses options that nobody knows and those of another type: callers in JavaScript have no compiler to tell them.
 * @throws FluxError `bad-option`
 */
export function checkOptions(call: string, options: object, known: Readonly<Record<string, Check>>): void {
  for (const [name, value] of Object.entries(options)) {
    const [what, fits] = (Object.hasOwn(known, name) && known[name]) || []
    if (!fits) {
      throw new FluxError('bad-option', `${call} has no option ${goQuote(name)}`, {
        hints: [`it has ${Object.keys(known).join(', ')}`],
      })
    }
    if (value !== undefined && !fits(value)) throw new FluxError('bad-option', `${call}: ${name} must be ${what}`)
  }
}
