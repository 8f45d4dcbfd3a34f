import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {type Chart, textOf} from '../chart/chart.js'
import {listOf} from '../chart/metadata.js'
import {mergeValues} from '../values/coalesce.js'
import {nestedUnder, tableAt} from '../values/path.js'
import {copyOf, fillTable, type Warn} from '../values/tables.js'

/**
 * A chart whose default values have what it imports from its subcharts, the innermost first. The chart's own values
 * win over imported ones (helm-engine reference 3.2).
 */
export function withImportedValues(chart: Chart, warn: Warn): Chart {
  const dependencies = chart.dependencies.map((sub) => withImportedValues(sub, warn))
  const entries = listOf(chart.metadata.dependencies).filter(isObject)
  const inner: Chart = {...chart, dependencies}
  if (entries.length === 0) return inner
  const metadata = {...inner.metadata, dependencies: entries.map(rewritten)}
  const values = mergeValues(inner, {}, warn)
  const imported: JsonObject = {}
  for (const entry of entries) {
    for (const wish of listOf(entry['import-values'])) takeOne(wish, textOf(entry, 'name'), values, imported, warn)
  }
  const own = copyOf(values)
  fillTable(own, imported, 'merge', warn, '')
  return {...inner, metadata, values: own}
}

/** Names of exports as Helm leaves them behind: with both sides. */
function rewritten(entry: JsonObject): JsonObject {
  const wishes = entry['import-values']
  if (!Array.isArray(wishes)) return entry
  return {
    ...entry,
    'import-values': wishes.map((wish) => (isObject(wish) ? sidesOf(wish) : {child: `exports.${String(wish)}`, parent: '.'})),
  }
}

function takeOne(wish: JsonValue, name: string, values: JsonObject, imported: JsonObject, warn: Warn): void {
  const {child, parent} = isObject(wish) ? sidesOf(wish) : {child: `exports.${String(wish)}`, parent: '.'}
  const table = tableAt(values, `${name}.${child}`)
  if (table === undefined) {
    warn(`ImportValues missing table from chart ${name}: ${child}`)
    return
  }
  fillTable(imported, nestedUnder(parent, copyOf(table)), 'merge', warn, '')
}

/** Both as text, whatever YAML made of them. */
function sidesOf({child, parent}: JsonObject): {child: string; parent: string} {
  return {child: String(child ?? ''), parent: String(parent ?? '')}
}
