import type {FileTree} from './files.js'

/** A chart that was read, in the form that its reader likes, or why it cannot be. Can be structured-cloned. */
export type ReadChart =
  | {readonly chart: object}
  | {readonly fault: {readonly code: string; readonly message: string; readonly hints: readonly string[]}}

/** What `helm template` is asked for. */
export interface ChartRequest {
  /** empty: the name is made up, or comes from the template */
  readonly releaseName: string
  readonly nameTemplate: string
  /** empty for the usual one */
  readonly namespace: string
  /** texts of values files, later ones win */
  readonly values: readonly {readonly name: string; readonly text: string}[]
  readonly apiVersions: readonly string[]
  /** empty for Helm's own */
  readonly kubeVersion: string
  readonly includeCrds: boolean
  readonly hooks: boolean
  readonly tests: boolean
}

export interface InflatedChart {
  /** what `helm template` prints */
  readonly text: string
  readonly warnings: readonly string[]
}

/** Charts for those who are no Helm: read beforehand, rendered without waiting. */
export interface ChartInflator {
  read(tree: FileTree, folder: string): Promise<ReadChart>
  /** Of a chart that this one has read. @throws FluxError in Helm's words */
  template(chart: ReadChart, request: ChartRequest): InflatedChart
}
