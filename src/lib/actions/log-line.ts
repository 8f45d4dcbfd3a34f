import {isObject, type JsonValue} from '../formats/json/value.js'

export interface LogFilter {
  readonly level?: string | undefined
  readonly kind?: string | undefined
  readonly name?: string | undefined
  /** undefined: lines of all namespaces, and those without one */
  readonly namespace: string | undefined
  /** the line as the controller wrote it instead of flux's form */
  readonly json?: boolean | undefined
}

/** One JSON line of a controller as `flux logs` prints it; undefined when it is no JSON object or is filtered out. */
export function logLine(line: string, filter: LogFilter): string | undefined {
  let value: JsonValue
  try {
    value = JSON.parse(line) as JsonValue
  } catch {
    return undefined
  }
  if (!isObject(value)) return undefined
  const field = (key: string) => (typeof value[key] === 'string' ? value[key] : '')
  const kind = field('reconciler kind') || field('controllerKind')
  const name = field('name')
  const namespace = field('namespace')
  const same = (wanted: string | undefined, text: string) => !wanted || wanted.toLowerCase() === text.toLowerCase()
  if (filter.level && filter.level !== field('level')) return undefined
  if (!same(filter.kind, kind) || !same(filter.name, name)) return undefined
  if (filter.namespace !== undefined && filter.namespace !== namespace) return undefined
  if (filter.json) return line
  const object = name ? `${kind}/${name}.${namespace}` : kind
  return `${field('ts')} ${field('level')} ${object} - ${field('msg')} ${field('error')}`
}
