import {humanDuration} from '../../../formats/duration/human-duration.js'
import {printJson} from '../../../formats/json/print.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import type {KubeObject} from '../../../ports/kube.js'
import type {CatalogEntry} from '../discovery/catalog.js'
import type {Column, ColumnTable} from './columns.js'
import {items, type Printer, word} from './format.js'

const AGE = {name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp'}

/** Columns of a custom resource: its name and `additionalPrinterColumns`, or its age. */
export function customColumns(entry: CatalogEntry, builtin: ColumnTable): {columns: readonly Column[]; print: Printer} {
  const own = items(entry.crd?.version.additionalPrinterColumns)
  const wanted: readonly JsonObject[] = own.length > 0 ? own : [AGE]
  const configMaps = builtin.of({group: '', version: 'v1', resource: 'configmaps'})
  const name = configMaps[0]!
  const ageText = configMaps.at(-1)!.description
  const columns = wanted.map((column) => ({
    name: word(column.name),
    type: word(column.type),
    format: word(column.format),
    description: word(
      column.description,
      column === AGE ? ageText : `Custom resource definition column (in JSONPath format): ${word(column.jsonPath)}`,
    ),
    priority: typeof column.priority === 'number' ? column.priority : 0,
  }))
  return {
    columns: [name, ...columns],
    print: (object, now) => [
      object.metadata.name ?? '',
      ...wanted.map((column) => cell(object, word(column.jsonPath), word(column.type), now)),
    ],
  }
}

function cellText(value: JsonValue): string {
  if (typeof value === 'string') return value
  return value === null ? '<nil>' : printJson(byKeys(value))
}

/** Go prints maps in the order of their keys. */
function byKeys(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(byKeys)
  if (!isObject(value)) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, item]) => [key, byKeys(item as JsonValue)])) as JsonObject
}

function cell(object: KubeObject, path: string, type: string, now: number): JsonValue {
  const found = pathValues(object, path)
  const first = found[0]
  if (first === undefined) return null
  switch (type) {
    case 'integer':
      return typeof first === 'number' ? Math.trunc(first) : typeof first === 'bigint' ? first : null
    case 'number':
      return typeof first === 'number' || typeof first === 'bigint' ? first : null
    case 'boolean':
      return typeof first === 'boolean' ? first : null
    case 'date': {
      const at = typeof first === 'string' ? Date.parse(first) : Number.NaN
      return Number.isNaN(at) ? '<invalid>' : humanDuration(now - at)
    }
    default:
      return cellText(first)
  }
}

const STEP = /\.?([\w-]+(?:\\.[\w-]*)*)|\[(\d+|\*)\]|\['((?:[^'\\]|\\.)*)'\]|\["((?:[^"\\]|\\.)*)"\]|\[\?\(([^)]*)\)\]|\.\*/

/** Values at a simple JSONPath (names, indexes, wildcards and filters on equality); none when a step is missing. */
function pathValues(object: JsonValue, path: string): JsonValue[] {
  const steps = stepsOf(path.startsWith('.') ? path : `.${path}`)
  let values: JsonValue[] = steps ? [object] : []
  for (const match of steps ?? []) values = values.flatMap((value) => step(value, match))
  return values
}

/** All steps before the first is taken: a filter holds a path of its own. Undefined when the text is no path. */
function stepsOf(text: string): RegExpExecArray[] | undefined {
  const pattern = new RegExp(STEP, 'gy')
  const steps: RegExpExecArray[] = []
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text)
    if (!match) return undefined
    steps.push(match)
  }
  return steps
}

function step(value: JsonValue, [all, name, index, single, double, filter]: RegExpExecArray): JsonValue[] {
  const key = name?.replace(/\\(.)/g, '$1') ?? single ?? double
  if (key !== undefined) {
    const found = isObject(value) ? value[key] : undefined
    return found === undefined ? [] : [found]
  }
  if (filter !== undefined) return Array.isArray(value) ? value.filter((item) => passes(item, filter)) : []
  if (index === '*' || all === '.*')
    return Array.isArray(value) ? value : isObject(value) ? (Object.values(value) as JsonValue[]) : []
  const found = Array.isArray(value) ? value[Number(index)] : undefined
  return found === undefined ? [] : [found]
}

function passes(item: JsonValue, filter: string): boolean {
  const match = /^@\.?([\w.[\]-]+)\s*==\s*(?:'([^']*)'|"([^"]*)"|(\S+))$/.exec(filter.trim())
  if (!match) return false
  const wanted = match[2] ?? match[3] ?? match[4]
  return pathValues(item, `.${match[1]}`).some((value) => String(value) === wanted)
}
