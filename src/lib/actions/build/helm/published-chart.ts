import {type Chart, loadArchive} from '../../../engines/helm/index.js'
import {FluxError} from '../../../errors/flux-error.js'
import {isObject, type JsonObject} from '../../../formats/json/value.js'
import type {ChartAccess, ChartSource} from '../../../ports/charts.js'
import type {FileTree} from '../../../ports/files.js'
import type {KubeObject} from '../../../ports/kube.js'
import type {ChartPlace} from './release-chart.js'

/** Where charts are published. */
export interface PublishedCharts {
  readonly http: ChartSource
  readonly oci: ChartSource
  readonly signal?: AbortSignal | undefined
}

/**
 * The chart that a HelmRepository or OCIRepository has; undefined for other sources, and for sources that are not known here.
 * @throws FluxError with what the repository says
 */
export async function publishedChart(
  place: ChartPlace,
  objects: readonly KubeObject[],
  published: PublishedCharts,
): Promise<Chart | undefined> {
  const source = objects.find(
    ({kind, metadata}) =>
      kind === place.kind && metadata.name === place.name && (metadata.namespace ?? place.namespace) === place.namespace,
  )
  if (source === undefined || !['HelmRepository', 'OCIRepository'].includes(place.kind)) return undefined
  const spec = source.spec as JsonObject
  const url = String(spec.url ?? '')
  const access: ChartAccess = {
    ...accessOf(spec, place, objects),
    ...{passCredentials: spec.passCredentials === true, insecure: spec.insecure === true, signal: published.signal},
  }
  if (place.kind === 'HelmRepository') {
    const from = url.startsWith('oci://') ? published.oci : published.http
    return loadArchive((await from.pull({url, chart: place.chart, version: place.version, ...access})).archive)
  }
  const ref = isObject(spec.ref) ? spec.ref : {}
  if (typeof ref.digest === 'string') throw new FluxError('no-chart', 'charts by digest are not fetched: give --chart-path')
  const version = [ref.semver, ref.tag].find((text): text is string => typeof text === 'string' && text !== '') ?? '*'
  const cut = url.lastIndexOf('/')
  return loadArchive((await published.oci.pull({url: url.slice(0, cut), chart: url.slice(cut + 1), version, ...access})).archive)
}

/** Basic auth and certificates of the Secrets that a source names (source-controller reference 8.1). */
function accessOf(spec: JsonObject, {namespace}: ChartPlace, objects: readonly KubeObject[]): ChartAccess {
  const secret = (key: string) => {
    const name = isObject(spec[key]) ? spec[key].name : undefined
    if (typeof name !== 'string') return undefined
    const found = objects.find(
      ({kind, metadata}) => kind === 'Secret' && metadata.name === name && (metadata.namespace ?? namespace) === namespace,
    )
    if (found === undefined)
      throw new FluxError('no-secret', `failed to get authentication secret '${namespace}/${name}': not found`)
    return textsOf(found)
  }
  const login = secret('secretRef') ?? {}
  const certificates = secret('certSecretRef')
  const {'ca.crt': ca, 'tls.crt': cert, 'tls.key': key} = certificates ?? {}
  return {
    ...{username: login.username, password: login.password},
    ...(certificates && {tls: {...(ca && {ca}), ...(cert && {cert}), ...(key && {key})}}),
  }
}

function textsOf(secret: KubeObject): Record<string, string> {
  const {data, stringData} = secret as unknown as {data?: Record<string, string>; stringData?: Record<string, string>}
  const decoded = Object.entries(data ?? {}).map(([key, text]) => [key, Buffer.from(text, 'base64').toString()])
  return {...(Object.fromEntries(decoded) as Record<string, string>), ...stringData}
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
