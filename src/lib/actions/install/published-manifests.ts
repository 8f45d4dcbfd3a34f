import {FluxError, messageOf} from '../../errors/flux-error.js'
import {readTarGz} from '../../formats/archive/read.js'
import {type ManifestBase, publishedBase} from '../../install/manifest-base.js'
import type {Context} from '../../ports/context.js'

const MAX_BYTES = 64 * 1024 * 1024

/** The manifests that CNCF publishes with a release, e.g. `v2.9.4`. */
export async function publishedManifests(
  {http, signal}: Pick<Context, 'http' | 'signal'>,
  version: string,
): Promise<ManifestBase> {
  const url = `https://github.com/fluxcd/flux2/releases/download/${encodeURIComponent(version)}/manifests.tar.gz`
  const failed = (why: string, cause?: unknown) =>
    new FluxError('install-failed', `install failed: failed to download manifests.tar.gz from ${url}, ${why}`, {cause})
  const response = await http.request({url, maxBytes: MAX_BYTES, signal}).catch((error: unknown) => {
    signal.throwIfAborted()
    throw failed(`error: ${messageOf(error)}`, error)
  })
  if (response.status !== 200) throw failed(`status: ${response.status} ${response.reason ?? ''}`.trimEnd())
  return publishedBase(await readTarGz(await response.bytes(), {symlinks: 'error', maxBytes: MAX_BYTES}))
}
