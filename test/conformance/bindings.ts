import type {Json} from './case.js'

/** Unnumbered placeholders: the form only. */
const FORMS: Readonly<Record<string, string>> = {
  time: '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ',
  microtime: '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{1,9}Z',
  age: '\\S+',
  rv: '\\d+',
  ca: '[\\s\\S]+?',
  host: '[\\w.:\\[\\]-]+',
  hostport: '\\d+',
  hash: '[A-Za-z0-9+/=]+',
  rand: '[a-z0-9]+',
}
/** Numbered ones: what a value must look like to be one. */
const NUMBERED: Readonly<Record<string, string>> = {
  uid: '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}',
  ip: '\\d{1,3}(?:\\.\\d{1,3}){3}',
  port: '\\d+',
  rand: '[a-z0-9]{5}',
  hash: '[a-z0-9]{1,12}',
  token: '[\\w=-]+',
  jwt: '[\\w-]+\\.[\\w-]+\\.[\\w-]+',
  rv: '\\d+',
  lrv: '\\d+',
}
const NAMES = 'ns|Ns|uid|ip|port|rand|hash|token|jwt|rv|lrv|time|microtime|age|ca|host|hostport'
const PLACEHOLDER = new RegExp(`<(${NAMES})(?::(\\d+))?>`, 'g')
const WHOLE = new RegExp(`^<(${NAMES})(?::(\\d+))?>$`)

/** What the placeholders of one case stand for. */
export class Bindings {
  private readonly values = new Map<string, string>()

  constructor(
    private readonly namespace: string,
    /** in cases with controllers resourceVersions are ordered per object only */
    private readonly ordered: boolean,
  ) {}

  /** A request's text with its placeholders filled in. */
  fill(text: string): string {
    return text.replace(PLACEHOLDER, (all, name: string, number: string | undefined) => {
      if (name === 'ns') return this.namespace
      if (name === 'Ns') return this.namespace[0]!.toUpperCase() + this.namespace.slice(1)
      if (name === 'time') return `${new Date().toISOString().slice(0, 19)}Z`
      if (name === 'microtime') return `${new Date().toISOString().slice(0, 23)}000Z`
      return (number !== undefined ? this.values.get(`${name}:${number}`) : undefined) ?? all
    })
  }

  /** Strings within a request body; a whole port placeholder becomes a number. */
  fillJson(value: Json): Json {
    if (typeof value === 'string') {
      const filled = this.fill(value)
      return /^<port:\d+>$/.test(value) && /^\d+$/.test(filled) ? Number(filled) : filled
    }
    if (Array.isArray(value)) return value.map((item) => this.fillJson(item))
    if (value === null || typeof value !== 'object') return value
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [this.fill(key), this.fillJson(item)]))
  }

  /** Why `actual` is not what the recording says; undefined when it is. Binds what is new. */
  match(expected: string, actual: Json): string | undefined {
    const whole = WHOLE.exec(expected)
    if (whole && (typeof actual === 'string' || typeof actual === 'number')) {
      return this.matchOne(whole[1]!, whole[2], String(actual), expected)
    }
    if (typeof actual !== 'string') return `expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`
    return this.matchText(expected, actual)
  }

  private matchOne(name: string, number: string | undefined, actual: string, expected: string): string | undefined {
    if (name === 'ns' || name === 'Ns')
      return this.fill(expected) === actual ? undefined : `expected ${this.fill(expected)}, got ${actual}`
    if (number === undefined) {
      const form = FORMS[name]
      if (form && new RegExp(`^(?:${form})$`).test(actual)) return undefined
      return `expected ${expected}, got ${JSON.stringify(actual)}`
    }
    return this.bind(name, number, actual)
  }

  private bind(name: string, number: string, actual: string): string | undefined {
    const key = `${name}:${number}`
    if (!new RegExp(`^(?:${NUMBERED[name]})$`).test(actual)) return `expected <${key}>, got ${JSON.stringify(actual)}`
    const known = this.values.get(key)
    if (known !== undefined) {
      return known === actual ? undefined : `<${key}> was ${known}, now ${actual}`
    }
    for (const [other, value] of this.values) {
      const [otherName, otherNumber] = other.split(':')
      if (otherName !== name || name === 'lrv') continue
      if (value === actual) return `<${key}> is ${actual}, which already is <${other}>`
      if (name === 'rv' && this.ordered && Number(otherNumber) < Number(number) !== Number(value) < Number(actual)) {
        return `<${key}> is ${actual}, <${other}> is ${value}: wrong order`
      }
    }
    this.values.set(key, actual)
    return undefined
  }

  private matchText(expected: string, actual: string): string | undefined {
    const groups: (readonly [string, string])[] = []
    let last = 0
    let pattern = ''
    for (const found of expected.matchAll(PLACEHOLDER)) {
      pattern += escapeRegExp(expected.slice(last, found.index))
      last = found.index + found[0].length
      const [all, name, number] = found as unknown as [string, string, string | undefined]
      if (name === 'ns' || name === 'Ns') pattern += escapeRegExp(this.fill(all))
      else if (number === undefined) pattern += `(?:${FORMS[name]})`
      else {
        pattern += `(${NUMBERED[name]})`
        groups.push([name, number])
      }
    }
    pattern += escapeRegExp(expected.slice(last))
    const match = new RegExp(`^${pattern}$`).exec(actual)
    if (!match) return `expected ${JSON.stringify(this.fill(expected))}, got ${JSON.stringify(actual)}`
    for (const [index, [name, number]] of groups.entries()) {
      const fault = this.bind(name, number, match[index + 1]!)
      if (fault) return fault
    }
    return undefined
  }
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
