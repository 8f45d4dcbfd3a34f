import type {Interfaces} from '@oclif/core'
import {FluxError} from '../../lib/errors/flux-error.js'
import type {HostVisibility} from '../../lib/ports/git-hosts.js'
import {BaseCommand, type Session} from '../base.js'
import {boolFlag, parsedFlag} from '../flags/flag-types.js'
import {hostedFlags, teamFlag} from './hosted-flags.js'
import {runHosted, tokenOf} from './run-hosted.js'

/** What GitLab takes for the name of a project (cli reference 3.1). */
const NAME = /^[A-Za-z0-9\u{A9}-\u{1F9FF}_][A-Za-z0-9\p{Pd}\u{A9}-\u{1F9FF}_.]*$/u

const VISIBILITIES = ['public', 'internal', 'private']

export class BootstrapGitLab extends BaseCommand {
  static override summary = 'Install Flux in a cluster and have it follow a project on GitLab'
  static override usage = 'bootstrap gitlab [flags]'
  static override examples = [
    'GITLAB_TOKEN=... flux bootstrap gitlab --owner=acme/platform --repository=fleet --path=clusters/production',
    'GITLAB_TOKEN=... flux bootstrap gitlab --owner=acme --repository=fleet --hostname=gitlab.example.com --deploy-token-auth',
  ]
  static override flags = {
    ...hostedFlags({
      host: 'GitLab',
      hostname: 'gitlab.com',
      owners: 'user or group on GitLab; groups may be in groups: acme/platform',
    }),
    private: boolFlag({
      default: true,
      summary: 'a new project is private',
      deprecated: {message: 'use --visibility instead'},
    }),
    team: teamFlag('groups that get access, as group or group:permission; without a permission they maintain'),
    visibility: parsedFlag(
      {default: 'private', helpValue: VISIBILITIES.join('|'), summary: 'who sees a new project'},
      visibility,
    ),
    'deploy-token-auth': boolFlag({summary: 'the cluster logs in with a deploy token of the project instead of an SSH key'}),
  }

  async execute(session: Session<Interfaces.InferredFlags<typeof BootstrapGitLab.flags>>): Promise<void> {
    const {flags, host} = session
    const token = await tokenOf(host, 'GITLAB_TOKEN', 'GitLab')
    if (!NAME.test(flags.repository)) {
      throw new FluxError(
        'usage',
        `${flags.repository} is an invalid project name for gitlab.\n` +
          "It can contain only letters, digits, emojis, '_', '.', dash, space. It must start with letter, digit, emoji or '_'.",
      )
    }
    if (flags['token-auth'] && flags['deploy-token-auth']) {
      throw new FluxError('usage', '--token-auth and --deploy-token-auth cannot be set both.')
    }
    if (!flags.private) await host.out.data('Using visibility public as --private=false\n')
    await runHosted(session, {
      ...{provider: 'gitlab', token, teams: flags.team, permission: 'maintain'},
      visibility: flags.private ? (flags.visibility as HostVisibility) : 'public',
      ...{'deploy-token-auth': flags['deploy-token-auth'], 'private-key-file': flags['private-key-file']},
      ...{gitUser: flags.owner, secretUser: 'git'},
    })
  }
}

function visibility(text: string): string {
  if (text.trim() === '') throw new Error('no visibility given')
  if (!VISIBILITIES.includes(text)) throw new Error(`unsupported visibility '${text}'`)
  return text
}
