import {isNotFound} from '../../../errors/api-error.js'
import type {Context} from '../../../ports/context.js'
import type {KubeObject} from '../../../ports/kube.js'
import type {Run} from '../../runtime/types.js'
import {KUSTOMIZATION} from '../kustomization.js'

/** From the cache when that has seen our last write (histories would lose entries otherwise), else from the server. */
export async function currentObject(
  context: Pick<Context, 'kube'>,
  run: Run,
  written: string | undefined,
): Promise<KubeObject | undefined> {
  const cached = run.cached?.()
  if (cached && !isOlder(cached.metadata.resourceVersion, written)) return cached
  try {
    return await context.kube.get({...KUSTOMIZATION, ...run.key}, {signal: run.signal})
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}

/** Versions of the real API server are numbers that grow; of anything else only equality is known. */
function isOlder(version: string | undefined, written: string | undefined): boolean {
  if (written === undefined || version === written) return false
  if (!version || !/^\d+$/.test(version) || !/^\d+$/.test(written)) return true
  return BigInt(version) < BigInt(written)
}
