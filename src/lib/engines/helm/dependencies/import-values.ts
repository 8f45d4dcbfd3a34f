import {goQuote} from '../../../errors/go-quote.js'
import {isObject, type JsonObject} from '../../../formats/json/value.js'
import {type Chart, textOf} from '../chart/chart.js'
import {listOf} from '../chart/metadata.js'
import {mergeValues} from '../values/coalesce.js'
import {firstMissing, nestedUnder, tableAt} from '../values/path.js'
import {copyOf, fillTable, printed, type Warn} from '../values/tables.js'

/**
 * A chart whose default values have what it imports from its subcharts, the innermost first. The chart's own values
 * win over imported ones (helm-engine reference 3.2). Dependencies in Chart.yaml are changed: it must be one of `linked`.
 * @param taken Chart.yaml that have been seen: of a chart that is there twice, only the first one imports, as with Helm
 * @param done charts that have been seen: several may lead to one
 */
export function withImportedValues(
  chart: Chart,
  warn: Warn,
  taken = new Set<JsonObject>(),
  done = new Map<Chart, Chart>(),
): Chart {
  const known = done.get(chart)
  if (known !== undefined) return known
  const imported = importedInto(chart, warn, taken, done)
  done.set(chart, imported)
  return imported
}

function importedInto(chart: Chart, warn: Warn, taken: Set<JsonObject>, done: Map<Chart, Chart>): Chart {
  const dependencies = chart.dependencies.map((sub) => withImportedValues(sub, warn, taken, done))
  const inner: Chart = {...chart, dependencies}
  if (!Array.isArray(chart.metadata.dependencies)) return inner
  const isFirst = !taken.has(chart.metadata)
  taken.add(chart.metadata)
  const entries = chart.metadata.dependencies.filter(isObject)
  const imports = entries.map((entry) => (isFirst ? importsOf(entry) : []))
  for (const [index, entry] of entries.entries()) rewrite(entry, isFirst ? imports[index] : undefined)
  const values = mergeValues(inner, {}, warn)
  const imported: JsonObject = {}
  for (const [index, entry] of entries.entries()) {
    for (const one of imports[index]!) takeOne(one, textOf(entry, 'name'), values, imported, warn)
  }
  const own = copyOf(values)
  fillTable(own, imported, 'merge', warn, '')
  return {...inner, values: own}
}

/** Names of exports as Helm leaves them behind, for all that have this Chart.yaml: with both sides. */
function rewrite(entry: JsonObject, imports: readonly Import[] | undefined): void {
  if (!Array.isArray(entry['import-values'])) return
  entry['import-values'] = imports?.map(({child, parent}) => ({child, parent}))
}

interface Import {
  /** path of a table in the subchart's values */
  readonly child: string
  /** where it goes in the chart's own ones */
  readonly parent: string
  /** named by itself: an export */
  readonly isExport?: boolean
}

/** What is to be imported; what is neither a text nor a map says nothing. */
function importsOf(entry: JsonObject): Import[] {
  return listOf(entry['import-values']).flatMap((wish) => {
    if (typeof wish === 'string') return [{child: `exports.${wish}`, parent: '.', isExport: true}]
    return isObject(wish) ? [{child: printed(wish.child ?? null), parent: printed(wish.parent ?? null)}] : []
  })
}

function takeOne({child, parent, isExport}: Import, name: string, values: JsonObject, imported: JsonObject, warn: Warn): void {
  const table = tableAt(values, `${name}.${child}`)
  if (table === undefined) {
    const error = `${goQuote(firstMissing(values, `${name}.${child}`))} is not a table`
    if (isExport) warn('ImportValues missing table', {error})
    else warn('ImportValues missing table from chart', {chart: name, error})
    return
  }
  // no copy: a second import into the same map changes the table of the first one, unless that is empty
  fillTable(imported, nestedUnder(parent, Object.keys(table).length === 0 ? {} : table), 'merge', warn, '')
}
