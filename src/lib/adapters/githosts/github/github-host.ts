import type {Octokit} from '@octokit/rest'
import {FluxError} from '../../../errors/flux-error.js'
import type {GitHost, GitHostOptions, HostedRepository} from '../../../ports/git-hosts.js'
import {type HostContext, hostCaller} from '../host-caller.js'
import {sshHostOf, tlsOriginOf} from '../rest-client.js'
import {callingFetch} from './calling-fetch.js'
import {gitHubError, isMissing} from './github-error.js'

/** Which permission a team has: the greatest that is true. */
const PERMISSIONS = ['admin', 'maintain', 'push', 'triage', 'pull'] as const
const WITH_PERMISSIONS = {accept: 'application/vnd.github.v3.repository+json'}

/** github.com, or a GitHub Enterprise Server under another name. */
export async function gitHubHost(ctx: HostContext, options: GitHostOptions): Promise<GitHost> {
  const {Octokit: Client} = await import('@octokit/rest')
  const {owner, repository: repo, personal} = options
  const hostname = sshHostOf(options.hostname)
  const origin = tlsOriginOf(options.hostname)
  const octokit = new Client({
    auth: options.token,
    baseUrl: hostname === 'github.com' ? 'https://api.github.com' : `${origin}/api/v3`,
    userAgent: 'flux',
    request: {fetch: callingFetch(hostCaller(ctx, options))},
    // its own words about deprecations are no part of our output
    log: {debug: () => {}, info: () => {}, warn: () => {}, error: () => {}},
  })
  const urls = {httpsUrl: `${origin}/${owner}/${repo}.git`, sshUrl: `ssh://git@${hostname}/${owner}/${repo}`}
  const hosted = hostedAt(octokit, options, urls)
  return {
    domain: hostname,
    address: async () => `${origin}/${owner}/${repo}`,
    find: async () => {
      const found = await unlessMissing(octokit.repos.get({owner, repo}))
      return found && hosted
    },
    create: async (visibility) => {
      const isPrivate = visibility !== 'public'
      if (!personal) {
        await told(octokit.repos.createInOrg({org: owner, name: repo, private: isPrivate, visibility: visibility as 'private'}))
        return hosted
      }
      const {data: user} = await told(octokit.users.getAuthenticated())
      if (user.login.toLowerCase() !== owner.toLowerCase()) throw new FluxError('wrong-owner', `the token is of '${user.login}'`)
      await told(octokit.repos.createForAuthenticatedUser({name: repo, private: isPrivate}))
      return hosted
    },
  }
}

function hostedAt(
  octokit: Octokit,
  {owner, repository: repo}: GitHostOptions,
  urls: Pick<HostedRepository, 'httpsUrl' | 'sshUrl'>,
): HostedRepository {
  const at = {owner, repo}
  const team = (slug: string) => ({...at, org: owner, team_slug: slug})
  return {
    ...urls,
    teamPermission: async (slug) => {
      const found = await unlessMissing(octokit.teams.checkPermissionsForRepoInOrg({...team(slug), headers: WITH_PERMISSIONS}))
      return PERMISSIONS.find((name) => found?.data?.permissions?.[name])
    },
    grantTeam: async (slug, permission) => {
      await told(octokit.teams.addOrUpdateRepoPermissionsInOrg({...team(slug), permission}))
    },
    listDeployKeys: async () => {
      const keys = await told(octokit.paginate(octokit.repos.listDeployKeys, {...at, per_page: 100}))
      return keys.map(({id, title, key, read_only: readOnly}) => ({id: String(id), title, publicKey: key, readOnly}))
    },
    addDeployKey: async ({title, publicKey, readOnly}) => {
      await told(octokit.repos.createDeployKey({...at, title, key: publicKey, read_only: readOnly}))
    },
    deleteDeployKey: async (id) => {
      await told(octokit.repos.deleteDeployKey({...at, key_id: Number(id)}))
    },
  }
}

/** The answer, or an error in the words of flux. */
async function told<T>(request: Promise<T>): Promise<T> {
  return request.catch((error: unknown) => {
    throw gitHubError(error)
  })
}

/** The answer, undefined for a 404. */
async function unlessMissing<T>(request: Promise<T>): Promise<T | undefined> {
  return request.catch((error: unknown) => {
    if (isMissing(error)) return undefined
    throw gitHubError(error)
  })
}
