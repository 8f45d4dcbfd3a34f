import type {Interfaces} from '@oclif/core'
import {FluxError} from '../../lib/errors/flux-error.js'
import {BaseCommand, type Session} from '../base.js'
import {textFlag} from '../flags/flag-types.js'
import {hostedFlags, teamFlag} from './hosted-flags.js'
import {runHosted, tokenOf} from './run-hosted.js'

export class BootstrapBitbucketServer extends BaseCommand {
  static override summary = 'Install Flux in a cluster and have it follow a repository on Bitbucket Server'
  static override usage = 'bootstrap bitbucket-server [flags]'
  static override examples = [
    'BITBUCKET_TOKEN=... flux bootstrap bitbucket-server --owner=PLATFORM --repository=fleet --hostname=git.example.com --path=clusters/production',
  ]
  static override flags = {
    ...hostedFlags({host: 'Bitbucket Server', hostname: '', owners: 'user or project on Bitbucket Server'}),
    group: teamFlag('groups that get access, as group or group:permission; without a permission they push'),
    username: textFlag({char: 'u', default: 'git', summary: 'user of the token'}),
  }

  async execute(session: Session<Interfaces.InferredFlags<typeof BootstrapBitbucketServer.flags>>): Promise<void> {
    const {flags, host} = session
    const token = await tokenOf(host, 'BITBUCKET_TOKEN', 'Bitbucket')
    if (flags.hostname === '') throw new FluxError('usage', 'invalid hostname ""')
    const user = flags.personal ? flags.owner : flags.username
    await runHosted(session, {
      ...{provider: 'bitbucket-server', token, teams: flags.group, permission: 'push'},
      visibility: flags.private ? 'private' : 'public',
      ...{'deploy-token-auth': false, 'private-key-file': flags['private-key-file'], gitUser: user, secretUser: user},
    })
  }
}
