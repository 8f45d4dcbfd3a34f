import {FluxError} from '../../../errors/flux-error.js'
import {isObject, type JsonObject} from '../../../formats/json/value.js'
import type {GitHost, GitHostOptions, HostedRepository} from '../../../ports/git-hosts.js'
import {type HostContext, hostCaller} from '../host-caller.js'
import {objectsIn, type RestClient, restClient, sshHostOf, textOf, tlsOriginOf} from '../rest-client.js'

/** Levels of Bitbucket, the greatest first, with what flux calls them. */
const LEVELS = {ADMIN: 'admin', WRITE: 'push', READ: 'pull'} as const
const GRANTS: Readonly<Record<string, string>> = {pull: 'REPO_READ', push: 'REPO_WRITE', admin: 'REPO_ADMIN'}
const RIGHTS = 'it needs to administer the repository, and to create repositories in the project'
const PAGE = 100

/** Bitbucket Server and Data Center. Projects are called by their names, their keys are in the addresses. */
export async function bitbucketHost(ctx: HostContext, options: GitHostOptions): Promise<GitHost> {
  const {hostname, owner, repository, personal, token, username} = options
  if (username === '') throw new FluxError('usage', 'failed creating client: user name is required')
  const origin = tlsOriginOf(hostname)
  const headers = {authorization: `Bearer ${token}`, 'x-atlassian-token': 'no-check'}
  const rest = restClient(hostCaller(ctx, options), {base: `${origin}/rest`, rights: RIGHTS, headers})
  let key = `~${owner.replace(/^~/, '')}`
  const at = (slug: string) =>
    hostedAt(rest, `/projects/${encodeURIComponent(key)}`, slug, {
      httpsUrl: `${origin}/scm/${key}/${slug}.git`,
      sshUrl: `ssh://git@${sshHostOf(hostname)}/${key}/${slug}`,
    })
  return {
    domain: sshHostOf(hostname),
    address: async () => {
      if (!personal) key = await projectKey(rest, owner)
      return `${origin}/${owner}/${repository}`
    },
    find: async () => {
      const found = await rest.find(`/api/1.0/projects/${encodeURIComponent(key)}/repos/${encodeURIComponent(repository)}`)
      return found === undefined ? undefined : at(textOf(found, 'slug') || repository)
    },
    create: async (visibility) => {
      const wanted = {name: repository, scmId: 'git', public: visibility === 'public', defaultBranch: 'main'}
      const made = await rest.ask('POST', `/api/1.0/projects/${encodeURIComponent(key)}/repos`, wanted)
      return at(textOf(made, 'slug') || repository)
    },
  }
}

/** The key of the project with that name, or with that key. */
async function projectKey(rest: RestClient, owner: string): Promise<string> {
  const found = await pages(rest, `/api/1.0/projects?name=${encodeURIComponent(owner)}`).catch((error: unknown) => {
    throw prefixed('failed to get Git organization', error)
  })
  const named = found.find((project) => project.name === owner) ?? found.find((project) => project.key === owner)
  if (named) return textOf(named, 'key')
  const direct = await rest.find(`/api/1.0/projects/${encodeURIComponent(owner)}`)
  if (direct !== undefined) return textOf(direct, 'key')
  throw new FluxError('git-host', `failed to get Git organization: there is no project ${JSON.stringify(owner)}`)
}

function hostedAt(
  rest: RestClient,
  project: string,
  slug: string,
  urls: Pick<HostedRepository, 'httpsUrl' | 'sshUrl'>,
): HostedRepository {
  const repository = `${project}/repos/${encodeURIComponent(slug)}`
  const keys = `/keys/1.0${repository}/ssh`
  return {
    ...urls,
    teamPermission: async (group) => {
      const filter = `permissions/groups?filter=${encodeURIComponent(group)}`
      const lists = [`/api/1.0${repository}/${filter}`, `/api/1.0${project}/${filter}`]
      const found = (await Promise.all(lists.map((path) => pages(rest, path)))).flat()
      const words = found.filter((row) => textOf(row.group, 'name') === group).map((row) => textOf(row, 'permission'))
      const level = Object.entries(LEVELS).find(([name]) => words.some((word) => word.endsWith(`_${name}`)))
      return level?.[1]
    },
    grantTeam: async (group, permission) => {
      const grant = GRANTS[permission]
      if (grant === undefined) throw new FluxError('usage', 'invalid permission level')
      await rest.ask('PUT', `/api/1.0${repository}/permissions/groups?permission=${grant}&name=${encodeURIComponent(group)}`)
    },
    listDeployKeys: async () =>
      (await pages(rest, keys)).map(({key, permission}) => ({
        ...{id: textOf(key, 'id'), title: textOf(key, 'label'), publicKey: textOf(key, 'text')},
        readOnly: permission === 'REPO_READ',
      })),
    // the label is the key's comment
    addDeployKey: async ({title, publicKey, readOnly}) => {
      const text = `${publicKey.trim().split(/\s+/).slice(0, 2).join(' ')} ${title}`
      await rest.ask('POST', keys, {key: {text, label: title}, permission: readOnly ? 'REPO_READ' : 'REPO_WRITE'})
    },
    deleteDeployKey: async (id) => {
      await rest.ask('DELETE', `${keys}/${id}`)
    },
  }
}

/** All objects of a list that comes in pages. */
async function pages(rest: RestClient, path: string): Promise<JsonObject[]> {
  const all: JsonObject[] = []
  for (let start = 0; ; ) {
    const page = await rest.ask('GET', `${path}${path.includes('?') ? '&' : '?'}limit=${PAGE}&start=${start}`)
    if (!isObject(page)) return all
    all.push(...objectsIn(page.values))
    const next = Number(page.nextPageStart)
    if (page.isLastPage !== false || !(next > start)) return all
    start = next
  }
}

function prefixed(words: string, error: unknown): unknown {
  if (!(error instanceof FluxError)) return error
  return new FluxError(error.code, `${words}: ${error.message}`, {cause: error, hints: error.hints})
}
