import {isNotFound} from '../../../errors/api-error.js'
import {messageOf} from '../../../errors/flux-error.js'
import {newSecret} from '../../create/secrets/secret.js'
import {upsertSecret} from '../../create/upsert.js'
import type {BootstrapContext, BootstrapPlan} from '../bootstrap-plan.js'
import {failed} from './repository.js'

/** Writes the Secret that source-controller logs in to the repository with, unless one is there and nothing new was given. */
export async function reconcileSourceSecret(ctx: BootstrapContext, plan: BootstrapPlan): Promise<void> {
  const {out} = ctx.cluster
  const {name, replace, prepare, make, announce, kept} = plan.secret
  const {namespace} = plan.manifests
  const shown = JSON.stringify(`${namespace}/${name}`)
  await prepare?.()
  out.action(`determining if source secret ${shown} exists`)
  if ((await isThere(ctx, namespace, name)) && !replace) {
    out.success('source secret up to date')
    await kept?.()
    return
  }
  out.action('generating source secret')
  const data = await make()
  await announce(data)
  out.action(`applying source secret ${shown}`)
  await upsertSecret(ctx.cluster, newSecret({name, namespace}, data))
  out.success('reconciled source secret')
}

async function isThere({cluster}: BootstrapContext, namespace: string, name: string): Promise<boolean> {
  try {
    await cluster.kube.get({apiVersion: 'v1', kind: 'Secret', namespace, name}, {signal: cluster.signal})
    return true
  } catch (error) {
    if (isNotFound(error)) return false
    throw failed('failed to determine if deploy key secret exists', new Error(messageOf(error), {cause: error}))
  }
}
