import {FluxError} from '../../errors/flux-error.js'
import {isObject, type JsonObject, type JsonValue} from '../../formats/json/value.js'
import {newestMatching} from '../../formats/semver/newest-matching.js'
import {parseTagVersion} from '../../formats/semver/version.js'
import type {ChartSource, ChartWish} from '../../ports/charts.js'
import type {Http} from '../../ports/http.js'
import {askCredentialHelper} from './credential-helper.js'
import {Registry} from './registry.js'
import {type CredentialHelper, dockerCredentials} from './registry-auth.js'

const CHART_LAYER = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip'
const CHART_LAYERS = [CHART_LAYER, 'application/tar+gzip']
const MAX_CHART = 100 * 1024 * 1024

/** Charts of OCI registries (helm-engine reference 17.2). @param dockerConfig where logins are kept, if anywhere */
export function createOciCharts(
  http: Http,
  dockerConfig: JsonValue = null,
  helper: CredentialHelper = askCredentialHelper,
): ChartSource {
  return {
    async pull(wish) {
      const {host, repository} = placeOf(wish)
      const registry = new Registry(http, host, repository, wish, await credentialsOf(wish, host))
      const version = wish.reference ?? (await versionOf(registry, wish))
      const {manifest, digest} = await registry.manifest(wish.layer ? version : version.replaceAll('+', '_'))
      const url = `oci://${host}/${repository}${version.startsWith('sha256:') ? '@' : ':'}${version}`
      const layer = layerOf(manifest, wish.layer, url)
      return {version, archive: await registry.blob(layer, MAX_CHART), digest: layer, manifest: digest, url}
    },
  }

  function credentialsOf({username, password = '', dockerConfig: own}: ChartWish, host: string) {
    if (username) return {username, password}
    return own === undefined ? dockerCredentials(dockerConfig, host, helper) : dockerCredentials(own, host, noHelper)
  }
}

/** What a Secret says must not run programs. */
const noHelper: CredentialHelper = async () => undefined

function placeOf({url, chart}: ChartWish): {host: string; repository: string} {
  const [, host, path = ''] = /^oci:\/\/([^/]+)(\/.*)?$/.exec(url) ?? []
  if (host === undefined) throw new FluxError('bad-url', `'${url}' is no address of an OCI registry`)
  const parts = `${path}/${chart}`.split('/').filter((part) => part !== '' && part !== '.')
  return {host, repository: parts.join('/')}
}

/** Of a chart a whole version is taken as it is; for a range the tags are listed. */
async function versionOf(registry: Registry, {version: wish, tagFilter, layer}: ChartWish): Promise<string> {
  if (layer === undefined && parseTagVersion(wish) !== undefined) return wish
  const tags = (await registry.tags()).filter((tag) => tagFilter?.(tag) ?? true)
  // `_` stands for `+` in tags of charts; helm, which lists those of a HelmRepository, takes none with a `v`
  const isChart = layer === undefined || layer.mediaType === CHART_LAYER
  const versions = tags.map((tag) => (isChart ? tag.replaceAll('_', '+') : tag))
  const known = layer === undefined ? versions.filter((version) => /^\d/.test(version)) : versions
  const index = newestMatching(known, wish, layer === undefined)
  if (index < 0) {
    throw new FluxError('no-chart', `${registry.place}: could not locate a version matching provided version string ${wish}`)
  }
  return layer === undefined ? known[index]! : tags[index]!
}

/** @throws FluxError `no-chart` without such a layer */
function layerOf(manifest: JsonObject, wanted: ChartWish['layer'], url: string): string {
  const layers = Array.isArray(manifest.layers) ? manifest.layers.filter(isObject) : []
  const type = wanted?.mediaType
  const isWanted = (mediaType: JsonValue | undefined) =>
    wanted ? !type || mediaType === type : CHART_LAYERS.includes(String(mediaType))
  const found = layers.find(({mediaType}) => isWanted(mediaType))
  if (typeof found?.digest === 'string') return found.digest
  if (!wanted) {
    throw new FluxError('no-chart', `${url}: manifest does not contain a layer with mediatype ${CHART_LAYER}`, {
      hints: ['it is no Helm chart'],
    })
  }
  throw new FluxError(
    'no-chart',
    type ? `${url}: failed to find layer with media type '${type}' in artifact` : `${url}: no layers found in artifact`,
  )
}
