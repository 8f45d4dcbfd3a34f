import {FluxError} from '../../../../errors/flux-error.js'
import type {JsonObject} from '../../../../formats/json/value.js'
import type {ChartDependency, PullDependency} from '../../../../render/helm/chart-dependencies.js'
import type {KnownObjects} from '../repository/known-objects.js'
import type {SourceCheck} from './chart-place.js'
import {type PublishedCharts, publishedChart, pulledChart} from './published-chart.js'

interface Ways {
  readonly published?: PublishedCharts | undefined
  readonly check: SourceCheck
}

/**
 * Fetches what a chart depends on: through the HelmRepository of its namespace that has the same address, with its login; without one as
 * anybody may (source-controller reference 12.4).
 */
export function dependencyPull(namespace: string, objects: KnownObjects, {published, check}: Ways): PullDependency {
  return async ({name, version, repository}: ChartDependency) => {
    if (published === undefined) throw new FluxError('no-chart', `${repository} is not asked`)
    const url = normalUrl(repository)
    const sources = await objects.sources('HelmRepository', namespace)
    const source = sources.find(({spec}) => normalUrl(String((spec as JsonObject | undefined)?.url ?? '')) === url)
    if (source !== undefined) {
      return publishedChart({chart: name, version, namespace}, await check(source, objects), objects, published)
    }
    const from = url.startsWith('oci://') ? published.oci : published.http
    return pulledChart(from, {url, chart: name, version, signal: published.signal})
  }
}

/** One slash at the end of a path, none at that of a registry. */
function normalUrl(text: string): string {
  if (text.startsWith('oci://')) return text.replace(/\/+$/, '')
  const [, path = '', query = ''] = /^([^?]*)(\?.*)?$/.exec(text) ?? []
  return `${path.replace(/\/+$/, '')}/${query}`
}
