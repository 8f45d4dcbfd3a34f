import {resolve} from 'node:path'
import {inParallel} from '../../../apply/in-parallel.js'
import {type Capabilities, type Chart, offlineCapabilities} from '../../../engines/helm/index.js'
import {FluxError} from '../../../errors/flux-error.js'
import {printYaml} from '../../../formats/yaml/print.js'
import type {Compute} from '../../../ports/context.js'
import type {DiskFs} from '../../../ports/files.js'
import type {KubeClient, KubeObject} from '../../../ports/kube.js'
import {liveLookup} from '../../../render/helm/live-lookup.js'
import {type RenderedRelease, renderHelmRelease} from '../../../render/helm/render-helm-release.js'
import type {ReadVariableSource} from '../../../render/variables.js'
import type {PublishedCharts} from './published-chart.js'
import {chartPlace, releaseChart} from './release-chart.js'
import {knownObjects, type ReleaseFiles, valuesReaders, wantedRelease} from './release-files.js'
import {partsOf, shown, written} from './release-parts.js'

export interface ReleaseOptions extends ReleaseFiles {
  readonly chartPath?: string | undefined
  readonly localSources: ReadonlyMap<string, string>
  readonly kubeVersion?: string | undefined
  readonly apiVersions: readonly string[]
  readonly showValues: boolean
  readonly showOnly: readonly string[]
  readonly outputDir?: string | undefined
  readonly isUpgrade: boolean
}

export interface ReleaseNeeds {
  readonly fs: DiskFs
  readonly cwd: string
  readonly signal: AbortSignal
  /** has the tasks of `releaseTasks` */
  readonly compute: Compute
  readonly now: () => number
  /** the way to repositories and registries; absent: none is asked */
  readonly published?: PublishedCharts | undefined
  /** the cluster that templates may look into; absent: they find nothing */
  readonly kube?: KubeClient | undefined
}

export interface BuiltRelease {
  readonly text: string
  readonly warnings: readonly string[]
}

/** What one HelmRelease of many came to: its text, or why it has none. */
export interface FleetEntry {
  /** `namespace/name` */
  readonly subject: string
  readonly built?: BuiltRelease
  readonly failure?: unknown
}

/** As many are rendered or wait for a thread at a time: how many wait decides whether threads are started. */
const AT_A_TIME = 1000

/** `flux build helmrelease NAME`: what a HelmRelease would install, from files alone. @throws FluxError */
export async function buildHelmRelease(needs: ReleaseNeeds, name: string, options: ReleaseOptions): Promise<BuiltRelease> {
  const objects = await knownObjects(needs, options)
  return (await builder(needs, objects, options))(wantedRelease(objects, name, options), options.outputDir)
}

/** `flux build helmrelease --all`: every HelmRelease of the files, in the order of their names; one that fails stops no other. */
export async function buildHelmReleases(needs: ReleaseNeeds, options: ReleaseOptions): Promise<FleetEntry[]> {
  const objects = await knownObjects(needs, options)
  const build = await builder(needs, objects, options)
  const releases = objects
    .filter(({kind}) => kind === 'HelmRelease')
    .map((object) => ({...object, metadata: {...object.metadata, namespace: object.metadata.namespace ?? options.namespace}}))
    .map((object) => ({object, subject: `${object.metadata.namespace}/${object.metadata.name}`}))
    .sort((a, b) => (a.subject < b.subject ? -1 : 1))
  if (releases.length === 0)
    throw new FluxError('not-found', `there is no HelmRelease in ${options.helmReleaseFile ?? options.path}`)
  return inParallel(releases, AT_A_TIME, async ({object, subject}) => {
    try {
      const built = await build(object, options.outputDir && `${options.outputDir}/${subject}`)
      return {subject, built: options.outputDir ? built : {...built, text: `# HelmRelease: ${subject}\n${built.text}`}}
    } catch (failure) {
      needs.signal.throwIfAborted()
      return {subject, failure}
    }
  })
}

/** Renders one release after the other, each chart loaded once. */
async function builder(needs: ReleaseNeeds, objects: readonly KubeObject[], options: ReleaseOptions) {
  const {fs, cwd} = needs
  const capabilities = offlineCapabilities(options.kubeVersion, options.apiVersions)
  const values = await valuesReaders(needs, options, objects)
  const places = {...options, fs, cwd, objects, published: needs.published}
  const charts = new Map<string, Promise<Chart>>()
  const chartOf = (release: KubeObject) => {
    const key = JSON.stringify(chartPlace(release, objects))
    const chart = charts.get(key) ?? releaseChart(release, places)
    charts.set(key, chart)
    return chart
  }
  return async (release: KubeObject, outputDir: string | undefined): Promise<BuiltRelease> => {
    const rendered = await rendering(needs, release, await chartOf(release), {
      ...{capabilities, readValues: values(release.metadata.namespace ?? options.namespace), isUpgrade: options.isUpgrade},
    })
    const {warnings} = rendered
    if (options.showValues) return {text: printYaml(rendered.config), warnings}
    const text = shown(partsOf(rendered), options.showOnly)
    if (outputDir === undefined) return {text, warnings}
    return {text: await written(fs, resolve(cwd, outputDir), partsOf(rendered)), warnings}
  }
}

interface Rendering {
  readonly capabilities: Capabilities
  readonly readValues: ReadVariableSource
  readonly isUpgrade: boolean
}

function rendering(needs: ReleaseNeeds, release: KubeObject, chart: Chart, options: Rendering): Promise<RenderedRelease> {
  const {kube, compute, signal} = needs
  return renderHelmRelease(release, {
    ...{chart, compute, signal, capabilities: options.capabilities, readValues: options.readValues, now: needs.now()},
    lookup: kube && liveLookup(kube, signal),
    ...(options.isUpgrade && {revision: 2}),
  })
}
