import type {Interfaces} from '@oclif/core'
import {FluxError} from '../../lib/errors/flux-error.js'
import {BaseCommand, type Session} from '../base.js'
import {safePath} from '../create/safe-path.js'
import {boolFlag, durationFlag, parsedFlag, textFlag} from '../flags/flag-types.js'
import {manifestOptions} from '../install/install-flags.js'
import {confirm} from '../line/confirm.js'
import {readPassword} from '../line/read-password.js'
import {BOOTSTRAP_FLAGS} from './bootstrap-flags.js'
import {hideSecrets} from './hide-secrets.js'

export class BootstrapGit extends BaseCommand {
  static override summary = 'Install Flux in a cluster and have it follow a Git repository'
  static override usage = 'bootstrap git [flags]'
  static override examples = [
    'flux bootstrap git --url=ssh://git@git.example.com/fleet --private-key-file=key --path=clusters/production',
    'GIT_PASSWORD=... flux bootstrap git --url=https://git.example.com/fleet --token-auth --path=clusters/production',
  ]
  static override flags = {
    ...BOOTSTRAP_FLAGS,
    url: textFlag({default: '', summary: 'URL of the repository'}),
    interval: durationFlag({default: 60_000, text: '1m0s', summary: 'how often the repository is looked at'}),
    path: parsedFlag({default: '', helpValue: 'path', summary: 'folder of the cluster in the repository'}, safePath),
    username: textFlag({char: 'u', default: 'git', summary: 'user of the repository'}),
    password: textFlag({char: 'p', default: '', summary: 'password or token of the user, or passphrase of the private key'}),
    silent: boolFlag({char: 's', summary: 'do not ask whether the deploy key has access'}),
    'allow-insecure-http': boolFlag({summary: 'allow a URL over http'}),
    'with-bearer-token': boolFlag({summary: 'send the password as a bearer token'}),
  }

  async execute(session: Session<Interfaces.InferredFlags<typeof BootstrapGit.flags>>): Promise<void> {
    const {flags, host} = session
    const namespace = await session.namespace()
    const tokenAuth = flags['token-auth'] || flags['with-bearer-token']
    const typed = flags.password || host.env['GIT_PASSWORD'] || ''
    const password = tokenAuth && typed === '' ? await readPassword(host, 'Please enter your Git repository password: ') : typed
    if (tokenAuth && password.trim() === '') {
      throw new FluxError('usage', 'no Git repository password was given: type it, or set GIT_PASSWORD')
    }
    if (password) host.redactor.add(password)
    hideSecrets(host, flags)
    const {openBootstrapTools} = await import('../../lib/wiring/install/bootstrap-tools.js')
    const {bootstrapGit} = await import('../../lib/actions/bootstrap/bootstrap-git.js')
    const {formatDuration} = await import('../../lib/formats/duration/duration.js')
    const {out, signal, env, cwd} = host
    const tools = openBootstrapTools(host)
    try {
      await bootstrapGit(
        {
          ...{...tools, out, signal, env, cwd},
          cluster: async () => (await session.cluster({deadline: false})).ctx,
          confirm: (label) => confirm(host, label),
        },
        {
          ...{...flags, password, 'token-auth': tokenAuth, interval: formatDuration(flags.interval)},
          'sparse-checkout': flags['sparse-checkout'] ?? [],
          manifests: manifestOptions(flags, namespace, host.pjson),
        },
      )
    } finally {
      tools.close()
    }
  }
}
