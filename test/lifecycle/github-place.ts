import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {startGitSsh} from '../fakes/git-ssh.js'
import {type GitHubState, gitHubApi} from '../fakes/githosts/github-api.js'
import {startHost} from '../fakes/githosts/host-server.js'
import {sshKeyPair} from '../fakes/ssh-keys.js'
import type {GitPlace, OpenGitPlace} from './git-places.js'

const TOKEN = 'canary-t0ken'

export interface GitHubPlace extends GitPlace {
  readonly keys: GitHubState['keys']
}

/** GitHub, as far as a bootstrap sees it: its API, and its SSH server that lets in the deploy keys of the moment. */
export const gitHubPlace: OpenGitPlace = async (repos, folder): Promise<GitHubPlace> => {
  const keys: GitHubState['keys'] = []
  const serverKey = sshKeyPair('ed25519')
  const authorized = () => keys.map(({key}) => key)
  const ssh = await startGitSsh({hostKeys: [serverKey.private], root: repos.served, authorized})
  const host = await startHost({
    root: repos.served,
    prefix: '/api/v3',
    api: gitHubApi({
      ...{token: TOKEN, login: 'me', organisations: ['acme'], repositories: new Map(), keys, teams: new Map()},
      create: (path) => repos.create(`${path}.git`),
    }),
    allow: (_, authorization) => authorization === `Basic ${btoa(`acme:${TOKEN}`)}`,
  })
  writeFileSync(join(folder, 'ca.pem'), host.ca)
  const where = `--hostname=${host.host} --ssh-hostname=${ssh.host} --ca-file=ca.pem`
  return {
    ...{keys, repository: 'acme/fleet.git', url: `ssh://git@${ssh.host}/acme/fleet`},
    command: `bootstrap github --owner=acme --repository=fleet ${where}`,
    env: {GITHUB_TOKEN: TOKEN},
    secrets: [TOKEN],
    async close() {
      await host.close()
      await ssh.close()
    },
  }
}
