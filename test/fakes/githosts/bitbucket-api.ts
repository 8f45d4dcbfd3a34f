import type {HostAnswer, HostApi, HostCall} from './host-server.js'

export interface BitbucketState {
  readonly token: string
  /** keys by names */
  readonly projects: Map<string, string>
  /** `KEY/slug` */
  readonly repositories: Map<string, {public: boolean}>
  readonly keys: {key: {id: number; label: string; text: string}; permission: string}[]
  /** on the repository */
  readonly groups: Map<string, string>
  create(path: string): Promise<void>
}

const refused = (status: number, message: string): HostAnswer => ({
  status,
  body: {errors: [{context: null, message, exceptionName: 'com.atlassian.bitbucket'}]},
})
const ok = (body: unknown, status = 200): HostAnswer => ({status, body})

/** What the REST API of Bitbucket Server answers to a bootstrap, as its documentation has it. */
export function bitbucketApi(state: BitbucketState): HostApi {
  return (call) => {
    if (call.headers['authorization'] !== `Bearer ${state.token}`) return refused(401, 'Authentication failed')
    if (call.headers['x-atlassian-token'] !== 'no-check') return undefined
    const [, api, key, slug, below] =
      /^\/(api\/1\.0|keys\/1\.0)\/projects(?:\/([^/]+)(?:\/repos(?:\/([^/]+))?)?(?:\/(ssh|ssh\/\d+|permissions\/groups))?)?$/.exec(
        call.path,
      ) ?? []
    if (api === undefined) return undefined
    if (key === undefined)
      return page(
        call,
        [...state.projects]
          .map(([name, one]) => ({name, key: one}))
          .filter(({name}) => name.startsWith(call.query.get('name') ?? '')),
      )
    if (api === 'keys/1.0') return keys(state, call, below)
    if (below === 'permissions/groups') return groups(state, call, slug !== undefined)
    if (slug === undefined)
      return call.path.endsWith('/repos') ? create(state, key, call) : refused(404, `Project ${key} does not exist.`)
    const found = state.repositories.get(`${key}/${slug}`)
    if (call.method !== 'GET') return undefined
    return found ? ok({slug, name: slug, ...found}) : refused(404, `Repository ${key}/${slug} does not exist.`)
  }
}

/** One row at a time, so that whoever reads only the first page misses something. */
function page({method, query}: HostCall, rows: unknown[]): HostAnswer | undefined {
  const start = Number(query.get('start'))
  if (method !== 'GET' || query.get('limit') !== '100') return undefined
  const isLastPage = start + 1 >= rows.length
  return ok({values: rows.slice(start, start + 1), isLastPage, ...(isLastPage ? {} : {nextPageStart: start + 1})})
}

async function create(state: BitbucketState, key: string, {method, body}: HostCall): Promise<HostAnswer | undefined> {
  const {name, scmId, public: isPublic, defaultBranch, ...rest} = body as Record<string, unknown>
  if (method !== 'POST' || scmId !== 'git' || defaultBranch !== 'main' || Object.keys(rest).length > 0) return undefined
  if (key === '~you') return refused(403, 'You are not permitted to create a repository in this project.')
  const slug = String(name).toLowerCase()
  state.repositories.set(`${key}/${slug}`, {public: isPublic === true})
  await state.create(`scm/${key}/${slug}`)
  return ok({slug, name}, 201)
}

function keys(state: BitbucketState, call: HostCall, below: string | undefined): HostAnswer | undefined {
  if (below === 'ssh' && call.method === 'GET') return page(call, state.keys)
  if (below === 'ssh' && call.method === 'POST') {
    const {key, permission} = call.body as {key: {text: string; label: string}; permission: string}
    if (!/^REPO_(READ|WRITE)$/.test(permission) || key.text.split(' ')[2] !== key.label) return undefined
    state.keys.push({key: {id: 50 + state.keys.length, ...key}, permission})
    return ok({}, 201)
  }
  const at = state.keys.findIndex(({key}) => below === `ssh/${key.id}`)
  if (call.method !== 'DELETE' || at < 0) return undefined
  state.keys.splice(at, 1)
  return {status: 204}
}

function groups({groups: known}: BitbucketState, call: HostCall, ofRepository: boolean): HostAnswer | undefined {
  const {query, method} = call
  if (method === 'PUT') {
    const [name, permission] = [query.get('name') ?? '', query.get('permission') ?? '']
    if (!ofRepository || !/^REPO_(READ|WRITE|ADMIN)$/.test(permission)) return undefined
    if (name === 'ghosts') return refused(404, "Group 'ghosts' does not exist.")
    known.set(name, permission)
    return {status: 204}
  }
  const rows = [...known].map(([name, permission]) => ({group: {name}, permission}))
  return page(call, ofRepository ? rows.filter(({group}) => group.name.includes(query.get('filter') ?? '?')) : [])
}
