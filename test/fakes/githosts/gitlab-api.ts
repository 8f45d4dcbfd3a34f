import type {HostAnswer, HostApi, HostCall} from './host-server.js'

export interface GitLabState {
  readonly token: string
  readonly login: string
  /** full paths and ids */
  readonly groups: Map<string, number>
  /** full paths */
  readonly projects: Map<string, {visibility: string; shares: {group_id: number; group_access_level: number}[]}>
  readonly keys: {id: number; title: string; key: string; can_push: boolean}[]
  readonly tokens: {id: number; name: string; username: string; revoked: boolean; expired: boolean}[]
  /** makes the repository that Git sees */
  create(path: string): Promise<void>
}

const missing = (what: string): HostAnswer => ({status: 404, body: {message: `404 ${what} Not Found`}})
const ok = (body: unknown, status = 200): HostAnswer => ({status, body})
let ids = 100

/** What GitLab's REST API answers to a bootstrap, as its documentation has it. */
export function gitLabApi(state: GitLabState): HostApi {
  return async (call) => {
    if (call.headers['private-token'] !== state.token) return ok({message: '401 Unauthorized'}, 401)
    const [, kind, id = '', below, last] = call.path.split('/').map(decodeURIComponent)
    if (`${call.method} ${call.path}` === 'GET /user') return ok({id: 1, username: state.login})
    if (`${call.method} ${call.path}` === 'POST /projects') return create(state, call)
    if (kind === 'groups' && call.method === 'GET' && below === undefined) {
      const group = state.groups.get(id)
      return group === undefined ? missing('Group') : ok({id: group, name: id, path: id.split('/').at(-1), full_path: id})
    }
    const project = state.projects.get(id)
    if (kind !== 'projects') return undefined
    if (!project) return missing('Project')
    if (below === undefined)
      return call.method === 'GET'
        ? ok({id: 1, name: id.split('/').at(-1), path: id, shared_with_groups: project.shares})
        : undefined
    if (below === 'share') return share(project.shares, call, Number(last))
    if (below === 'deploy_keys') return keys(state, call, Number(last))
    return below === 'deploy_tokens' ? tokens(state, call, Number(last)) : undefined
  }
}

async function create(state: GitLabState, {body}: HostCall): Promise<HostAnswer | undefined> {
  const {name, visibility, namespace_id: namespace, default_branch, ...rest} = body as Record<string, unknown>
  if (!['private', 'internal', 'public'].includes(String(visibility)) || default_branch !== 'main') return undefined
  if (Object.keys(rest).length > 0) return undefined
  const owner = namespace === undefined ? state.login : [...state.groups].find(([, id]) => id === namespace)?.[0]
  if (owner === undefined) return undefined
  const path = `${owner}/${name}`
  state.projects.set(path, {visibility: String(visibility), shares: []})
  await state.create(path)
  return ok({id: 1, name, path_with_namespace: path}, 201)
}

type Shares = {group_id: number; group_access_level: number}[]

function share(shares: Shares, {method, body}: HostCall, id: number): HostAnswer | undefined {
  if (method === 'DELETE') {
    const at = shares.findIndex((one) => one.group_id === id)
    shares.splice(at, 1)
    return {status: 204}
  }
  const {group_id, group_access} = body as {group_id: number; group_access: number}
  if (method !== 'POST' || ![10, 20, 30, 40, 50].includes(group_access)) return undefined
  if (shares.some((one) => one.group_id === group_id)) return ok({message: 'The group has been taken'}, 409)
  shares.push({group_id, group_access_level: group_access})
  return ok({}, 201)
}

function keys(state: GitLabState, {method, body, query}: HostCall, id: number): HostAnswer | undefined {
  if (method === 'GET') return query.get('per_page') === '100' ? ok(state.keys) : undefined
  if (method === 'DELETE') return remove(state.keys, id)
  const {title, key, can_push} = body as {title: string; key: string; can_push: boolean}
  if (typeof can_push !== 'boolean') return undefined
  state.keys.push({id: ids++, title, key, can_push})
  return ok(state.keys.at(-1), 201)
}

function tokens(state: GitLabState, {method, body}: HostCall, id: number): HostAnswer | undefined {
  if (method === 'GET') return ok(state.tokens)
  if (method === 'DELETE') return remove(state.tokens, id)
  const {name, scopes} = body as {name: string; scopes: string[]}
  if (JSON.stringify(scopes) !== '["read_repository"]') return undefined
  const made = {id: ids++, name, username: `gitlab+deploy-token-${ids}`, revoked: false, expired: false}
  state.tokens.push(made)
  return ok({...made, token: `deploy-canary-${made.id}`}, 201)
}

function remove(list: {id: number}[], id: number): HostAnswer {
  const at = list.findIndex((one) => one.id === id)
  if (at < 0) return missing('Key')
  list.splice(at, 1)
  return {status: 204}
}
