import {createHash} from 'node:crypto'
import {FluxError, messageOf} from '../../errors/flux-error.js'
import {newestMatching} from '../../formats/semver/newest-matching.js'
import type {ChartAccess, ChartSource} from '../../ports/charts.js'
import type {Http} from '../../ports/http.js'
import {indexEntries} from './index-entries.js'
import type {IndexEntry} from './index-entry.js'

const MAX_INDEX = 50 * 1024 * 1024
const MAX_CHART = 100 * 1024 * 1024

/** Charts of HTTP repositories; an index is fetched once per repository and access. */
export function createHelmRepos(http: Http): ChartSource {
  const indexes = new Map<string, Promise<Uint8Array>>()
  return {
    async pull({url, chart, version, ...access}) {
      const key = JSON.stringify([url, access.username, access.password, access.tls])
      const known = indexes.get(key) ?? get(http, below(url, 'index.yaml'), MAX_INDEX, access)
      indexes.set(key, known)
      const index = await known.catch((error) => refused(error, () => indexes.delete(key)))
      const entry = named(url, () => chosen(indexEntries(index, chart), chart, version))
      const [first] = entry.urls
      if (first === undefined) throw new FluxError('no-chart', `chart ${chart} ${entry.version} has no downloadable URLs`)
      const place = placeOf(first, url)
      const mayPass = access.passCredentials || new URL(place).origin === new URL(url).origin
      const archive = await get(http, place, MAX_CHART, mayPass ? access : {...access, username: undefined, password: undefined})
      const digest = createHash('sha256').update(archive).digest('hex')
      if (entry.digest !== '' && entry.digest.replace(/^sha256:/, '') !== digest) {
        throw new FluxError(
          'bad-digest',
          `${withoutQuery(place)}: the archive of ${chart} ${entry.version} is not the one of the index: its digest differs`,
        )
      }
      return {version: entry.version, archive, digest: `sha256:${digest}`, url: place}
    },
  }
}

function refused(error: unknown, forget: () => void): never {
  forget()
  throw new FluxError('fetch-failed', `failed to fetch Helm repository index: ${messageOf(error)}`, {cause: error})
}

/** What is wrong with an index, and with which. */
function named<T>(url: string, action: () => T): T {
  try {
    return action()
  } catch (error) {
    if (!(error instanceof FluxError)) throw error
    throw new FluxError(error.code, `${withoutQuery(below(url, 'index.yaml'))}: ${error.message}`, {
      hints: error.hints,
      cause: error,
    })
  }
}

/** Of equal versions the one that was made last; where that is the same, the one that the index has last. */
function chosen(entries: readonly IndexEntry[], chart: string, wish: string): IndexEntry {
  const sorted = entries.toReversed().sort((a, b) => (a.created < b.created ? 1 : a.created > b.created ? -1 : 0))
  const index = newestMatching(
    sorted.map(({version}) => version),
    wish,
  )
  if (index < 0) throw new FluxError('no-chart', `no chart version found for ${chart}-${wish}`)
  return sorted[index]!
}

/** Where an archive lies: an address as it is, a path below the repository with the query of the repository's address. */
function placeOf(archive: string, url: string): string {
  if (/^[a-z][a-z0-9+.-]*:/i.test(archive)) return new URL(archive).href
  const place = new URL(archive, below(url, ''))
  place.search = new URL(url).search
  return place.href
}

/** A path below a repository's address, whose query stays. */
function below(url: string, name: string): string {
  const whole = new URL(url)
  whole.pathname = `${whole.pathname.replace(/\/+$/, '')}/${name}`
  return whole.href
}

async function get(http: Http, url: string, maxBytes: number, access: ChartAccess): Promise<Uint8Array> {
  const {username, password, tls, signal} = access
  const isKnown = username !== undefined && username !== ''
  const response = await http.request({
    ...{url, maxBytes},
    ...(isKnown && {headers: {authorization: `Basic ${Buffer.from(`${username}:${password ?? ''}`).toString('base64')}`}}),
    ...(tls && {tls}),
    ...(signal && {signal}),
  })
  if (response.status !== 200) {
    throw new FluxError(
      'fetch-failed',
      `failed to fetch ${withoutQuery(url)} : ${response.status} ${response.reason ?? ''}`.trim(),
    )
  }
  return response.bytes()
}

/** Addresses may carry tokens in their query and before the host. */
function withoutQuery(url: string): string {
  const {origin, pathname} = new URL(url)
  return origin + pathname
}
