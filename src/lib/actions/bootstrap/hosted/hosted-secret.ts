import type {Context} from '../../../ports/context.js'
import type {DeployToken, HostedRepository} from '../../../ports/git-hosts.js'
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
  return {
    replace: Boolean(options['private-key-file']),
    make: () => sshData(ctx as unknown as CreateContext, {...options, password: ''}, scanned),
    announce: async (data) => {
      const publicKey = (data['identity.pub'] ?? '').trim()
      ctx.out.success(`public key: ${publicKey}`)
      if (await ensureDeployKey(hosted, {title, publicKey, readOnly})) {
        ctx.out.success(`configured deploy key ${JSON.stringify(title)} for ${JSON.stringify(shown)}`)
      }
    },
    kept: async () => {
      if (!readOnly) await warnOfReadOnlyKey(ctx, options, hosted, title)
    },
  }
}

type NewKey = Parameters<HostedRepository['addDeployKey']>[0]

/** Whether anything changed. A key with our title that is another one makes way. */
async function ensureDeployKey(hosted: HostedRepository, wanted: NewKey): Promise<boolean> {
  const old = (await hosted.listDeployKeys()).find(({title}) => title === wanted.title)
  if (old && old.readOnly === wanted.readOnly && sameKey(old.publicKey, wanted.publicKey)) return false
  if (old) await hosted.deleteDeployKey(old.id)
  await hosted.addDeployKey(wanted)
  return true
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
  return {
    replace: true,
    prepare: async () => {
      ctx.out.action('checking to reconcile deploy token for source secret')
      made = await renewDeployToken(hosted, title).catch((error: unknown) => {
        throw failed('failed to reconcile the deploy token', error)
      })
      ctx.hide(made.token)
      ctx.out.success(`configured deploy token ${JSON.stringify(title)} for ${JSON.stringify(shown)}`)
    },
    make: async () => httpData({username: made?.username, password: made?.token, ca}),
    announce: async () => undefined,
  }
}

async function renewDeployToken({deployTokens}: HostedRepository, title: string): Promise<DeployToken> {
  if (!deployTokens) throw new Error('no provider support for this feature')
  const old = (await deployTokens.list()).find((one) => one.title === title)
  if (old) await deployTokens.delete(old.id)
  return deployTokens.add(title)
}
