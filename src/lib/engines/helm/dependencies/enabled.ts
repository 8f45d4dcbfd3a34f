import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {parseConstraint} from '../../../formats/semver/constraint.js'
import {parseVersion} from '../../../formats/semver/version.js'
import {type Chart, chartName, chartVersion, textOf} from '../chart/chart.js'
import {listOf} from '../chart/metadata.js'
import {coalesceValues} from '../values/coalesce.js'
import {tableAt, valueAt} from '../values/path.js'
import type {Warn} from '../values/tables.js'
import {adopt, copyOfMetadata, type LinkedChart, linked, unlinked} from './linked-chart.js'

/**
 * A chart without the subcharts that tags and conditions turn off, those with an alias under their new name
 * (helm-engine reference 3.1). Conditions beat tags; paths of conditions are seen from the topmost chart.
 */
export function withEnabledDependencies(chart: Chart, values: JsonObject, warn: Warn): Chart {
  if (chart.dependencies.length === 0 && !Array.isArray(chart.metadata.dependencies)) return chart
  const root = linked(chart)
  enable(root, values, warn, '')
  return unlinked(root)
}

/** Changes what Helm changes, in its order: who comes to a chart or a Chart.yaml a second time finds what the first time left. */
function enable(chart: LinkedChart, values: JsonObject, warn: Warn, path: string): void {
  const {metadata} = chart
  // an empty list is another thing than none: what lies in `charts/` is then looked at too
  if (!Array.isArray(metadata.dependencies)) return
  const entries = metadata.dependencies.filter(isObject)
  adopt(chart, resolved(chart, entries))
  for (const entry of entries) entry.enabled = true
  const coalesced = coalesceValues(chart as Chart, values, warn)
  // tags of all first: their warnings come before those of conditions
  const tags = tableAt(coalesced, 'tags')
  const tagged = entries.map((entry) => byTags(entry, tags, warn))
  const off = entries.filter((entry, index) => !(byConditions(entry, coalesced, path, warn) ?? tagged[index]))
  const disabled = new Set(off.map((entry) => textOf(entry, 'name')))
  const enabled = chart.dependencies.filter((sub) => !disabled.has(nameOf(sub)))
  for (const sub of enabled) enable(sub, coalesced, warn, `${path}${nameOf(sub)}.`)
  const left = entries.filter((entry) => !disabled.has(textOf(entry, 'name')))
  metadata.dependencies = left.length === 0 ? undefined : left
  adopt(chart, enabled)
}

const nameOf = (chart: LinkedChart) => chartName(chart as Chart)

/** Subcharts that nobody declares come first, then one per declaration; a declaration with an alias takes that name. */
function resolved(chart: LinkedChart, entries: readonly JsonObject[]): LinkedChart[] {
  const charts = chart.dependencies.filter((sub) => !entries.some((entry) => isMeant(sub, entry)))
  for (const entry of entries) {
    const found = chart.dependencies.find((sub) => isMeant(sub, entry))
    const alias = textOf(entry, 'alias')
    if (found !== undefined) charts.push(copyOfDeclared(found, alias))
    if (alias !== '') entry.name = alias
  }
  return charts
}

/** Helm copies a declared chart and its direct subcharts, which keep their Chart.yaml; what lies deeper is no copy. */
function copyOfDeclared(chart: LinkedChart, alias: string): LinkedChart {
  const metadata = copyOfMetadata(chart.metadata)
  if (alias !== '') metadata.name = alias
  const copy = {...chart, metadata}
  adopt(
    copy,
    chart.dependencies.map((sub) => ({...sub})),
  )
  return copy
}

function isMeant(sub: LinkedChart, entry: JsonObject): boolean {
  return nameOf(sub) === textOf(entry, 'name') && isInRange(chartVersion(sub as Chart), textOf(entry, 'version'))
}

function isInRange(version: string, range: string): boolean {
  try {
    return parseConstraint(range).check(parseVersion(version))
  } catch {
    return false
  }
}

/** What the first condition that is a boolean says; undefined when none is. */
function byConditions(entry: JsonObject, values: JsonObject, path: string, warn: Warn): boolean | undefined {
  for (const condition of textOf(entry, 'condition').trim().split(',')) {
    if (condition === '') continue
    const value = valueAt(values, `${path}${condition}`)
    if (typeof value === 'boolean') return value
    if (value !== undefined && !isObject(value)) {
      warn('returned non-bool value', {path: condition, chart: textOf(entry, 'name')})
    }
  }
  return undefined
}

function byTags(entry: JsonObject, tags: JsonObject | undefined, warn: Warn): boolean {
  const found: JsonValue[] = []
  for (const tag of listOf(entry.tags)) {
    const value = typeof tag === 'string' && tags !== undefined && Object.hasOwn(tags, tag) ? tags[tag] : undefined
    if (value === undefined) continue
    if (typeof value === 'boolean') found.push(value)
    else warn('returned non-bool value', {tag: String(tag), chart: textOf(entry, 'name')})
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
