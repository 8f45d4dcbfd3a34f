import type {JsonObject} from '../../../formats/json/value.js'

/** One file of a chart; its name is relative to the chart's folder. */
export interface ChartFile {
  readonly name: string
  readonly data: Uint8Array
}

/** A chart as it was loaded (helm-engine reference 1). Nothing in it is changed once it is loaded. */
export interface Chart {
  /** Chart.yaml, with the dependencies of a requirements.yaml; always has apiVersion, name and version */
  readonly metadata: JsonObject
  /** Chart.lock or requirements.lock */
  readonly lock: JsonObject | undefined
  /** values.yaml; its numbers are doubles */
  readonly values: JsonObject
  /** values.yaml as it is written */
  readonly rawValues: Uint8Array | undefined
  /** values.schema.json */
  readonly schema: Uint8Array | undefined
  readonly templates: readonly ChartFile[]
  /** everything else, what templates may read */
  readonly files: readonly ChartFile[]
  /** what lies in `charts/`, by name of the folder or archive */
  readonly dependencies: readonly Chart[]
  /** where its templates are said to be, when that is not below its parent (see `dependencies/enabled.ts`) */
  readonly place?: string | undefined
}

/** The path in front of the names of a subchart's files: `parent/charts/sub`. */
export function pathBelow(parent: string, chart: Chart): string {
  return chart.place ?? `${parent}/charts/${chartName(chart)}`
}

export function chartName(chart: Chart): string {
  return textOf(chart.metadata, 'name')
}

export function chartVersion(chart: Chart): string {
  return textOf(chart.metadata, 'version')
}

/** A library only lends templates to others. */
export function isLibrary(chart: Chart): boolean {
  return textOf(chart.metadata, 'type').toLowerCase() === 'library'
}

/** Text of a field of Chart.yaml; empty when there is none. */
export function textOf(object: JsonObject, key: string): string {
  const value = object[key]
  return typeof value === 'string' ? value : ''
}
