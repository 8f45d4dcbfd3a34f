import type {Interfaces} from '@oclif/core'
import {BaseCommand, type Session} from '../base.js'
import {hostedFlags, teamFlag} from './hosted-flags.js'
import {noKeyToReuse, runHosted, tokenOf} from './run-hosted.js'

export class BootstrapGitHub extends BaseCommand {
  static override summary = 'Install Flux in a cluster and have it follow a repository on GitHub'
  static override usage = 'bootstrap github [flags]'
  static override examples = [
    'GITHUB_TOKEN=... flux bootstrap github --owner=acme --repository=fleet --team=platform --path=clusters/production',
    'GITHUB_TOKEN=... flux bootstrap github --owner=me --repository=fleet --personal --path=clusters/home',
  ]
  static override flags = {
    ...hostedFlags({host: 'GitHub', hostname: 'github.com', owners: 'user or organisation on GitHub'}),
    team: teamFlag('teams that get access, as team or team:permission; without a permission they maintain'),
  }

  async execute(session: Session<Interfaces.InferredFlags<typeof BootstrapGitHub.flags>>): Promise<void> {
    const {flags, host} = session
    if (flags['ssh-signing-reuse-private-key']) throw noKeyToReuse('github')
    await runHosted(session, {
      provider: 'github',
      token: await tokenOf(host, 'GITHUB_TOKEN', 'GitHub'),
      visibility: flags.private ? 'private' : 'public',
      ...{teams: flags.team, permission: 'maintain', 'deploy-token-auth': false, 'private-key-file': ''},
      ...{gitUser: flags.owner, secretUser: 'git'},
    })
  }
}
