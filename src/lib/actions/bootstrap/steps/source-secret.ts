import {isNotFound} from '../../../errors/api-error.js'
import {messageOf} from '../../../errors/flux-error.js'
import {isObject} from '../../../formats/json/value.js'
import type {KubeObject} from '../../../ports/kube.js'
import {newSecret} from '../../create/secrets/secret.js'
import {upsertSecret} from '../../create/upsert.js'
import type {BootstrapContext, BootstrapPlan} from '../bootstrap-plan.js'
import {failed} from './repository.js'

/**
 * Writes the Secret that source-controller logs in to the repository with, unless one is there and nothing new was given.
 * True when it did.
 */
export async function reconcileSourceSecret(ctx: BootstrapContext, plan: BootstrapPlan): Promise<boolean> {
  const {out} = ctx.cluster
  const {name, replace, prepare, make, announce, kept, written} = plan.secret
  const {namespace} = plan.manifests
  const shown = JSON.stringify(`${namespace}/${name}`)
  await prepare?.()
  out.action(`determining if source secret ${shown} exists`)
  const old = await secretOf(ctx, namespace, name)
  if (old && !replace) {
    out.success('source secret up to date')
    warnOfOtherLogin(ctx, plan, old)
    await kept?.()
    return false
  }
  out.action('generating source secret')
  const data = await make()
  await announce(data)
  out.action(`applying source secret ${shown}`)
  await upsertSecret(ctx.cluster, newSecret({name, namespace}, data))
  out.success('reconciled source secret')
  // the cluster can log in: what is left at the server is no reason to fail
  await written?.().catch((error: unknown) => out.warning(` what ${shown} replaces could not be deleted: ${messageOf(error)}`))
  return true
}

/** What a Secret must have for an address, one of each list. */
const LOGINS = {ssh: ['identity'], https: ['password', 'bearerToken', 'githubAppID']}

/** A Secret that stays may be for the other way to log in. */
function warnOfOtherLogin({cluster: {out}}: BootstrapContext, plan: BootstrapPlan, {data}: KubeObject): void {
  const ssh = plan.sync.url.startsWith('ssh:')
  const wanted = LOGINS[ssh ? 'ssh' : 'https']
  if (wanted.some((key) => isObject(data) && data[key] !== undefined)) return
  const {namespace} = plan.manifests
  const {name} = plan.secret
  out.warning(
    `the Secret ${namespace}/${name} stays in force, but has ${ssh ? 'no key' : 'neither a password nor a token'} for ${plan.sync.url}. ` +
      `To make a new one, run \`kubectl -n ${namespace} delete secret ${name}\` and bootstrap again`,
  )
}

async function secretOf({cluster}: BootstrapContext, namespace: string, name: string): Promise<KubeObject | undefined> {
  try {
    return await cluster.kube.get({apiVersion: 'v1', kind: 'Secret', namespace, name}, {signal: cluster.signal})
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw failed('failed to determine if deploy key secret exists', new Error(messageOf(error), {cause: error}))
  }
}
