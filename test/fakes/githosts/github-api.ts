import {describedApi} from './described-api.js'
import type {HostAnswer, HostApi, HostCall} from './host-server.js'

export interface GitHubState {
  readonly token: string
  /** of the token */
  readonly login: string
  readonly organisations: readonly string[]
  /** `owner/name`, and whether it is private */
  readonly repositories: Map<string, {private: boolean}>
  readonly keys: {id: number; title: string; key: string; read_only: boolean}[]
  /** slugs; permission on the repository, if any */
  readonly teams: Map<string, string | undefined>
  /** makes the repository that Git sees */
  create(path: string): Promise<void>
}

const LEVELS = ['pull', 'triage', 'push', 'maintain', 'admin']
const missing: HostAnswer = {status: 404, body: {message: 'Not Found', documentation_url: 'https://docs.github.com/rest'}}
const ok = (body: unknown, status = 200): HostAnswer => ({status, body})

/** What GitHub's REST API answers to a bootstrap, as its documentation has it; asked only what its description has. */
export function gitHubApi(state: GitHubState): HostApi {
  const routes: [RegExp, (call: HostCall, match: string[]) => HostAnswer | undefined | Promise<HostAnswer | undefined>][] = [
    [/^GET \/user$/, () => ok({login: state.login})],
    [/^GET \/repos\/([^/]+\/[^/]+)$/, (_, [path]) => repository(state, path!) ?? missing],
    [/^POST \/user\/repos$/, (call) => create(state, state.login, call)],
    [
      /^POST \/orgs\/([^/]+)\/repos$/,
      (call, [org]) => (state.organisations.includes(org!) ? create(state, org!, call) : missing),
    ],
    [/^GET \/repos\/[^/]+\/[^/]+\/keys$/, ({query}) => (query.get('per_page') === '100' ? ok(state.keys) : undefined)],
    [/^POST \/repos\/[^/]+\/[^/]+\/keys$/, (call) => addKey(state, call)],
    [/^DELETE \/repos\/[^/]+\/[^/]+\/keys\/(\d+)$/, (_, [id]) => deleteKey(state, Number(id))],
    [/^GET \/orgs\/([^/]+)\/teams\/([^/]+)\/repos\/\1\/[^/]+$/, (call, [, team]) => teamOf(state, call, team!)],
    [/^PUT \/orgs\/([^/]+)\/teams\/([^/]+)\/repos\/\1\/[^/]+$/, (call, [, team]) => grant(state, call, team!)],
  ]
  return describedApi('github-openapi.json', (call) => {
    if (!new RegExp(`^(token|Bearer) ${state.token}$`, 'i').test(String(call.headers['authorization']))) {
      return ok({message: 'Bad credentials', documentation_url: 'https://docs.github.com/rest'}, 401)
    }
    if (!call.headers['user-agent']) return undefined
    for (const [pattern, answer] of routes) {
      const match = pattern.exec(`${call.method} ${call.path}`)
      if (match) return answer(call, match.slice(1))
    }
    return undefined
  })
}

function repository(state: GitHubState, path: string): HostAnswer | undefined {
  const found = state.repositories.get(path)
  const [owner, name] = path.split('/')
  return (
    found && ok({id: 1, name, full_name: path, owner: {login: owner}, ...found, visibility: found.private ? 'private' : 'public'})
  )
}

async function create(state: GitHubState, owner: string, {body}: HostCall): Promise<HostAnswer | undefined> {
  const {name, private: isPrivate, ...rest} = body as {name: string; private: boolean; visibility?: string}
  const more = Object.keys(rest).filter((key) => key !== 'visibility')
  if (typeof name !== 'string' || typeof isPrivate !== 'boolean' || more.length > 0) return undefined
  const path = `${owner}/${name}`
  if (state.repositories.has(path)) {
    const error = {resource: 'Repository', code: 'custom', field: 'name', message: 'name already exists on this account'}
    return ok({message: 'Repository creation failed.', errors: [error]}, 422)
  }
  state.repositories.set(path, {private: isPrivate})
  await state.create(path)
  return ok((repository(state, path) as {body: unknown}).body, 201)
}

function addKey(state: GitHubState, {body}: HostCall): HostAnswer | undefined {
  const {title, key, read_only} = body as {title: string; key: string; read_only: boolean}
  if (typeof title !== 'string' || typeof read_only !== 'boolean' || !/^(ssh|ecdsa)-\S+ \S+$/.test(key)) return undefined
  const made = {id: state.keys.length + 10, title, key, read_only}
  state.keys.push(made)
  return ok(made, 201)
}

function deleteKey({keys}: GitHubState, id: number): HostAnswer {
  const at = keys.findIndex((key) => key.id === id)
  if (at < 0) return missing
  keys.splice(at, 1)
  return {status: 204}
}

/** Without its own media type there is no answer to read. */
function teamOf({teams}: GitHubState, {headers}: HostCall, team: string): HostAnswer | undefined {
  const permission = teams.get(team)
  if (permission === undefined) return missing
  if (headers['accept'] !== 'application/vnd.github.v3.repository+json') return {status: 204}
  const level = LEVELS.indexOf(permission)
  return ok({id: 1, permissions: Object.fromEntries(LEVELS.map((name, at) => [name, at <= level]))})
}

function grant({teams}: GitHubState, {body}: HostCall, team: string): HostAnswer | undefined {
  const {permission, ...rest} = body as {permission: string}
  if (!LEVELS.includes(permission) || Object.keys(rest).length > 0) return undefined
  if (!teams.has(team)) return missing
  teams.set(team, permission)
  return {status: 204}
}
