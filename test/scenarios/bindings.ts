/**
 * Placeholders of one scenario and what stands for them here. Known ones (servers, folders, commits) are put in
 * place; the others are bound when they are first met and must mean the same from then on.
 */
export interface Bindings {
  /** Placeholders whose value is known, and their values. */
  readonly known: ReadonlyMap<string, string>
  /** A placeholder whose value is known, e.g. `<git-server>`. */
  set(placeholder: string, value: string): void
  /** The text with all known placeholders replaced. */
  fill(text: string): string
  /** Known placeholders anywhere in plain data replaced. */
  fillAll<T>(value: T): T
  /** Whether `actual` is `expected` with every placeholder given a value that fits; binds what was free. `scope` owns `<rv:N>`. */
  matches(expected: string, actual: string, scope: string): boolean
}

const TIME = '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?Z'
const DURATION = '-?(?:(?:\\d+h)?(?:\\d+m)?(?:\\d+(?:\\.\\d+)?s)|\\d+(?:\\.\\d+)?(?:ms|µs|ns)|\\d+h(?:\\d+m)?|\\d+m)'
/** What may stand for a placeholder that is not numbered, and is free to mean something else each time. */
const FREE: Readonly<Record<string, string>> = {
  time: TIME,
  duration: DURATION,
  rv: '\\d+',
  host: '[\\w.-]+',
  ip: '[\\d.]+|[\\da-f:]+',
  tmp: '/[^\\s\'":,]*?',
  // '' above the root folder itself
  outside: '(?:/[^\\s\'":,]*?)?',
  tmpdir: '/[^\\s\'":,]*?',
}
/** What may stand for a numbered one; equal numbers mean equal values, different numbers different ones. */
const NUMBERED: Readonly<Record<string, string>> = {
  uid: '[\\da-f-]{36}',
  rv: '\\d+',
  sha: '[\\da-f]{40}',
  digest: '(?:sha256|sha384|sha512|blake3):[\\da-f]+',
}

export function createBindings(): Bindings {
  const known = new Map<string, string>()
  const taken = new Map<string, string>()
  const patterns = new Map<string, {regex: RegExp; groups: string[]}>()

  const fill = (text: string) =>
    text.includes('<') ? text.replace(/<[a-z-]+(?::\d+)?>/g, (placeholder) => known.get(placeholder) ?? placeholder) : text
  const fillAll = (value: unknown): unknown => {
    if (typeof value === 'string') return fill(value)
    if (Array.isArray(value)) return value.map(fillAll)
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [fill(key), fillAll(item)]))
    return value
  }
  const compile = (text: string) => {
    let compiled = patterns.get(text)
    if (compiled) return compiled
    const groups: string[] = []
    const source = text.replace(/<([a-z-]+)(?::(\d+))?>|[\\^$.*+?()[\]{}|]/g, (all, name?: string, number?: string) => {
      if (name === undefined) return `\\${all}`
      const pattern = number === undefined ? FREE[name] : NUMBERED[name]
      if (!pattern) return all
      if (number === undefined) return `(?:${pattern})`
      groups.push(all)
      return `(${pattern})`
    })
    compiled = {regex: new RegExp(`^${source}$`, 's'), groups}
    patterns.set(text, compiled)
    return compiled
  }
  return {
    known,
    set(placeholder, value) {
      known.set(placeholder, value)
    },
    fill,
    fillAll: <T>(value: T) => fillAll(value) as T,
    matches(expected, actual, scope) {
      const text = fill(expected)
      if (text === actual) return true
      if (!text.includes('<')) return false
      const {regex, groups} = compile(text)
      const match = regex.exec(actual)
      if (!match) return false
      const fresh: [string, string][] = []
      for (const [index, placeholder] of groups.entries()) {
        const value = match[index + 1]!
        const name = placeholder.startsWith('<rv:') ? `${scope} ${placeholder}` : placeholder
        const space = placeholder.startsWith('<rv:') ? scope : placeholder.replace(/:\d+/, '')
        const bound = taken.get(name)
        if (bound !== undefined && bound !== value) return false
        const owner = taken.get(`${space} = ${value}`)
        if (owner !== undefined && owner !== name) return false
        fresh.push([name, value], [`${space} = ${value}`, name])
      }
      for (const [name, value] of fresh) taken.set(name, value)
      return true
    },
  }
}
