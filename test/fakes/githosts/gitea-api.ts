import type {HostAnswer, HostApi, HostCall} from './host-server.js'

export interface GiteaState {
  readonly token: string
  readonly login: string
  readonly organisations: readonly string[]
  readonly repositories: Map<string, {private: boolean}>
  readonly keys: {id: number; title: string; key: string; read_only: boolean}[]
  /** of the organisation: permission of the team, and whether it has the repository */
  readonly teams: Map<string, {permission: string; has: boolean}>
  create(path: string): Promise<void>
}

const missing: HostAnswer = {status: 404, body: {message: "The target couldn't be found.", errors: null}}
const ok = (body: unknown, status = 200): HostAnswer => ({status, body})

/** What Gitea's REST API answers to a bootstrap, as its documentation has it. */
export function giteaApi(state: GiteaState): HostApi {
  return (call) => {
    if (call.headers['authorization'] !== `token ${state.token}`) return ok({message: 'invalid username, password or token'}, 401)
    const line = `${call.method} ${call.path}`
    if (line === 'GET /user') return ok({login: state.login})
    if (line === 'POST /user/repos') return create(state, state.login, call)
    const org = /^POST \/orgs\/([^/]+)\/repos$/.exec(line)?.[1]
    if (org !== undefined) return state.organisations.includes(org) ? create(state, org, call) : missing
    const [, owner, name, below, id] = /^\/repos\/([^/]+)\/([^/]+)(?:\/(keys|teams)(?:\/([^/]+))?)?$/.exec(call.path) ?? []
    const repository = state.repositories.get(`${owner}/${name}`)
    if (!repository) return call.method === 'GET' && owner ? missing : undefined
    if (below === undefined) return call.method === 'GET' ? ok({name, ...repository}) : undefined
    return below === 'keys' ? keys(state, call, id) : team(state, call, id ?? '')
  }
}

async function create(state: GiteaState, owner: string, {body}: HostCall): Promise<HostAnswer | undefined> {
  const {name, private: isPrivate, default_branch, ...rest} = body as Record<string, unknown>
  if (typeof isPrivate !== 'boolean' || default_branch !== 'main' || Object.keys(rest).length > 0) return undefined
  state.repositories.set(`${owner}/${name}`, {private: isPrivate})
  await state.create(`${owner}/${name}`)
  return ok({name}, 201)
}

function keys(state: GiteaState, {method, body, query}: HostCall, id: string | undefined): HostAnswer | undefined {
  if (method === 'GET') {
    const [page, limit] = [Number(query.get('page')), Number(query.get('limit'))]
    return page > 0 && limit > 0 ? ok(state.keys.slice((page - 1) * limit, page * limit)) : undefined
  }
  if (method === 'DELETE') {
    const at = state.keys.findIndex((key) => String(key.id) === id)
    state.keys.splice(at, 1)
    return at < 0 ? missing : {status: 204}
  }
  const {title, key, read_only} = body as {title: string; key: string; read_only: boolean}
  if (method !== 'POST' || typeof read_only !== 'boolean') return undefined
  state.keys.push({id: 1000 + state.keys.length, title, key, read_only})
  return ok({}, 201)
}

function team({teams}: GiteaState, {method, body}: HostCall, name: string): HostAnswer | undefined {
  const found = teams.get(name)
  if (method === 'GET') return found?.has ? ok({name, permission: found.permission}) : missing
  if (method !== 'PUT' || body !== undefined) return undefined
  if (!found) return ok({message: `team '${name}' was not found`}, 404)
  found.has = true
  return {status: 204}
}
