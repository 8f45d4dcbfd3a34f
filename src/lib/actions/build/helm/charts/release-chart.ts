import {resolve} from 'node:path'
import {type Chart, loadChart, readValuesFile} from '../../../../engines/helm/index.js'
import {FluxError} from '../../../../errors/flux-error.js'
import {mergeMaps} from '../../../../formats/json/merge-maps.js'
import {yamlText} from '../../../../formats/yaml/reader.js'
import type {HelmReleaseSpec} from '../../../../kinds/types/helmrelease.gen.js'
import type {DiskFs, FileTree} from '../../../../ports/files.js'
import type {KubeObject} from '../../../../ports/kube.js'
import {withDependencies} from '../../../../render/helm/chart-dependencies.js'
import {cleanPath, resolvePath} from '../../../../render/tree-path.js'
import type {KnownObjects} from '../repository/known-objects.js'
import {repositoryRoot} from '../repository/repository.js'
import type {ChartPlace, SourceCheck} from './chart-place.js'
import {dependencyPull} from './dependency-pull.js'
import {placedFault} from './placed-fault.js'
import {chartTree, type PublishedCharts, publishedChart} from './published-chart.js'

export interface ChartPlaces {
  readonly fs: DiskFs
  readonly cwd: string
  /** folder or archive of the chart, as typed */
  readonly chartPath?: string | undefined
  /** folder of the repository, as typed: stands for every GitRepository and Bucket */
  readonly path?: string | undefined
  /** `Kind/namespace/name` and the folders that stand for them */
  readonly localSources: ReadonlyMap<string, string>
  readonly check: SourceCheck
  /** the way to repositories and registries; absent: none is asked */
  readonly published?: PublishedCharts | undefined
}

/**
 * The chart of a HelmRelease, values files merged into its own, dependencies of a folder resolved (source-controller reference 12).
 * @throws FluxError that says which flag is missing
 */
export async function releaseChart(
  place: ChartPlace | undefined,
  namespace: string,
  objects: KnownObjects,
  places: ChartPlaces,
): Promise<Chart> {
  const {fs, cwd, chartPath} = places
  if (chartPath !== undefined) {
    const real = await fs.realpath(resolve(cwd, chartPath))
    if (real === undefined) throw new FluxError('no-chart', `path ${JSON.stringify(chartPath)} not found`)
    const tree = fs.tree('/')
    const chart = await folderChart({tree, folder: real.slice(1), shown: chartPath}, namespace, objects, places)
    return withValuesFiles(chart, tree, await rootsAround(real, place, places), place)
  }
  if (place === undefined) throw new FluxError('usage', 'the HelmRelease names no chart: give --chart-path')
  const local = places.localSources.get(`${place.kind}/${place.namespace}/${place.name}`)
  if (local === undefined && !isFolder(place)) {
    const published = await fetched(place, objects, places)
    return withValuesFiles(published, chartTree(published), [''], place)
  }
  const root = await sourceRoot(place, local, places)
  const tree = fs.tree(root)
  const folder = cleanPath(place.chart)
  const chart = await folderChart({tree, folder, shown: place.chart}, place.namespace, objects, places)
  return withValuesFiles(chart, tree, [isFolder(place) ? '' : folder], place)
}

/** Of the sources those whose charts are folders, and whose values files lie anywhere. */
const isFolder = ({kind}: ChartPlace) => kind === 'GitRepository' || kind === 'Bucket'

/** Where values files may be for a chart that was given by its path: the source around it, the files, the chart. */
async function rootsAround(chart: string, place: ChartPlace | undefined, {fs, cwd, path}: ChartPlaces): Promise<string[]> {
  if (place === undefined || !isFolder(place)) return [chart]
  const suffix = `/${cleanPath(place.chart)}`
  const source = chart.endsWith(suffix) ? [chart.slice(0, -suffix.length)] : []
  return [...source, ...(path === undefined ? [] : [(await fs.realpath(resolve(cwd, path))) ?? path]), chart]
}

async function fetched(place: ChartPlace, objects: KnownObjects, {published, check}: ChartPlaces): Promise<Chart> {
  const source = await objects.findSource(place.kind, place.name, place.namespace)
  if (source === undefined || published === undefined) throw elsewhere(place)
  return publishedChart(place, await check(source, objects), objects, published)
}

interface ChartFolder {
  readonly tree: FileTree
  readonly folder: string
  /** for messages */
  readonly shown: string
}

/** A chart of a tree, whose dependencies may lie beside it. */
async function folderChart({tree, folder, shown}: ChartFolder, namespace: string, objects: KnownObjects, places: ChartPlaces) {
  try {
    const chart = await loadChart(tree, folder)
    if ((await tree.stat(folder))?.type === 'file') return chart
    return await withDependencies(chart, {tree, folder, pull: dependencyPull(namespace, objects, places)})
  } catch (error) {
    throw placedFault(error, shown)
  }
}

/** The folder that stands for a source: as given, else the one of the files, or the repository around it that has the chart. */
async function sourceRoot(place: ChartPlace, local: string | undefined, {fs, cwd, path}: ChartPlaces): Promise<string> {
  const real = async (folder: string) => (await fs.realpath(resolve(cwd, folder))) ?? resolve(cwd, folder)
  if (local !== undefined) return real(local)
  if (path === undefined || !isFolder(place)) throw elsewhere(place)
  const folder = await real(path)
  const has = async (root: string) => (await fs.stat(resolve(root, cleanPath(place.chart)))) !== undefined
  if (await has(folder)) return folder
  const around = await repositoryRoot(fs, folder)
  return around !== undefined && (await has(around)) ? around : folder
}

function elsewhere({kind, name, namespace}: ChartPlace): FluxError {
  return new FluxError('no-chart', `the chart comes from ${kind} '${namespace}/${name}', which is not on this disk`, {
    hints: [
      'give --chart-path with the folder or archive of the chart, or --local-sources Kind/namespace/name=folder',
      ...(kind === 'HelmRepository' || kind === 'OCIRepository' ? [`or have the ${kind} among the files of --path`] : []),
    ],
  })
}

/** Where the spec says that the chart lives; undefined when it does not. */
export async function chartPlace(
  {spec, metadata}: KubeObject,
  objects: KnownObjects,
  check: SourceCheck,
): Promise<ChartPlace | undefined> {
  const {chart, chartRef} = spec as unknown as HelmReleaseSpec
  const own = metadata.namespace ?? 'default'
  if (chart) return placeOf(chart.spec, own)
  if (!chartRef) return undefined
  const namespace = chartRef.namespace ?? own
  if (chartRef.kind === 'HelmChart') {
    const found = await objects.findSource('HelmChart', chartRef.name, namespace)
    if (found === undefined) return withoutFiles('', chartRef, namespace)
    return placeOf((await check(found, objects)).spec as unknown as ChartSpec, namespace)
  }
  return withoutFiles('.', chartRef, namespace)
}

function withoutFiles(chart: string, {kind, name}: {kind: string; name: string}, namespace: string): ChartPlace {
  return {chart, version: '', kind, name, namespace, valuesFiles: [], ignoreMissing: false}
}

type ChartSpec = NonNullable<HelmReleaseSpec['chart']>['spec']

function placeOf({chart, version, sourceRef, valuesFiles, ignoreMissingValuesFiles}: ChartSpec, own: string): ChartPlace {
  return {
    ...{chart, version: version ?? '', kind: sourceRef.kind, name: sourceRef.name, namespace: sourceRef.namespace ?? own},
    valuesFiles: valuesFiles ?? [],
    ignoreMissing: ignoreMissingValuesFiles ?? false,
  }
}

/** Files are named from the top of a Git source, and from the chart's folder for all others. */
async function withValuesFiles(
  chart: Chart,
  tree: FileTree,
  roots: readonly string[],
  place: ChartPlace | undefined,
): Promise<Chart> {
  const {valuesFiles = [], ignoreMissing} = place ?? {}
  // the chart's own are meant, whatever the source
  if (valuesFiles.length === 0 || (valuesFiles.length === 1 && cleanPath(valuesFiles[0]!) === 'values.yaml')) return chart
  let values = {}
  for (const file of valuesFiles) {
    const path = await firstFile(tree, roots, file)
    if (path !== undefined) {
      values = mergeMaps(values, readValuesFile(file, yamlText(await tree.read(path))))
    } else if (!ignoreMissing) {
      const looked = cleanPath(`${roots[0]}/${file}`)
      throw new FluxError(
        'bad-values',
        `values files merge error: no values file found at path '${looked}' (reference '${file}')`,
      )
    }
  }
  return {...chart, values}
}

async function firstFile(tree: FileTree, roots: readonly string[], file: string): Promise<string | undefined> {
  for (const root of roots) {
    const found = await resolvePath(tree, `${root}/${file}`)
    if (found?.stat.type === 'file') return found.path
  }
  return undefined
}
