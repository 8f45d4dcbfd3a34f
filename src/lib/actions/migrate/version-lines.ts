import type {Targets} from './targets.js'

/** An object whose version is not the wanted one. */
export interface Upgrade {
  /** 1-based line of its apiVersion */
  readonly line: number
  readonly kind: string
  readonly from: string
  readonly to: string
  /** where the old version stands in the text */
  readonly start: number
}

export interface Warning {
  readonly line: number
  readonly message: string
}

/** What an apiVersion and a kind come to: an upgrade, a fault, or nothing. */
export function judge(
  found: {apiVersion: string; kind: string; line: number; start: (version: string) => number},
  targets: Targets,
): Upgrade | Warning | undefined {
  const {apiVersion, kind, line} = found
  const parts = apiVersion.split('/')
  if (parts.length > 2) return {line, message: `unexpected GroupVersion string: ${apiVersion}`}
  const [group, from] = parts
  if (!from) return undefined
  const to = targets.get(`${group}/${kind}`)
  return to === undefined || to === from ? undefined : {line, kind, from, to, start: found.start(from)}
}

/**
 * Reads lines as the reference does (cli reference 10.2): a line with `apiVersion: ` whose next one has `kind: `. For
 * text that is no YAML document: templates, manifests inside of strings. `first` is the line number of the first line and
 * `offset` its place.
 */
export function findInLines(
  text: string,
  targets: Targets,
  place: {first: number; offset: number; comments: boolean},
): (Upgrade | Warning)[] {
  const lines = text.split('\n')
  let offset = place.offset
  return lines.flatMap((line, index) => {
    const start = offset
    offset += line.length + 1
    const next = lines[index + 1] ?? ''
    if (!line.includes('apiVersion: ') || !next.includes('kind: ')) return []
    if (!place.comments && /^\s*#/.test(line)) return []
    const apiVersion = valueIn(line, 'apiVersion: ')
    const kind = valueIn(next, 'kind: ')
    const at = (version: string) => start + line.indexOf(version)
    const found = judge({apiVersion, kind, line: place.first + index, start: at}, targets)
    return found ? [found] : []
  })
}

/** What stands behind a key up to the first blank. */
function valueIn(line: string, key: string): string {
  return line
    .slice(line.indexOf(key) + key.length)
    .replace(/\r$/, '')
    .split(' ')[0]!
}
