import {isObject, type JsonObject} from '../../../formats/json/value.js'
import {type Chart, chartName} from '../chart/chart.js'

/**
 * A chart as Helm holds it while it sorts out dependencies: several lead to one, each knows the last that took it in, and copies have
 * Chart.yaml together with what they were copied from.
 */
export interface LinkedChart extends Omit<Chart, 'metadata' | 'dependencies' | 'place'> {
  metadata: JsonObject
  dependencies: LinkedChart[]
  parent: LinkedChart | undefined
}

/** Charts that may be changed; nothing of the loaded ones is. */
export function linked(chart: Chart, parent?: LinkedChart): LinkedChart {
  const node: LinkedChart = {...chart, metadata: copyOfMetadata(chart.metadata), dependencies: [], parent}
  node.dependencies = chart.dependencies.map((sub) => linked(sub, node))
  return node
}

/** Each dependency is copied too. */
export function copyOfMetadata(metadata: JsonObject): JsonObject {
  const {dependencies} = metadata
  if (!Array.isArray(dependencies)) return {...metadata}
  return {...metadata, dependencies: dependencies.map((one) => (isObject(one) ? {...one} : one))}
}

/** Puts charts into another one, which is the parent of all of them from now on. */
export function adopt(chart: LinkedChart, dependencies: readonly LinkedChart[]): void {
  chart.dependencies = [...dependencies]
  for (const sub of dependencies) sub.parent = chart
}

/** The charts as they are looked at from now on; one that several lead to is one. */
export function unlinked(node: LinkedChart, known = new Map<LinkedChart, Chart>()): Chart {
  const seen = known.get(node)
  if (seen !== undefined) return seen
  const {parent, ...rest} = node
  const chart: Chart = {
    ...rest,
    dependencies: node.dependencies.map((sub) => unlinked(sub, known)),
    place: parent && placeOf(node),
  }
  known.set(node, chart)
  return chart
}

function placeOf(node: LinkedChart): string {
  const name = chartName(node as Chart)
  return node.parent === undefined ? name : `${placeOf(node.parent)}/charts/${name}`
}
