import {type Chart, type ChartFile, chartName, pathBelow} from './chart.js'

/** A file of `crds/`; it is never rendered. */
export interface CrdFile extends ChartFile {
  /** with the chart's path in front: `parent/charts/sub/crds/x.yaml` */
  readonly path: string
}

/** The CRDs of a chart and then of its subcharts, in the order of the folder or archive (helm-engine reference 1.4). */
export function crdsOf(chart: Chart, path = chartName(chart)): CrdFile[] {
  const own = chart.files
    .filter(({name}) => name.startsWith('crds/') && /\.(?:ya?ml|json)$/i.test(name))
    .map((file) => ({...file, path: `${path}/${file.name}`}))
  return [...own, ...chart.dependencies.flatMap((sub) => crdsOf(sub, pathBelow(path, sub)))]
}
