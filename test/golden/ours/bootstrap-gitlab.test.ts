import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {type GitLabState, gitLabApi} from '../../fakes/githosts/gitlab-api.js'
import {type HostedWorld, hostedWorld, TOKEN} from './hosted-world.js'

const TITLE = 'flux-system-main-flux-system-./clusters/prod'

describe('flux bootstrap gitlab', () => {
  let world: HostedWorld
  let state: GitLabState

  beforeEach(async () => {
    state = {
      ...{token: TOKEN, login: 'me', projects: new Map(), keys: [], tokens: [], create: async () => undefined},
      groups: new Map([
        ['acme/platform', 7],
        ['acme/readers', 8],
      ]),
    }
    world = await hostedWorld({
      ...{command: 'gitlab', variable: 'GITLAB_TOKEN', prefix: '/api/v4', user: 'acme/platform'},
      repository: 'acme/platform/fleet.git',
      api: (make) => gitLabApi(Object.assign(state, {create: (path: string) => make(`${path}.git`)})),
    })
  })
  afterEach(() => world.close())

  const acme = (flags = '') => world.run(`--owner=acme/platform --repository=fleet ${flags}`)

  it('makes a project of a sub-group, shares it, gives the cluster a key; then changes nothing', async () => {
    const first = await acme('--team=acme/readers:triage --visibility=internal')
    expect(first.lines.slice(0, 5)).toEqual([
      '► connecting to https://<host>',
      '✔ repository "https://<host>/acme/platform/fleet" created',
      '► reconciling repository permissions',
      '✔ granted "triage" permissions to "acme/readers"',
      '✔ reconciled repository permissions',
    ])
    expect([first.exit, first.stdout]).toEqual([0, ''])
    const shares = [{group_id: 8, group_access_level: 20}]
    expect(state.projects).toEqual(new Map([['acme/platform/fleet', {visibility: 'internal', shares}]]))
    const secret = await world.secret()
    expect(state.keys).toEqual([{id: expect.any(Number), title: TITLE, key: secret['identity.pub']?.trim(), can_push: false}])
    world.host.calls.length = 0
    const second = await acme('--team=acme/readers:push')
    expect(second.exit).toBe(0)
    expect(world.host.calls.filter((call) => !call.startsWith('GET'))).toEqual([])
    expect((await acme('--team=acme/readers:push --reconcile')).exit).toBe(0)
    expect(state.projects.get('acme/platform/fleet')?.shares).toEqual([{group_id: 8, group_access_level: 30}])
    const noTeam = await acme('--team=ghosts')
    expect([noTeam.exit, noTeam.lines.at(-1)]).toEqual([0, expect.stringContaining('access that was asked for: ghosts')])
  })

  it('makes a deploy token, and another one on each run', async () => {
    const first = await acme('--deploy-token-auth')
    expect(first.lines).toContain('► checking to reconcile deploy token for source secret')
    expect(first.lines).toContain(`✔ configured deploy token "${TITLE}" for "https://<host>/acme/platform/fleet"`)
    expect(first.lines.join()).not.toContain('deploy-canary')
    const secret = await world.secret()
    expect(secret).toMatchObject({username: state.tokens[0]?.username, password: `deploy-canary-${state.tokens[0]?.id}`})
    expect((await acme('--deploy-token-auth')).exit).toBe(0)
    expect(state.tokens.length).toBe(1)
    expect((await world.secret())['password']).toBe(`deploy-canary-${state.tokens[0]?.id}`)
    expect((await world.secret())['password']).not.toBe(secret['password'])
  })

  it('leaves the old token until the cluster has the new one, and looks anew at a login that failed', async () => {
    expect((await acme('--deploy-token-auth')).exit).toBe(0)
    const [old] = state.tokens
    world.login.fault = 'authentication required'
    world.host.meanwhile = ({method, path}) =>
      method === 'POST' && path.endsWith('/deploy_tokens') ? {status: 403, body: {message: '403 Forbidden'}} : undefined
    const refused = await acme('--deploy-token-auth')
    expect([refused.exit, refused.lines.at(-2)]).toEqual([
      1,
      expect.stringContaining('failed to reconcile the deploy token: POST'),
    ])
    expect(state.tokens).toEqual([old])
    world.host.meanwhile = undefined
    const renewed = await acme('--deploy-token-auth')
    expect([renewed.exit, renewed.lines.at(-1)]).toEqual([0, '✔ all components are healthy'])
    expect(state.tokens.map(({id}) => id)).not.toContain(old?.id)
    expect(state.tokens.length).toBe(1)
  })

  it('does not take a source for well that has not tried its new login', async () => {
    expect((await acme('--deploy-token-auth')).exit).toBe(0)
    // the cluster says Ready until it is asked to look again
    world.login.answer = 'authentication required'
    const {exit, lines} = await acme('--deploy-token-auth')
    expect([exit, lines.at(-1)]).toEqual([
      1,
      expect.stringContaining("error while waiting for GitRepository to be ready: 'authentication required'"),
    ])
  })

  it('says that a Secret for https stays in force when the cluster is to log in by ssh', async () => {
    expect((await acme('--token-auth')).exit).toBe(0)
    expect((await acme()).lines.find((line) => line.startsWith('⚠️'))).toBe(
      '⚠️ the Secret flux-system/flux-system stays in force, but has no key for ssh://git@<ssh>/acme/platform/fleet. ' +
        'To make a new one, run `kubectl -n flux-system delete secret flux-system` and bootstrap again',
    )
  })

  it('says what it lacks, and waits when it is asked to', async () => {
    const group = await world.run('--owner=strangers --repository=fleet')
    expect(group.lines.slice(1, 2)).toEqual([
      '✗ failed to create new Git repository "https://<host>/strangers/fleet": GET https://<host>/api/v4/groups/strangers: 404 404 Group Not Found',
    ])
    const user = await world.run('--owner=you --repository=fleet --personal --private=false')
    expect(user.stdout).toBe(
      'Flag --private has been deprecated, use --visibility instead\nUsing visibility public as --private=false\n',
    )
    expect(user.lines[1]).toContain("the specified owner 'you' doesn't match the identity")
    world.host.meanwhile = () => ({status: 403, body: {message: '403 Forbidden'}})
    expect((await acme()).lines[1]).toBe(
      '✗ failed to get Git repository "https://<host>/acme/platform/fleet": provider error: GET https://<host>/api/v4/projects/acme%2Fplatform%2Ffleet: 403 403 Forbidden',
    )
    let limits = 1
    world.host.meanwhile = () => (limits-- > 0 ? {status: 429, headers: {'retry-after': '1'}, body: {}} : undefined)
    world.host.cut = true
    const cut = await acme('--token-auth')
    expect([cut.exit, cut.lines[1]]).toEqual([1, '✔ repository "https://<host>/acme/platform/fleet" created'])
    world.host.cut = false
    expect((await acme('--token-auth')).exit).toBe(0)
  })
})
