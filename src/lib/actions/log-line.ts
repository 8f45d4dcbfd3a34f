import {parseJson} from '../formats/json/parse.js'
import {isObject, type JsonObject, type JsonValue} from '../formats/json/value.js'
import {printYaml} from '../formats/yaml/print.js'
import {kindRow} from '../kinds/registry.js'
import {brokenLine, type LogField, type LogFields, logFields} from './log-fault.js'

export interface LogFilter {
  readonly level?: string | undefined
  readonly kind?: string | undefined
  readonly name?: string | undefined
  /** undefined: lines of all namespaces, and those without one */
  readonly namespace: string | undefined
  /**
   * instead of flux's form: the line as the controller wrote it, the same as a document, flux's form with the pod in front, or
   * the object that the line is about
   */
  readonly format?: 'json' | 'yaml' | 'wide' | 'name' | undefined
}

export interface LogLine {
  /** as `flux logs` prints it; absent when it is no JSON object or is filtered out */
  readonly text?: string
  /** what flux would say of it, and end with it */
  readonly fault?: string
}

/** What becomes of one line of a controller's pod. */
export function logLine(line: string, pod: string, filter: LogFilter): LogLine {
  if (!line.startsWith('{')) return {}
  let value: JsonValue
  try {
    value = parseJson(line)
  } catch {
    return {fault: brokenLine(line)}
  }
  if (!isObject(value)) return {}
  const {fields, fault} = logFields(value)
  const text = shown(line, value, fields, pod, filter)
  return {...(text !== undefined && {text}), ...(fault !== undefined && {fault})}
}

function shown(line: string, value: JsonObject, fields: LogFields['fields'], pod: string, filter: LogFilter): string | undefined {
  const field = (key: LogField) => textAt(fields.get(key))
  const kind = field('reconciler kind') || field('controllerKind')
  const name = field('name')
  const namespace = field('namespace')
  const same = (wanted: string | undefined, text: string) => !wanted || wanted.toLowerCase() === text.toLowerCase()
  if (filter.level && filter.level !== field('level')) return undefined
  if (!same(filter.kind, kind) || !same(filter.name, name)) return undefined
  if (filter.namespace !== undefined && filter.namespace.toLowerCase() !== namespace.toLowerCase()) return undefined
  if (filter.format === 'json') return line
  if (filter.format === 'yaml') return `---\n${printYaml(value).trimEnd()}`
  if (filter.format === 'name') return name ? objectName(kind, name) : undefined
  const object = name ? `${kind}/${name}.${namespace}` : kind
  const before = filter.format === 'wide' ? `${pod} ` : ''
  return `${before}${field('ts')} ${field('level')} ${object} - ${field('msg')} ${field('error')}`
}

/** As kubectl names objects. */
function objectName(kind: string, name: string): string {
  const group = kindRow(kind)?.group
  return `${kind.toLowerCase()}${group === undefined ? '' : `.${group}`}/${name}`
}

/** A field that is no text is shown all the same. */
function textAt(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'bigint' ? String(value) : ''
}
