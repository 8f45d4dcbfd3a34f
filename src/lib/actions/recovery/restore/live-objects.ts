import {inParallel} from '../../../apply/in-parallel.js'
import {refOf} from '../../../apply/subject.js'
import {ApiError, isNotFound} from '../../../errors/api-error.js'
import type {Context} from '../../../ports/context.js'
import type {KubeObject} from '../../../ports/kube.js'
import {keyFor} from '../made-objects.js'

/** From so many of one kind on they are listed, not asked for one by one. */
const FEW = 10
export const REQUESTS_AT_A_TIME = 8

/** An object of the cluster, the error that reading it gave, or undefined: it is not there. */
export type Live = {readonly object: KubeObject} | {readonly error: unknown} | undefined

/** How objects of one kind stand in the cluster, in the same order. Throws only what makes every request fail. */
export async function readLive(
  {kube, signal}: Pick<Context, 'kube' | 'signal'>,
  objects: readonly KubeObject[],
): Promise<Live[]> {
  const known = objects.length > FEW ? await listed() : undefined
  if (known) {
    return objects.map((object) => {
      const found = known.get(keyFor(object))
      return found && {object: found}
    })
  }
  return inParallel(objects, REQUESTS_AT_A_TIME, async (object): Promise<Live> => {
    try {
      return {object: await kube.get(refOf(object), {signal})}
    } catch (error) {
      if (!(error instanceof ApiError) || error.code === 401) throw error
      return isNotFound(error) ? undefined : {error}
    }
  })

  /** undefined for who may not list them: single ones may be allowed */
  async function listed(): Promise<ReadonlyMap<string, KubeObject> | undefined> {
    const {apiVersion, kind} = objects[0]!
    const places = new Set(objects.map(({metadata}) => metadata.namespace))
    const namespace = places.size === 1 ? objects[0]!.metadata.namespace : undefined
    // what Helm stores is large, and no part of any export
    const fieldSelector = apiVersion === 'v1' && kind === 'Secret' ? 'type!=helm.sh/release.v1' : undefined
    try {
      const {items} = await kube.list({apiVersion, kind}, {namespace, fieldSelector, signal})
      return new Map(items.map((item) => [keyFor(item), item]))
    } catch (error) {
      if (error instanceof ApiError && error.code !== 401) return undefined
      throw error
    }
  }
}
