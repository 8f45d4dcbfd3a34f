import {messageOf} from '../../../errors/flux-error.js'
import type {Context} from '../../../ports/context.js'
import type {DeployToken, HostedRepository, Kept} from '../../../ports/git-hosts.js'
import type {CreateContext} from '../../create/context.js'
import {httpData, type SshKeyOptions, sshData} from '../../create/secrets/git.js'
import type {BootstrapPlan} from '../bootstrap-plan.js'
import {failed} from '../steps/repository.js'

export interface HostedSecretContext extends Pick<Context, 'fs' | 'keys' | 'out' | 'signal' | 'env'> {
  readonly cwd: string
  /** keeps a secret out of everything that is said */
  hide(secret: string): void
}

export interface HostedSecretOptions extends SshKeyOptions {
  readonly manifests: {readonly namespace: string}
  readonly branch: string
  readonly path: string
  readonly 'secret-name': string
  readonly hostname: string
  readonly 'ssh-hostname': string
  readonly token: string
  readonly 'token-auth': boolean
  readonly 'deploy-token-auth': boolean
  readonly 'read-write-key': boolean
  /** user of the Secret with `--token-auth` */
  readonly secretUser: string
}

interface Place {
  readonly hosted: HostedRepository
  readonly shown: string
  readonly ca: string
}

interface HostedSecret {
  readonly secret: Omit<BootstrapPlan['secret'], 'name'>
  readonly syncUrl: string
}

/** How the cluster logs in to a hosted repository: with the token, a deploy token, or a deploy key of its own. */
export function hostedSecret(ctx: HostedSecretContext, options: HostedSecretOptions, place: Place): HostedSecret {
  const {hosted, ca} = place
  if (options['token-auth']) {
    const data = httpData({username: options.secretUser, password: options.token, ca})
    return {syncUrl: hosted.httpsUrl, secret: {replace: true, make: async () => data, announce: async () => undefined}}
  }
  if (options['deploy-token-auth']) return {syncUrl: hosted.httpsUrl, secret: withDeployToken(ctx, options, place)}
  return {syncUrl: sshUrl(hosted, options), secret: withDeployKey(ctx, options, place)}
}

function sshUrl({sshUrl: url}: HostedRepository, {'ssh-hostname': other}: HostedSecretOptions): string {
  return other === '' ? url : url.replace(/^(ssh:\/\/(?:[^/@]*@)?)[^/]*/, (_, front: string) => front + other)
}

/** Under which name the host keeps what a cluster logs in with. */
function titleOf({manifests, branch, path, 'secret-name': name}: HostedSecretOptions): string {
  return [manifests.namespace, branch, name, path].filter((part) => part !== '').join('-')
}

function withDeployKey(ctx: HostedSecretContext, options: HostedSecretOptions, {hosted, shown}: Place): HostedSecret['secret'] {
  const readOnly = !options['read-write-key']
  const title = titleOf(options)
  const scanned = options['ssh-hostname'] || new URL(hosted.sshUrl).host
  let replaced: readonly string[] = []
  return {
    replace: Boolean(options['private-key-file']),
    make: () => sshData(ctx as unknown as CreateContext, {...options, password: ''}, scanned),
    announce: async (data) => {
      const publicKey = (data['identity.pub'] ?? '').trim()
      ctx.out.success(`public key: ${publicKey}`)
      const old = await ensureDeployKey(hosted, {title, publicKey, readOnly})
      if (old) {
        replaced = old
        ctx.out.success(`configured deploy key ${JSON.stringify(title)} for ${JSON.stringify(shown)}`)
      }
    },
    written: async () => {
      for (const id of replaced) await hosted.deleteDeployKey(id)
    },
    kept: async () => {
      if (!readOnly) await warnOfReadOnlyKey(ctx, options, hosted, title)
    },
  }
}

type NewKey = Parameters<HostedRepository['addDeployKey']>[0]

/** What hosts say that want one key of a title, or of a text, only. */
const CLASH = /already|exists|in use|taken|\b409\b|\b422\b/i

/**
 * The ids of the keys with our title that can go once the cluster has the new one, which a refusal must not lock out;
 * undefined: nothing changed.
 */
async function ensureDeployKey(hosted: HostedRepository, wanted: NewKey): Promise<readonly string[] | undefined> {
  const titled = (await hosted.listDeployKeys()).filter(({title}) => title === wanted.title)
  if (titled.some((key) => key.readOnly === wanted.readOnly && sameKey(key.publicKey, wanted.publicKey))) return undefined
  try {
    await hosted.addDeployKey(wanted)
    return titled.map(({id}) => id)
  } catch (error) {
    if (titled.length === 0 || !CLASH.test(messageOf(error))) throw error
    await exchangeDeployKeys(hosted, titled, wanted)
    return []
  }
}

/** The old keys go first; they come back when the new one is refused. */
async function exchangeDeployKeys(hosted: HostedRepository, old: readonly Kept<NewKey>[], wanted: NewKey): Promise<void> {
  for (const {id} of old) await hosted.deleteDeployKey(id)
  await hosted.addDeployKey(wanted).catch(async (error: unknown) => {
    for (const {title, publicKey, readOnly} of old) await hosted.addDeployKey({title, publicKey, readOnly}).catch(() => undefined)
    throw error
  })
}

/** Hosts drop or add comments. */
const sameKey = (a: string, b: string) => words(a) === words(b)
const words = (key: string) => key.trim().split(/\s+/).slice(0, 2).join(' ')

/** A Secret that is there stays, and with it a key that may not write. */
async function warnOfReadOnlyKey(
  {out}: HostedSecretContext,
  {manifests: {namespace}, 'secret-name': name}: HostedSecretOptions,
  hosted: HostedRepository,
  title: string,
): Promise<void> {
  const key = (await hosted.listDeployKeys()).find((one) => one.title === title)
  if (key && !key.readOnly) return
  const state = key ? 'may only read' : 'is none that this command made'
  out.warning(
    `--read-write-key changes nothing: the Secret ${namespace}/${name} stays in force, and the deploy key ${JSON.stringify(title)} ${state}. ` +
      `To rotate it, run \`kubectl -n ${namespace} delete secret ${name}\` and bootstrap again`,
  )
}

/** The token is made anew each time: hosts show it only once. */
function withDeployToken(
  ctx: HostedSecretContext,
  options: HostedSecretOptions,
  {hosted, shown, ca}: Place,
): HostedSecret['secret'] {
  const title = titleOf(options)
  let made: DeployToken | undefined
  let replaced: readonly string[] = []
  return {
    replace: true,
    prepare: async () => {
      ctx.out.action('checking to reconcile deploy token for source secret')
      const renewed = await renewDeployToken(hosted, title).catch((error: unknown) => {
        throw failed('failed to reconcile the deploy token', error)
      })
      made = renewed.made
      replaced = renewed.replaced
      ctx.hide(made.token)
      ctx.out.success(`configured deploy token ${JSON.stringify(title)} for ${JSON.stringify(shown)}`)
    },
    make: async () => httpData({username: made?.username, password: made?.token, ca}),
    announce: async () => undefined,
    written: async () => {
      for (const id of replaced) await hosted.deployTokens?.delete(id)
    },
  }
}

/** The old tokens stay until the cluster has the new one. */
async function renewDeployToken(
  {deployTokens}: HostedRepository,
  title: string,
): Promise<{made: DeployToken; replaced: readonly string[]}> {
  if (!deployTokens) throw new Error('no provider support for this feature')
  const old = (await deployTokens.list()).filter((one) => one.title === title)
  return {made: await deployTokens.add(title), replaced: old.map(({id}) => id)}
}
