import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {parseConstraint} from '../../../formats/semver/constraint.js'
import {parseVersion} from '../../../formats/semver/version.js'
import {type Chart, chartName, chartVersion, textOf} from '../chart/chart.js'
import {listOf} from '../chart/metadata.js'
import {coalesceValues} from '../values/coalesce.js'
import {tableAt, valueAt} from '../values/path.js'
import type {Warn} from '../values/tables.js'

/**
 * A chart without the subcharts that tags and conditions turn off, those with an alias under their new name
 * (helm-engine reference 3.1). Conditions beat tags; paths of conditions are seen from the topmost chart.
 */
export function withEnabledDependencies(
  chart: Chart,
  values: JsonObject,
  warn: Warn,
  path = '',
  shared = new Shared(chart),
): Chart {
  // an empty list is another thing than none: what lies in `charts/` is then looked at too
  if (!Array.isArray(chart.metadata.dependencies)) return chart
  const metadata = shared.metadataOf(chart)
  // who comes to a Chart.yaml a second time finds what the first time left
  if (metadata.dependencies === undefined) return {...chart, metadata}
  const entries = listOf(metadata.dependencies).filter(isObject)
  const {charts, declared} = resolved(chart, entries, shared)
  const coalesced = coalesceValues({...chart, dependencies: charts}, values, warn)
  const disabled = new Set(
    declared.filter((entry) => !isEnabled(entry, coalesced, path, warn)).map((entry) => textOf(entry, 'name')),
  )
  const enabled = declared.filter((entry) => !disabled.has(textOf(entry, 'name')))
  metadata.dependencies = enabled.length === 0 ? undefined : enabled
  return {
    ...{...chart, metadata},
    dependencies: charts
      .filter((sub) => !disabled.has(chartName(sub)))
      .map((sub) => withEnabledDependencies(sub, coalesced, warn, `${path}${chartName(sub)}.`, shared)),
  }
}

/** Subcharts that nobody declares come first, then one per declaration; a declaration with an alias takes that name. */
function resolved(chart: Chart, entries: readonly JsonObject[], shared: Shared): {charts: Chart[]; declared: JsonObject[]} {
  const charts = chart.dependencies.filter((sub) => !entries.some((entry) => isMeant(sub, entry))).map(below)
  const declared = entries.map((given) => {
    const entry = {...given, enabled: true}
    const found = chart.dependencies.find((sub) => isMeant(sub, entry))
    if (found === undefined) return entry
    const alias = textOf(entry, 'alias')
    const copy = copyOfDeclared(found, shared)
    charts.push(alias === '' ? copy : {...copy, metadata: {...copy.metadata, name: alias}})
    return alias === '' ? entry : {...entry, name: alias}
  })
  return {charts, declared}
}

/** What Helm keeps of a chart that several others lead to. */
class Shared {
  /** paths of charts as they were loaded */
  readonly places = new Map<Chart, string>()
  /** copies of Chart.yaml, of which charts that have one together change one */
  readonly #metadata = new Map<JsonObject, JsonObject>()

  constructor(chart: Chart) {
    this.#visit(chart, chartName(chart))
  }

  #visit(chart: Chart, place: string): void {
    this.places.set(chart, place)
    for (const sub of chart.dependencies) this.#visit(sub, `${place}/charts/${chartName(sub)}`)
  }

  metadataOf({metadata}: Chart): JsonObject {
    const known = this.#metadata.get(metadata)
    if (known !== undefined) return known
    const copy = {...metadata}
    this.#metadata.set(metadata, copy)
    return copy
  }
}

/**
 * Helm copies a declared chart and its direct subcharts, for which it is the parent then. What lies deeper still has the parents
 * with which it was loaded, and names of files that do not know of an alias, unless its own parent declares dependencies.
 */
function copyOfDeclared(chart: Chart, shared: Shared): Chart {
  const dependencies = chart.dependencies.map((sub) => {
    const inner = sub.dependencies.map((chart) => ({...chart, place: chart.place ?? shared.places.get(chart)}))
    return {...below(sub), dependencies: inner}
  })
  return {...below(chart), metadata: {...chart.metadata}, dependencies}
}

function below(chart: Chart): Chart {
  return chart.place === undefined ? chart : {...chart, place: undefined}
}

function isMeant(sub: Chart, entry: JsonObject): boolean {
  return chartName(sub) === textOf(entry, 'name') && isInRange(chartVersion(sub), textOf(entry, 'version'))
}

function isInRange(version: string, range: string): boolean {
  try {
    return parseConstraint(range).check(parseVersion(version))
  } catch {
    return false
  }
}

function isEnabled(entry: JsonObject, values: JsonObject, path: string, warn: Warn): boolean {
  for (const condition of textOf(entry, 'condition').trim().split(',')) {
    if (condition === '') continue
    const value = valueAt(values, `${path}${condition}`)
    if (typeof value === 'boolean') return value
    if (value !== undefined) warn(`condition path ${condition} of chart ${textOf(entry, 'name')} is not a boolean`)
  }
  return byTags(entry, tableAt(values, 'tags'), warn)
}

function byTags(entry: JsonObject, tags: JsonObject | undefined, warn: Warn): boolean {
  const found: JsonValue[] = []
  for (const tag of listOf(entry.tags)) {
    const value = typeof tag === 'string' && tags !== undefined && Object.hasOwn(tags, tag) ? tags[tag] : undefined
    if (value === undefined) continue
    if (typeof value === 'boolean') found.push(value)
    else warn(`tag ${String(tag)} of chart ${textOf(entry, 'name')} is not a boolean`)
  }
  return found.length === 0 || found.includes(true)
}

/** Names that Chart.yaml declares and `charts/` does not have. */
export function missingDependencies(chart: Chart): string[] {
  const present = new Set(chart.dependencies.map(chartName))
  return listOf(chart.metadata.dependencies)
    .filter(isObject)
    .map((entry) => textOf(entry, 'name'))
    .filter((name) => !present.has(name))
}
