import {groupOf} from '../../apply/subject.js'
import {NoMatchError} from '../../errors/api-error.js'
import {apiVersionOf, KINDS, type KindRow} from '../../kinds/registry.js'
import type {Context} from '../../ports/context.js'
import type {KindRef, KubeObject} from '../../ports/kube.js'

type ReadContext = Pick<Context, 'kube' | 'signal'>

/** What came of reading one kind; `unserved`: the cluster does not know it. */
export interface KindPart {
  readonly kind: KindRow
  readonly objects: readonly KubeObject[]
  readonly unserved?: boolean
  readonly error?: unknown
}

/** Every object of every kind of ours, in one namespace or all; page by page, all kinds at once. */
export async function readKinds(ctx: ReadContext, namespace: string | undefined): Promise<KindPart[]> {
  return Promise.all(
    KINDS.map(async (kind): Promise<KindPart> => {
      try {
        const ref = await servedAs(ctx, kind)
        if (!ref) return {kind, objects: [], unserved: true}
        return {kind, objects: (await ctx.kube.list(ref, {namespace, signal: ctx.signal})).items}
      } catch (error) {
        ctx.signal.throwIfAborted()
        return {kind, objects: [], error}
      }
    }),
  )
}

/** The version that is read: ours, or of a cluster that does not serve it the one that it prefers. */
export async function servedAs({kube, signal}: ReadContext, kind: KindRow): Promise<KindRef | undefined> {
  const ref = {apiVersion: apiVersionOf(kind), kind: kind.kind}
  try {
    await kube.resourceFor(ref, {signal})
    return ref
  } catch (error) {
    if (!(error instanceof NoMatchError)) throw error
    const other = (await servedVersions({kube, signal}, ref))[0]
    return other === undefined ? undefined : {apiVersion: other, kind: kind.kind}
  }
}

/** The apiVersions in which the cluster serves a kind of a group. */
export async function servedVersions({kube, signal}: ReadContext, ref: KindRef): Promise<string[]> {
  const group = groupOf(ref.apiVersion)
  const served = await kube.resources({signal})
  return served
    .filter((resource) => resource.group === group && resource.kind === ref.kind)
    .map(({version}) => (group === '' ? version : `${group}/${version}`))
}
