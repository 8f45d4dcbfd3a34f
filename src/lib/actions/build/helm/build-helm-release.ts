import {resolve} from 'node:path'
import {inParallel} from '../../../apply/in-parallel.js'
import {type Capabilities, type Chart, offlineCapabilities} from '../../../engines/helm/index.js'
import {FluxError} from '../../../errors/flux-error.js'
import {isObject, type JsonObject} from '../../../formats/json/value.js'
import {printYaml} from '../../../formats/yaml/print.js'
import type {HelmReleaseSpec} from '../../../kinds/types/helmrelease.gen.js'
import type {Compute} from '../../../ports/context.js'
import type {KubeClient, KubeObject} from '../../../ports/kube.js'
import {liveCapabilities} from '../../../render/helm/live-capabilities.js'
import {liveLookup} from '../../../render/helm/live-lookup.js'
import {type RenderedRelease, renderHelmRelease} from '../../../render/helm/render-helm-release.js'
import {composeValues} from '../../../render/helm-values.js'
import type {ReadVariableSource} from '../../../render/variables.js'
import type {SourceCheck} from './charts/chart-place.js'
import type {PublishedCharts} from './charts/published-chart.js'
import {type ChartPlaces, chartPlace, releaseChart} from './charts/release-chart.js'
import {type ObjectCheck, objectChecker} from './check-object.js'
import {partsOf, shown, written} from './release-parts.js'
import {valuesReaders} from './release-values.js'
import type {KnownObjects} from './repository/known-objects.js'
import {type FoundRelease, openRepository, type ReleaseFiles, type RepositoryNeeds} from './repository/repository.js'
import {wantedRelease} from './repository/wanted-release.js'

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

export interface ReleaseNeeds extends RepositoryNeeds {
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
  /** why nothing is rendered and that is no failure */
  readonly skipped?: string
}

/** As many are rendered or wait for a thread at a time: how many wait decides whether threads are started. */
const AT_A_TIME = 1000

/** `flux build helmrelease NAME`: what a HelmRelease would install, from files alone. @throws FluxError */
export async function buildHelmRelease(needs: ReleaseNeeds, name: string, options: ReleaseOptions): Promise<BuiltRelease> {
  const repository = await openRepository(needs, options)
  const release = wantedRelease(repository, name, options)
  const {text, warnings} = await (await builder(needs, options))(release, options.outputDir)
  const unlisted = release.state === 'unlisted' ? [notListed(release)] : []
  return {text, warnings: [...repository.warnings, ...unlisted, ...warnings]}
}

/** `flux build helmrelease --all`: every HelmRelease of the files, in the order of their names; one that fails stops no other. */
export async function buildHelmReleases(needs: ReleaseNeeds, options: ReleaseOptions): Promise<FleetEntry[]> {
  const {releases: found, broken, unread} = await openRepository(needs, options)
  const build = await builder(needs, options)
  const releases = withSubjects(found.filter(({state}) => state !== 'unlisted'))
  const aside = [
    ...broken.map(({from, failure}) => ({subject: from, failure})),
    ...unread.map((fault) => ({subject: fault.split(':', 1)[0]!, failure: new FluxError('bad-yaml', fault)})),
    ...found.filter(({state}) => state === 'unlisted').map((one) => ({subject: subjectOf(one), skipped: notListed(one)})),
  ]
  if (releases.length + aside.length === 0)
    throw new FluxError('not-found', `there is no HelmRelease in ${options.helmReleaseFile ?? options.path}`)
  const entries = await inParallel(releases, AT_A_TIME, async ({release, subject, folder}): Promise<FleetEntry> => {
    try {
      const built = await build(release, options.outputDir && `${options.outputDir}/${folder}`)
      return {subject, built: options.outputDir ? built : {...built, text: `# HelmRelease: ${subject}\n${built.text}`}}
    } catch (failure) {
      needs.signal.throwIfAborted()
      return {subject, failure}
    }
  })
  return [...entries, ...aside]
}

const subjectOf = ({object}: FoundRelease) => `${object.metadata.namespace}/${object.metadata.name}`

const notListed = ({place}: FoundRelease) => `${place}: the kustomization beside it does not list it, so that nothing builds it`

/** Of releases with the same name it is told which overlay makes them. */
function withSubjects(releases: readonly FoundRelease[]) {
  const counts = new Map<string, number>()
  for (const release of releases) counts.set(subjectOf(release), (counts.get(subjectOf(release)) ?? 0) + 1)
  return releases
    .map((release) => {
      const subject = subjectOf(release)
      if (counts.get(subject) === 1) return {release, subject, folder: subject}
      return {release, subject: `${subject} (${release.from})`, folder: `${release.within}/${subject}`}
    })
    .sort((a, b) => (a.subject < b.subject ? -1 : 1))
}

/** Renders one release after the other, each chart loaded once. */
async function builder(needs: ReleaseNeeds, options: ReleaseOptions) {
  const {fs, cwd, kube, signal} = needs
  const {kubeVersion, apiVersions} = options
  const capabilities = kube
    ? await liveCapabilities(kube, {kubeVersion, apiVersions, signal})
    : offlineCapabilities(kubeVersion, apiVersions)
  const values = await valuesReaders(needs, options.valuesFrom)
  const check = objectChecker()
  const charts = new ChartCache({...options, fs, cwd, published: needs.published}, check)
  return async (found: FoundRelease, outputDir: string | undefined): Promise<BuiltRelease> => {
    const {object: release, warnings} = check(found.object, found.place)
    const told = [
      ...found.warnings,
      ...warnings,
      ...valuesWarnings(release, found.place),
      ...verifyWarnings(release, found.place),
    ]
    const readValues = values(found)
    if (options.showValues) {
      const config = await composeValues(release.spec as never, found.object.metadata.namespace!, readValues)
      return {text: printYaml(config), warnings: told}
    }
    const {chart, warnings: ofSource} = await charts.of(release, found.known)
    const rendered = await rendering(needs, release, chart, {capabilities, readValues, isUpgrade: options.isUpgrade})
    told.push(...ofSource, ...rendered.warnings)
    const parts = partsOf(rendered, release.spec as unknown as HelmReleaseSpec, options.isUpgrade)
    if (outputDir === undefined) return {text: shown(parts, options.showOnly), warnings: told}
    return {text: await written(fs, resolve(cwd, outputDir), parts), warnings: told}
  }
}

/** The schema lets any value be there, the controller reads no other than mappings. */
function valuesWarnings({spec}: KubeObject, place: string): string[] {
  const values = (spec as JsonObject).values ?? {}
  return isObject(values) ? [] : [`${place}: spec.values is no mapping: helm-controller installs the chart without it`]
}

interface FoundChart {
  readonly chart: Chart
  /** about its source */
  readonly warnings: readonly string[]
}

/** Charts by where they come from: the objects beside a release say what that is. */
class ChartCache {
  readonly #charts = new Map<KnownObjects, Map<string, Promise<FoundChart>>>()

  constructor(
    private readonly places: Omit<ChartPlaces, 'check'>,
    private readonly check: ObjectCheck,
  ) {}

  async of(release: KubeObject, known: KnownObjects): Promise<FoundChart> {
    const {namespace = ''} = release.metadata
    const warnings: string[] = []
    const check: SourceCheck = async (source, objects) => {
      const place = await objects.placeOf(source)
      const {object, warnings: told} = this.check(source, place)
      warnings.push(...told, ...sourceWarnings(object, place))
      return object
    }
    const place = await chartPlace(release, known, check)
    const key = JSON.stringify([namespace, place])
    const charts = this.#charts.get(known) ?? new Map<string, Promise<FoundChart>>()
    this.#charts.set(known, charts)
    const chart =
      charts.get(key) ??
      releaseChart(place, namespace, known, {...this.places, check}).then((found) => ({chart: found, warnings}))
    charts.set(key, chart)
    return chart
  }
}

function verifyWarnings({spec}: KubeObject, place: string): string[] {
  const {chart} = spec as unknown as HelmReleaseSpec
  return chart?.spec.verify ? [`${place}: the signature of the chart is not checked`] : []
}

/** What is not done here, although a source asks for it. */
function sourceWarnings({kind, metadata, spec}: KubeObject, place: string): string[] {
  const {verify, provider} = spec as JsonObject
  const subject = `${place}: ${kind} '${metadata.name}'`
  return [
    ...(verify ? [`${subject}: the signature of the chart is not checked`] : []),
    ...(provider && provider !== 'generic' ? [`${subject}: the cloud (${provider}) is not asked for a login`] : []),
  ]
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
