import {isNotFound} from '../../../errors/api-error.js'
import {messageOf} from '../../../errors/flux-error.js'
import {isObject} from '../../../formats/json/value.js'
import type {KubeObject} from '../../../ports/kube.js'
import type {SecretData} from '../../create/secrets/secret.js'
import {newSecret} from '../../create/secrets/secret.js'
import {upsertSecret} from '../../create/upsert.js'
import type {BootstrapContext, BootstrapPlan} from '../bootstrap-plan.js'
import {failed} from './repository.js'

/**
 * What became of the login: `written`: what failed with it before says nothing any more; `changed`: nor does what went well, as
 * there is a source that had another one.
 */
export type LoginChange = 'kept' | 'written' | 'changed'

/** Writes the Secret that source-controller logs in to the repository with, unless one is there and nothing new was given. */
export async function reconcileSourceSecret(ctx: BootstrapContext, plan: BootstrapPlan): Promise<LoginChange> {
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
    return 'kept'
  }
  out.action('generating source secret')
  const data = await make()
  await announce(data)
  const changed = !sameLogin(old, data) && (await isFollowed(ctx, namespace))
  out.action(`applying source secret ${shown}`)
  await upsertSecret(ctx.cluster, newSecret({name, namespace}, data))
  out.success('reconciled source secret')
  // the cluster can log in: what is left at the server is no reason to fail
  await written?.().catch((error: unknown) => out.warning(` what ${shown} replaces could not be deleted: ${messageOf(error)}`))
  return changed ? 'changed' : 'written'
}

/** Host keys are no part of it: a server names them in any order. */
function sameLogin(old: KubeObject | undefined, data: SecretData): boolean {
  const before = isObject(old?.data) ? old.data : {}
  const entries = Object.entries(data).filter(([key]) => key !== 'known_hosts')
  return entries.every(([key, value]) => before[key] === Buffer.from(value).toString('base64'))
}

/** Whether the cluster has the source already; where its kind is not served there is none. */
async function isFollowed({cluster: {kube, signal}}: BootstrapContext, namespace: string): Promise<boolean> {
  const ref = {apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'GitRepository', namespace, name: namespace}
  const found = await kube.get(ref, {signal}).catch(() => undefined)
  return found !== undefined
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
