import {FluxError, messageOf} from '../../errors/flux-error.js'
import {parseJson} from '../../formats/json/parse.js'
import {isObject} from '../../formats/json/value.js'
import {parseVersion} from '../../formats/semver/version.js'
import type {Context} from '../../ports/context.js'

const RELEASES = 'https://api.github.com/repos/fluxcd/flux2/releases'
const TIMEOUT_MS = 15_000

type VersionContext = Pick<Context, 'http' | 'clock' | 'signal'>

/**
 * The release that `--version` asks for (cli reference 3.3); `own` is the one whose manifests are in this package, with `v`.
 * Only for another one is GitHub asked. `network` opens the way there.
 */
export async function targetVersion(wanted: string, own: string, network: () => Promise<VersionContext>): Promise<string> {
  if (wanted === '' || wanted === own) return own
  if (wanted !== 'latest' && !wanted.startsWith('v')) {
    throw new FluxError('usage', `targeted version '${wanted}' must be prefixed with 'v'`)
  }
  const ctx = await network()
  const version = wanted === 'latest' ? await latestVersion(ctx) : wanted
  if (wanted !== 'latest' && !(await exists(ctx, version))) {
    throw new FluxError('not-found', `targeted version '${version}' does not exist`)
  }
  if (!isCompatible(own, version)) {
    const why = `is not compatible with your current version of flux (${own.slice(1)})`
    throw new FluxError('bad-version', `targeted version '${version}' ${why}`)
  }
  return version
}

/** Releases of one minor line share their layout; a pre-release of ours takes any. */
function isCompatible(own: string, target: string): boolean {
  try {
    const [a, b] = [parseVersion(own), parseVersion(target)]
    return a.pre !== '' || (a.major === b.major && a.minor === b.minor)
  } catch {
    return false
  }
}

async function latestVersion(ctx: VersionContext): Promise<string> {
  const response = await ask(ctx, `${RELEASES}/latest`)
  const body = parseJson(await response.text())
  const tag = isObject(body) ? body['tag_name'] : undefined
  if (typeof tag === 'string') return tag
  throw new FluxError('bad-answer', `GitHub does not say which release is the latest (status ${response.status})`)
}

async function exists(ctx: VersionContext, version: string): Promise<boolean> {
  const {status} = await ask(ctx, `${RELEASES}/tags/${encodeURIComponent(version)}`)
  if (status !== 200 && status !== 404) {
    throw new FluxError('bad-answer', `GitHub API returned an unexpected status code (${status})`)
  }
  return status === 200
}

async function ask({http, clock, signal}: VersionContext, url: string) {
  try {
    return await http.request({url, signal: AbortSignal.any([signal, clock.timeout(TIMEOUT_MS)])})
  } catch (error) {
    signal.throwIfAborted()
    throw new FluxError('unreachable', `GitHub API call failed: Get ${JSON.stringify(url)}: ${messageOf(error)}`, {cause: error})
  }
}
