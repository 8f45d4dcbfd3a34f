import type {DeployKeys, DeployTokens, Groups, Projects, Users} from '@gitbeaker/rest'
import {FluxError} from '../../../errors/flux-error.js'
import type {GitHost, GitHostOptions, HostedRepository} from '../../../ports/git-hosts.js'
import {type HostContext, hostCaller} from '../host-caller.js'
import {originOf, sshHostOf} from '../rest-client.js'
import {gitLabRequester, isMissing} from './gitlab-requester.js'

interface Api {
  readonly projects: InstanceType<typeof Projects>
  readonly groups: InstanceType<typeof Groups>
  readonly users: InstanceType<typeof Users>
  readonly keys: InstanceType<typeof DeployKeys>
  readonly tokens: InstanceType<typeof DeployTokens>
}

/** GitLab's access levels by flux's permissions: guest, reporter, developer, maintainer, owner. */
const LEVELS = {pull: 10, triage: 20, push: 30, maintain: 40, admin: 50} as const

/** gitlab.com or any other GitLab; groups may have groups in them. */
export async function gitLabHost(ctx: HostContext, options: GitHostOptions): Promise<GitHost> {
  const {hostname, owner, repository, personal} = options
  const origin = originOf(hostname)
  const api = await openApi(ctx, options, origin)
  const path = `${personal ? owner : owner.toLowerCase()}/${repository}`
  const hosted = hostedAt(api, path, {
    httpsUrl: `${origin}/${owner}/${repository}.git`,
    sshUrl: `ssh://git@${sshHostOf(hostname)}/${owner}/${repository}`,
  })
  return {
    // with its scheme, unlike those of the other hosts
    domain: origin,
    address: async () => `${origin}/${owner}/${repository}`,
    find: async () => ((await unlessMissing(api.projects.show(path))) ? hosted : undefined),
    create: async (visibility) => {
      const wanted = {name: repository, visibility, defaultBranch: 'main'}
      if (personal) {
        const {username} = await api.users.showCurrentUser()
        if (username.toLowerCase() !== owner.toLowerCase()) throw new FluxError('wrong-owner', `the token is of '${username}'`)
        await api.projects.create(wanted)
      } else {
        const group = await api.groups.show(owner)
        await api.projects.create({...wanted, namespaceId: group.id})
      }
      return hosted
    },
  }
}

async function openApi(ctx: HostContext, options: GitHostOptions, host: string): Promise<Api> {
  const lib = await import('@gitbeaker/rest')
  const requesterFn = await gitLabRequester(hostCaller(ctx, options))
  // what is never sent needs no time limit: the deadline of the command is in every request
  const config = {host, token: options.token, requesterFn, queryTimeout: null} as unknown as {token: string}
  return {
    projects: new lib.Projects(config),
    groups: new lib.Groups(config),
    users: new lib.Users(config),
    keys: new lib.DeployKeys(config),
    tokens: new lib.DeployTokens(config),
  }
}

function hostedAt(api: Api, path: string, urls: Pick<HostedRepository, 'httpsUrl' | 'sshUrl'>): HostedRepository {
  const share = async (team: string) => {
    const group = await api.groups.show(team)
    const project = await api.projects.show(path)
    const shares = (project.shared_with_groups ?? []) as {group_id: number; group_access_level: number}[]
    return {group, level: shares.find(({group_id: id}) => id === group.id)?.group_access_level}
  }
  return {
    ...urls,
    teamPermission: async (team) => {
      const {level} = await share(team)
      return level === undefined ? undefined : Object.entries(LEVELS).find(([, value]) => value === level)?.[0]
    },
    grantTeam: async (team, permission) => {
      const {group, level} = await share(team)
      // a share cannot be changed
      if (level !== undefined) await api.projects.unshare(path, group.id)
      await api.projects.share(path, group.id, LEVELS[permission as keyof typeof LEVELS])
    },
    listDeployKeys: async () => {
      const keys = await api.keys.all({projectId: path, perPage: 100})
      return keys.map(({id, title, key, can_push: canPush}) => ({
        id: String(id),
        title,
        publicKey: key,
        readOnly: canPush !== true,
      }))
    },
    addDeployKey: async ({title, publicKey, readOnly}) => {
      await api.keys.create(path, title, publicKey, {canPush: !readOnly})
    },
    deleteDeployKey: async (id) => {
      await api.keys.remove(path, Number(id))
    },
    deployTokens: {
      list: async () => {
        const tokens = await api.tokens.all({projectId: path, perPage: 100})
        return tokens.filter(({revoked, expired}) => !revoked && !expired).map(({id, name}) => ({id: String(id), title: name}))
      },
      add: async (title) => {
        const made = await api.tokens.create(title, ['read_repository'], {projectId: path})
        return {username: made.username, token: String((made as {token?: unknown}).token ?? '')}
      },
      delete: async (id) => {
        await api.tokens.remove(Number(id), {projectId: path})
      },
    },
  }
}

/** The answer, undefined for a 404. */
async function unlessMissing<T>(request: Promise<T>): Promise<T | undefined> {
  return request.catch((error: unknown) => {
    if (isMissing(error)) return undefined
    throw error
  })
}
