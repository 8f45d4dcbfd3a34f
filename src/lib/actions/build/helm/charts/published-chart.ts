import {type Chart, loadArchive} from '../../../../engines/helm/index.js'
import {FluxError, messageOf} from '../../../../errors/flux-error.js'
import {isObject, type JsonObject, type JsonValue} from '../../../../formats/json/value.js'
import {Patterns} from '../../../../formats/regex/regex.js'
import {parseTagVersion} from '../../../../formats/semver/version.js'
import type {ChartSource, ChartWish, FetchedChart} from '../../../../ports/charts.js'
import type {FileTree} from '../../../../ports/files.js'
import type {KubeObject} from '../../../../ports/kube.js'
import type {KnownObjects} from '../repository/known-objects.js'
import type {ChartPlace} from './chart-place.js'
import {placedFault} from './placed-fault.js'
import {repositoryAccess} from './repository-access.js'

/** Where charts are published. */
export interface PublishedCharts {
  readonly http: ChartSource
  readonly oci: ChartSource
  readonly signal?: AbortSignal | undefined
}

/**
 * The chart that a HelmRepository or OCIRepository has (source-controller reference 10 to 12).
 * @throws FluxError with what the repository says
 */
export async function publishedChart(
  place: Pick<ChartPlace, 'chart' | 'version' | 'namespace'>,
  source: KubeObject,
  objects: KnownObjects,
  published: PublishedCharts,
): Promise<Chart> {
  const spec = source.spec as JsonObject
  const url = String(spec.url)
  const access = {...(await repositoryAccess(source, place.namespace, objects)), signal: published.signal}
  if (source.kind === 'HelmRepository') {
    const {chart, version} = place
    return pulledChart(repositoryOf(source, published), {url, chart, version, ...access})
  }
  const cut = url.lastIndexOf('/')
  const fetched = await published.oci.pull({
    ...{url: url.slice(0, cut), chart: url.slice(cut + 1), ...access},
    ...versionOf(isObject(spec.ref) ? spec.ref : {}),
    layer: {mediaType: mediaTypeOf(spec.layerSelector)},
  })
  return withDigest(loaded(fetched), fetched)
}

/** The chart of a repository of its own kind. */
export async function pulledChart(from: ChartSource, wish: ChartWish): Promise<Chart> {
  return loaded(await from.pull(wish))
}

function loaded({archive, url}: FetchedChart): Chart {
  try {
    return loadArchive(archive)
  } catch (error) {
    throw placedFault(error, url)
  }
}

/** @throws FluxError `bad-url` when type and address do not fit */
function repositoryOf({metadata, spec}: KubeObject, {http, oci}: PublishedCharts): ChartSource {
  const {type, url} = spec as JsonObject
  const isOci = String(url).startsWith('oci://')
  if ((type === 'oci') === isOci) return isOci ? oci : http
  const words = isOci
    ? `invalid Helm repository URL: 'oci' URL scheme cannot be used with 'default' HelmRepository type`
    : `invalid OCI registry URL: '${url}' does not begin with oci://`
  const hint = isOci ? `set spec.type of HelmRepository '${metadata.name}' to oci` : `remove spec.type, or give an oci:// address`
  throw new FluxError('bad-url', words, {hints: [hint]})
}

function mediaTypeOf(selector: JsonValue | undefined): string | undefined {
  return isObject(selector) && typeof selector.mediaType === 'string' ? selector.mediaType : undefined
}

/** A digest beats a range, a range a tag (reference 10.1). */
function versionOf(ref: JsonObject): Pick<ChartWish, 'version' | 'reference' | 'tagFilter'> {
  const text = (key: string) => (typeof ref[key] === 'string' ? (ref[key] as string) : '')
  if (text('digest') !== '') return {version: '', reference: text('digest')}
  if (text('semver') === '') return {version: '', reference: text('tag') || 'latest'}
  const filter = text('semverFilter')
  if (filter === '') return {version: text('semver')}
  const patterns = new Patterns()
  try {
    patterns.compile(filter)
  } catch (error) {
    throw new FluxError('bad-filter', `spec.ref.semverFilter is no regular expression: ${messageOf(error)}`)
  }
  return {version: text('semver'), tagFilter: (tag) => patterns.find(filter, tag)}
}

const SHOWN_HEX = 12

/** A chart of an OCIRepository has the artifact's digest in its version (helm-controller reference 17.3). */
function withDigest(chart: Chart, {version, manifest, url}: FetchedChart): Chart {
  const own = String(chart.metadata.version)
  const text = version.replaceAll('_', '+')
  const tag = parseTagVersion(text)
  const bare = (one: string) => one.replace(/^v/, '').split('+')[0]
  if (tag !== undefined && bare(text) !== bare(own)) {
    throw new FluxError('bad-chart', `the chart's version ${own} is not that of its tag, ${version}`, {hints: [`it is ${url}`]})
  }
  const hex = manifest?.split(':')[1]?.slice(0, SHOWN_HEX)
  return hex === undefined ? chart : {...chart, metadata: {...chart.metadata, version: `${own.split('+')[0]}+${hex}`}}
}

/** The files of a chart as a tree: values files are looked for in it. */
export function chartTree(chart: Chart): FileTree {
  const files = new Map(chart.files.map(({name, data}) => [name, data]))
  if (chart.rawValues) files.set('values.yaml', chart.rawValues)
  return {
    async stat(path) {
      const file = files.get(path)
      return file && {type: 'file', mode: 0o644, size: file.length}
    },
    async list() {
      return []
    },
    async read(path) {
      return files.get(path) ?? new Uint8Array()
    },
  }
}
