import {FluxError} from '../../../errors/flux-error.js'
import type {GitHost, GitHostOptions, HostedRepository} from '../../../ports/git-hosts.js'
import {type HostContext, hostCaller} from '../host-caller.js'
import {objectsIn, originOf, type RestClient, restClient, sshHostOf, textOf} from '../rest-client.js'

/** A team has one permission for all of its repositories. */
const PERMISSIONS: Readonly<Record<string, string>> = {owner: 'admin', admin: 'admin', write: 'push', read: 'pull', none: 'pull'}
const RIGHTS = 'it needs write:repository, and write:organization or write:user to make the repository'
const PAGE = 50

/** Gitea, and Forgejo, which has kept its API. */
export async function giteaHost(ctx: HostContext, options: GitHostOptions): Promise<GitHost> {
  const {hostname, owner, repository, personal, token} = options
  const origin = originOf(hostname)
  const rest = restClient(hostCaller(ctx, options), {
    ...{base: `${origin}/api/v1`, rights: RIGHTS},
    headers: {authorization: `token ${token}`},
  })
  const path = `/repos/${encodeURIComponent(owner)}/${encodeURIComponent(repository)}`
  const hosted = hostedAt(rest, path, {
    httpsUrl: `${origin}/${owner}/${repository}.git`,
    sshUrl: `ssh://git@${sshHostOf(hostname)}/${owner}/${repository}`,
  })
  return {
    domain: sshHostOf(hostname),
    address: async () => `${origin}/${owner}/${repository}`,
    find: async () => ((await rest.find(path)) ? hosted : undefined),
    create: async (visibility) => {
      const wanted = {name: repository, private: visibility !== 'public', default_branch: 'main'}
      if (personal) {
        const login = textOf(await rest.ask('GET', '/user'), 'login')
        if (login.toLowerCase() !== owner.toLowerCase()) throw new FluxError('wrong-owner', `the token is of '${login}'`)
        await rest.ask('POST', '/user/repos', wanted)
      } else await rest.ask('POST', `/orgs/${encodeURIComponent(owner)}/repos`, wanted)
      return hosted
    },
  }
}

function hostedAt(rest: RestClient, path: string, urls: Pick<HostedRepository, 'httpsUrl' | 'sshUrl'>): HostedRepository {
  const team = (name: string) => `${path}/teams/${encodeURIComponent(name)}`
  return {
    ...urls,
    teamPermission: async (name) => {
      const found = await rest.find(team(name))
      return found === undefined ? undefined : (PERMISSIONS[textOf(found, 'permission')] ?? 'pull')
    },
    grantTeam: async (name) => {
      await rest.ask('PUT', team(name))
    },
    listDeployKeys: async () => {
      const keys = []
      for (let page = 1; ; page++) {
        const found = objectsIn(await rest.ask('GET', `${path}/keys?page=${page}&limit=${PAGE}`))
        keys.push(...found)
        if (found.length < PAGE) break
      }
      return keys.map((key) => ({
        ...{id: textOf(key, 'id'), title: textOf(key, 'title'), publicKey: textOf(key, 'key')},
        readOnly: key.read_only === true,
      }))
    },
    addDeployKey: async ({title, publicKey, readOnly}) => {
      await rest.ask('POST', `${path}/keys`, {title, key: publicKey, read_only: readOnly})
    },
    deleteDeployKey: async (id) => {
      await rest.ask('DELETE', `${path}/keys/${id}`)
    },
  }
}
