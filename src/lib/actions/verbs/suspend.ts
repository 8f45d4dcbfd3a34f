import {FluxError, messageOf} from '../../errors/flux-error.js'
import {apiVersionOf, type KindRow} from '../../kinds/registry.js'
import type {Context} from '../../ports/context.js'
import type {KubeObject} from '../../ports/kube.js'
import {specOf} from '../conditions.js'
import {pluginHelpLimit} from '../plugin-help.js'
import {isTimeout, poll} from '../poll.js'
import {progressText} from '../progress-text.js'
import {readiness} from '../readiness.js'
import {noMatchTeller} from './no-match.js'
import {successMessage} from './success-message.js'

export interface SuspendOptions {
  readonly namespace: string
  readonly names: readonly string[]
  /** the whole namespace; only looked at when no name is given */
  readonly all: boolean
}

type SuspendContext = Pick<Context, 'kube' | 'clock' | 'signal' | 'out'>

/**
 * Sets `spec.suspend`; what cannot be suspended is said on stderr and the command goes on, as flux's does. Resolves with the
 * first failure that was said, undefined when there was none.
 */
export async function suspend(ctx: SuspendContext, kind: KindRow, options: SuspendOptions): Promise<unknown> {
  const {namespace} = options
  let said: unknown
  const explain = noMatchTeller(ctx)
  const limited = pluginHelpLimit()
  for (const name of namesOf(options)) {
    try {
      const objects = await select(ctx, kind, namespace, name)
      if (objects.length === 0 && name === undefined) throw new FluxError('none-found', 'no objects found')
      if (objects.length === 0) throw new FluxError('not-found', `${kind.kind} ${name} not found in ${namespace} namespace`)
      for (const object of objects) await setSuspend(ctx, kind, object, namespace, true)
    } catch (error) {
      if (name === undefined) throw error
      const cause: unknown = await explain(error)
      said ??= cause
      const absent = cause instanceof FluxError && cause.code === 'not-found'
      const before = absent ? '' : `failed suspending ${kind.kind} ${name} in ${namespace} namespace: `
      ctx.out.failure(limited(`${before}${messageOf(cause)}`))
    }
  }
  return said
}

/**
 * Clears `spec.suspend` of all selected objects, then waits for each: when told to, or when one name was given and
 * nothing was said about waiting. Throws after the last one when some failed. Resolves with the first object that was not
 * found, as an error that has been said.
 */
export async function resume(
  ctx: SuspendContext,
  kind: KindRow,
  options: SuspendOptions & {wait: boolean | undefined},
): Promise<unknown> {
  const resumed: KubeObject[] = []
  let said: FluxError | undefined
  for (const name of namesOf(options)) {
    const refused = (error: unknown) => {
      if (name !== undefined) throw error
      throw new FluxError('patch-failed', `failed patching objects: ${messageOf(error)}`, {cause: error})
    }
    const objects = await select(ctx, kind, options.namespace, name).catch(refused)
    if (objects.length === 0) {
      said ??= new FluxError('not-found', notFound(kind, options))
      ctx.out.failure(said.message)
    }
    for (const object of objects) {
      resumed.push(await setSuspend(ctx, kind, object, options.namespace, false).catch(refused))
    }
  }
  if (!(options.wait ?? options.names.length === 1) || resumed.length === 0) return said
  for (const _ of resumed) ctx.out.waiting(`waiting for ${kind.kind} reconciliation`)
  const results = await Promise.all(resumed.map((object) => waitReady(ctx, kind, object)))
  results.sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const {name, error, message} of results) {
    if (error === undefined) {
      ctx.out.success(`${kind.kind} ${name} reconciliation completed`)
      ctx.out.success(message)
    } else ctx.out.failure(`${kind.kind} ${name} reconciliation failed: ${error}`)
  }
  const failed = results.filter((result) => result.error !== undefined).length
  if (failed > 0) throw new FluxError('reconcile-failed', `reconciliation failed for ${failed} ${kind.kind}(s)`)
  return said
}

const namesOf = (options: SuspendOptions): (string | undefined)[] =>
  options.names.length > 0 ? [...new Set(options.names)] : [undefined]

/** flux names the first argument whichever was not found (a quirk that scripts may read). */
function notFound(kind: KindRow, options: SuspendOptions): string {
  return options.names.length > 0
    ? `${kind.kind} object '${options.names[0]}' not found in ${options.namespace} namespace`
    : `no ${kind.kind} objects found in ${options.namespace} namespace`
}

async function select(ctx: SuspendContext, kind: KindRow, namespace: string, name: string | undefined) {
  const fieldSelector = name === undefined ? undefined : `metadata.name=${name}`
  const ref = {apiVersion: apiVersionOf(kind), kind: kind.kind}
  return (await ctx.kube.list(ref, {namespace, fieldSelector, signal: ctx.signal})).items
}

/** `asked`: where it was looked for, which is what is told; a kind without namespaces has objects everywhere. */
async function setSuspend(
  ctx: SuspendContext,
  kind: KindRow,
  object: KubeObject,
  asked: string,
  value: boolean,
): Promise<KubeObject> {
  const {name, namespace} = object.metadata
  const verb = value ? 'suspend' : 'resum'
  ctx.out.action(`${verb}ing ${kind.human} ${name} in ${namespace ?? asked} namespace`)
  const ref = {apiVersion: object.apiVersion, kind: object.kind, namespace, name: name!}
  // an explicit `false` is as good as none: flux sends what changes, which is nothing then
  const body = value === (specOf(object).suspend === true) ? {} : {spec: {suspend: value ? true : null}}
  const patched = await ctx.kube.patch(ref, {type: 'merge', body}, {fieldManager: 'flux', signal: ctx.signal})
  ctx.out.success(`${kind.human} ${value ? 'suspended' : 'resumed'}`)
  return patched
}

async function waitReady(ctx: SuspendContext, kind: KindRow, object: KubeObject) {
  const name = object.metadata.name!
  const ref = {apiVersion: apiVersionOf(kind), kind: kind.kind, namespace: object.metadata.namespace, name}
  try {
    const ready = await poll(ctx, async () => {
      const now = await ctx.kube.get(ref, {signal: ctx.signal})
      ctx.out.progress(progressText(now))
      const status = readiness(kind, now, ctx.clock.now())
      if (status.state === 'failed') throw new FluxError('reconcile-failed', status.message)
      return status.state === 'current' ? now : undefined
    })
    return {name, message: successMessage(kind, ready)}
  } catch (error) {
    // whoever ends the command has not been told anything about the object
    if (!isTimeout(ctx.signal)) ctx.signal.throwIfAborted()
    return {name, message: '', error: messageOf(error)}
  }
}
