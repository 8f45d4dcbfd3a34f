import type {Interfaces} from '@oclif/core'
import {BaseCommand, type Session} from '../base.js'
import {hostedFlags, teamFlag} from './hosted-flags.js'
import {noKeyToReuse, runHosted, tokenOf} from './run-hosted.js'

export class BootstrapGitea extends BaseCommand {
  static override summary = 'Install Flux in a cluster and have it follow a repository on Gitea'
  static override usage = 'bootstrap gitea [flags]'
  static override examples = [
    'GITEA_TOKEN=... flux bootstrap gitea --owner=acme --repository=fleet --hostname=git.example.com --path=clusters/production',
    'GITEA_TOKEN=... flux bootstrap gitea --owner=me --repository=fleet --personal --token-auth --path=clusters/home',
  ]
  static override flags = {
    ...hostedFlags({host: 'Gitea', hostname: 'gitea.com', owners: 'user or organisation on Gitea'}),
    team: teamFlag('teams that get access; which one, Gitea knows of the team'),
  }

  async execute(session: Session<Interfaces.InferredFlags<typeof BootstrapGitea.flags>>): Promise<void> {
    const {flags, host} = session
    if (flags['ssh-signing-reuse-private-key']) throw noKeyToReuse('gitea')
    await runHosted(session, {
      provider: 'gitea',
      token: await tokenOf(host, 'GITEA_TOKEN', 'Gitea'),
      visibility: flags.private ? 'private' : 'public',
      ...{teams: flags.team, permission: 'maintain', 'deploy-token-auth': false, 'private-key-file': ''},
      ...{gitUser: flags.owner, secretUser: 'git'},
    })
  }
}
