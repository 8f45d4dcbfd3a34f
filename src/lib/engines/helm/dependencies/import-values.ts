import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {sprintf} from '../../gotemplate/fmt/printf.js'
import {type Chart, textOf} from '../chart/chart.js'
import {listOf} from '../chart/metadata.js'
import {goValueOf} from '../render/scope.js'
import {mergeValues} from '../values/coalesce.js'
import {nestedUnder, tableAt} from '../values/path.js'
import {copyOf, fillTable, type Warn} from '../values/tables.js'

/**
 * A chart whose default values have what it imports from its subcharts, the innermost first. The chart's own values
 * win over imported ones (helm-engine reference 3.2).
 * @param taken Chart.yaml that have been seen: of a chart that is there twice, only the first one imports, as with Helm
 */
export function withImportedValues(chart: Chart, warn: Warn, taken = new Set<JsonObject>()): Chart {
  const dependencies = chart.dependencies.map((sub) => withImportedValues(sub, warn, taken))
  const inner: Chart = {...chart, dependencies}
  if (!Array.isArray(chart.metadata.dependencies)) return inner
  const isFirst = !taken.has(chart.metadata)
  taken.add(chart.metadata)
  const entries = chart.metadata.dependencies.filter(isObject).map((entry) => rewritten(entry, isFirst))
  const values = mergeValues(inner, {}, warn)
  const imported: JsonObject = {}
  for (const entry of entries) {
    for (const one of importsOf(entry)) takeOne(one, textOf(entry, 'name'), values, imported, warn)
  }
  const own = copyOf(values)
  fillTable(own, imported, 'merge', warn, '')
  return {...inner, metadata: {...inner.metadata, dependencies: entries}, values: own}
}

/** Names of exports as Helm leaves them behind: with both sides. */
function rewritten(entry: JsonObject, isFirst: boolean): JsonObject {
  if (!Array.isArray(entry['import-values'])) return entry
  return {...entry, 'import-values': isFirst ? importsOf(entry).map((one) => ({...one})) : undefined}
}

interface Import {
  /** path of a table in the subchart's values */
  readonly child: string
  /** where it goes in the chart's own ones */
  readonly parent: string
}

/** What is to be imported; what is neither a text nor a map says nothing. */
function importsOf(entry: JsonObject): Import[] {
  return listOf(entry['import-values']).flatMap((wish) => {
    if (typeof wish === 'string') return [{child: `exports.${wish}`, parent: '.'}]
    return isObject(wish) ? [{child: printed(wish.child), parent: printed(wish.parent)}] : []
  })
}

/** As Go prints it, whatever YAML made of it. */
function printed(value: JsonValue | undefined): string {
  return sprintf('%v', [goValueOf(value ?? null)])
}

function takeOne({child, parent}: Import, name: string, values: JsonObject, imported: JsonObject, warn: Warn): void {
  const table = tableAt(values, `${name}.${child}`)
  if (table === undefined) {
    warn(`ImportValues missing table from chart ${name}: ${child}`)
    return
  }
  // no copy: a second import into the same map changes the table of the first one, unless that is empty
  fillTable(imported, nestedUnder(parent, Object.keys(table).length === 0 ? {} : table), 'merge', warn, '')
}
