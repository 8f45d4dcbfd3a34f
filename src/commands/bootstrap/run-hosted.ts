import type {Interfaces} from '@oclif/core'
import {FluxError} from '../../lib/errors/flux-error.js'
import type {HostProvider, HostVisibility} from '../../lib/ports/git-hosts.js'
import type {Session} from '../base.js'
import type {Host} from '../host.js'
import {manifestOptions} from '../install/install-flags.js'
import {confirm} from '../line/confirm.js'
import {readPassword} from '../line/read-password.js'
import {hideSecrets} from './hide-secrets.js'
import type {hostedFlags} from './hosted-flags.js'

type HostedFlags = Interfaces.InferredFlags<ReturnType<typeof hostedFlags>>

/** What is different from host to host. */
export interface HostedParts {
  readonly provider: HostProvider
  readonly token: string
  readonly visibility: HostVisibility
  readonly teams: readonly string[] | undefined
  readonly permission: string
  readonly 'deploy-token-auth': boolean
  readonly 'private-key-file': string
  /** who logs in to the repository now, and with `--token-auth` from the cluster */
  readonly gitUser: string
  readonly secretUser: string
}

/** The token of the environment, else the one that somebody types. */
export async function tokenOf(host: Host, variable: string, name: string): Promise<string> {
  const token = host.env[variable] || (await readPassword(host, `Please enter your ${name} personal access token (PAT): `))
  if (token.trim() === '') {
    throw new FluxError('usage', `no ${name} personal access token (PAT) was given: type it, or set ${variable}`)
  }
  host.redactor.add(token)
  return token
}

/** `flux bootstrap` with a host that makes the repository. */
export async function runHosted(session: Session<HostedFlags>, parts: HostedParts): Promise<void> {
  const {flags, host} = session
  const namespace = await session.namespace()
  hideSecrets(host, flags)
  const {openBootstrapTools} = await import('../../lib/wiring/install/bootstrap-tools.js')
  const {bootstrapHosted} = await import('../../lib/actions/bootstrap/hosted/bootstrap-hosted.js')
  const {formatDuration} = await import('../../lib/formats/duration/duration.js')
  const {out, signal, env, cwd} = host
  const tools = openBootstrapTools(host)
  try {
    await bootstrapHosted(
      {
        ...{...tools, out, signal, env, cwd, hide: host.redactor.add},
        cluster: async () => (await session.cluster({deadline: false})).ctx,
        confirm: (label) => confirm(host, label),
      },
      {
        ...{...flags, ...parts, teams: parts.teams ?? [], interval: formatDuration(flags.interval)},
        'sparse-checkout': flags['sparse-checkout'] ?? [],
        manifests: manifestOptions(flags, namespace, host.pjson),
      },
    )
  } finally {
    tools.close()
  }
}

/** Of hosts for which the key of the cluster is always a new one. */
export function noKeyToReuse(command: string): FluxError {
  return new FluxError(
    'usage',
    `--ssh-signing-reuse-private-key is not supported by 'bootstrap ${command}'; ` +
      'that subcommand generates the SSH transport key in-process and has no operator-supplied key to reuse',
  )
}
