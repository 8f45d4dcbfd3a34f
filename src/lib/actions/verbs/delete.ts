import {FluxError} from '../../errors/flux-error.js'
import {apiVersionOf, type KindRow} from '../../kinds/registry.js'
import type {Context} from '../../ports/context.js'

export interface DeleteOptions {
  readonly namespace: string
  readonly name: string
  /** asked once the object is known to be there; anything but true aborts */
  confirmed(): Promise<boolean>
}

/** Deletes one object with the server's default propagation and does not wait for what its finalizers do. */
export async function deleteObject(
  ctx: Pick<Context, 'kube' | 'signal' | 'out'>,
  kind: KindRow,
  {namespace, name, confirmed}: DeleteOptions,
): Promise<void> {
  const ref = {apiVersion: apiVersionOf(kind), kind: kind.kind, namespace, name}
  await ctx.kube.get(ref, {signal: ctx.signal})
  if (!(await confirmed())) throw new FluxError('aborted', 'aborting')
  ctx.out.action(`deleting ${kind.human} ${name} in ${namespace} namespace`)
  await ctx.kube.delete(ref, {signal: ctx.signal})
  ctx.out.success(`${kind.human} deleted`)
}
