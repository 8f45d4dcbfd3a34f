import {resolve} from 'node:path'
import {type Chart, loadChart, readValuesFile} from '../../../engines/helm/index.js'
import {FluxError} from '../../../errors/flux-error.js'
import {mergeMaps} from '../../../formats/json/merge-maps.js'
import type {HelmReleaseSpec} from '../../../kinds/types/helmrelease.gen.js'
import type {DiskFs, FileTree} from '../../../ports/files.js'
import type {KubeObject} from '../../../ports/kube.js'
import {chartTree, type PublishedCharts, publishedChart} from './published-chart.js'

/** A chart of a HelmRelease and where its spec says that it lives. */
export interface ChartPlace {
  readonly chart: string
  /** a version or a range */
  readonly version: string
  readonly kind: string
  readonly name: string
  readonly namespace: string
  readonly valuesFiles: readonly string[]
  readonly ignoreMissing: boolean
}

export interface ChartPlaces {
  readonly fs: DiskFs
  readonly cwd: string
  /** folder or archive of the chart, as typed */
  readonly chartPath?: string | undefined
  /** folder of the repository, as typed: stands for every GitRepository and Bucket */
  readonly path?: string | undefined
  /** `Kind/namespace/name` and the folders that stand for them */
  readonly localSources: ReadonlyMap<string, string>
  readonly objects: readonly KubeObject[]
  /** the way to repositories and registries; absent: none is asked */
  readonly published?: PublishedCharts | undefined
}

/**
 * The chart of a HelmRelease from the disk, values files merged into its own (source-controller reference 12).
 * @throws FluxError that says which flag is missing
 */
export async function releaseChart(release: KubeObject, places: ChartPlaces): Promise<Chart> {
  const {fs, cwd, chartPath, path} = places
  const wanted = chartPlace(release, places.objects)
  if (chartPath !== undefined) {
    const {tree, folder} = await opened(fs, resolve(cwd, chartPath))
    return withValuesFiles(await loadChart(tree, folder), tree, folder, wanted)
  }
  if (wanted === undefined) throw new FluxError('usage', 'the HelmRelease names no chart: give --chart-path')
  const local = places.localSources.get(`${wanted.kind}/${wanted.namespace}/${wanted.name}`)
  const published = local === undefined && places.published && (await publishedChart(wanted, places.objects, places.published))
  if (published) return withValuesFiles(published, chartTree(published), '', wanted)
  const root = local ?? defaultRoot(wanted, path)
  const tree = fs.tree((await fs.realpath(resolve(cwd, root))) ?? resolve(cwd, root))
  const chart = await loadChart(tree, wanted.chart.split('/').filter(named).join('/'))
  return withValuesFiles(chart, tree, '', wanted)
}

function defaultRoot({kind, name, namespace}: ChartPlace, path: string | undefined): string {
  if (path !== undefined && (kind === 'GitRepository' || kind === 'Bucket')) return path
  throw new FluxError('no-chart', `the chart comes from ${kind} '${namespace}/${name}', which is not on this disk`, {
    hints: ['give --chart-path with the folder or archive of the chart, or --local-sources Kind/namespace/name=folder'],
  })
}

/** Where the spec says that the chart lives; undefined when it does not. */
export function chartPlace({spec, metadata}: KubeObject, objects: readonly KubeObject[]): ChartPlace | undefined {
  const {chart, chartRef} = spec as unknown as HelmReleaseSpec
  const own = metadata.namespace ?? 'default'
  if (chart) return placeOf(chart.spec, own)
  if (!chartRef) return undefined
  const namespace = chartRef.namespace ?? own
  if (chartRef.kind === 'HelmChart') {
    const found = objects.find(
      (object) =>
        object.kind === 'HelmChart' &&
        object.metadata.name === chartRef.name &&
        (object.metadata.namespace ?? namespace) === namespace,
    )
    return found && placeOf(found.spec as unknown as ChartSpec, namespace)
  }
  return {chart: '.', version: '', kind: chartRef.kind, name: chartRef.name, namespace, valuesFiles: [], ignoreMissing: false}
}

type ChartSpec = NonNullable<HelmReleaseSpec['chart']>['spec']

function placeOf({chart, version, sourceRef, valuesFiles, ignoreMissingValuesFiles}: ChartSpec, own: string): ChartPlace {
  return {
    ...{chart, version: version ?? '', kind: sourceRef.kind, name: sourceRef.name, namespace: sourceRef.namespace ?? own},
    valuesFiles: valuesFiles ?? [],
    ignoreMissing: ignoreMissingValuesFiles ?? false,
  }
}

async function opened(fs: DiskFs, path: string): Promise<{tree: FileTree; folder: string}> {
  const real = await fs.realpath(path)
  if (real === undefined) throw new FluxError('no-chart', `path ${JSON.stringify(path)} not found`)
  return {tree: fs.tree('/'), folder: real.slice(1)}
}

/** Files are named from the top of a Git source, and from the chart's folder for all others. */
async function withValuesFiles(chart: Chart, tree: FileTree, root: string, place: ChartPlace | undefined): Promise<Chart> {
  const {valuesFiles = [], ignoreMissing} = place ?? {}
  if (valuesFiles.length === 0 || (valuesFiles.length === 1 && valuesFiles[0] === 'values.yaml' && root !== '')) return chart
  let values = {}
  for (const file of valuesFiles) {
    const path = [...root.split('/'), ...file.split('/')].filter(named).join('/')
    if ((await tree.stat(path))?.type === 'file') {
      values = mergeMaps(values, readValuesFile(file, Buffer.from(await tree.read(path)).toString('utf8')))
    } else if (!ignoreMissing) {
      throw new FluxError('bad-values', `values files merge error: no values file found at path '${path}' (reference '${file}')`)
    }
  }
  return {...chart, values}
}

const named = (part: string) => part !== '' && part !== '.'
