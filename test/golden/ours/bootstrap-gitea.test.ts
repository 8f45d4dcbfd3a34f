import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {type GiteaState, giteaApi} from '../../fakes/githosts/gitea-api.js'
import {type HostedWorld, hostedWorld, TOKEN} from './hosted-world.js'

const TITLE = 'flux-system-main-flux-system-./clusters/prod'

describe('flux bootstrap gitea', () => {
  let world: HostedWorld
  let state: GiteaState

  beforeEach(async () => {
    const others = Array.from({length: 55}, (_, id) => ({id, title: `other ${id}`, key: 'ssh-rsa AAAA', read_only: true}))
    state = {
      ...{token: TOKEN, login: 'me', organisations: ['acme'], repositories: new Map(), keys: others},
      ...{teams: new Map([['platform', {permission: 'write', has: false}]]), create: async () => undefined},
    }
    world = await hostedWorld({
      ...{command: 'gitea', variable: 'GITEA_TOKEN', prefix: '/api/v1', repository: 'acme/fleet.git', user: 'acme'},
      api: (make) => giteaApi(Object.assign(state, {create: (path: string) => make(`${path}.git`)})),
    })
  })
  afterEach(() => world.close())

  const acme = (flags = '') => world.run(`--owner=acme --repository=fleet ${flags}`)

  it('makes a repository of an organisation, gives a team access and the cluster a key; then changes nothing', async () => {
    const first = await acme('--team=platform')
    expect(first.lines.slice(0, 5)).toEqual([
      '► connecting to <host>',
      '✔ repository "https://<host>/acme/fleet" created',
      '► reconciling repository permissions',
      '✔ granted "maintain" permissions to "platform"',
      '✔ reconciled repository permissions',
    ])
    expect(first.exit).toBe(0)
    expect(state.repositories).toEqual(new Map([['acme/fleet', {private: true}]]))
    expect(state.keys.at(-1)).toMatchObject({title: TITLE, read_only: true})
    world.host.calls.length = 0
    const second = await acme('--team=platform')
    expect([second.exit, world.host.calls]).toEqual([0, ['GET /repos/acme/fleet', 'GET /repos/acme/fleet/teams/platform']])
    // the key is beyond the first page, and makes way for the one that may write
    await world.flux.kube.delete({apiVersion: 'v1', kind: 'Secret', namespace: 'flux-system', name: 'flux-system'})
    expect((await acme('--read-write-key')).exit).toBe(0)
    expect(state.keys.filter(({title}) => title === TITLE).map((key) => key.read_only)).toEqual([false])
  })

  it('says what it lacks, and goes on after a push that broke off or was refused', async () => {
    expect((await world.run('--owner=strangers --repository=fleet')).lines[1]).toBe(
      `✗ failed to create new Git repository "https://<host>/strangers/fleet": POST https://<host>/api/v1/orgs/strangers/repos: 404 The target couldn't be found.`,
    )
    expect((await world.run('--owner=you --repository=fleet --personal')).lines[1]).toContain("the specified owner 'you'")
    const noTeam = await acme('--team=ghosts --token-auth')
    expect([noTeam.exit, noTeam.lines.at(-1)]).toEqual([
      0,
      expect.stringMatching(/ the cluster follows the repository, but these have not got the access that was asked for: ghosts$/),
    ])
    let limits = 1
    world.host.meanwhile = () => (limits-- > 0 ? {status: 429, headers: {'retry-after': '1'}} : undefined)
    world.host.cut = true
    const cut = await acme('--token-auth --cluster-domain=one')
    expect([cut.exit, cut.lines.at(-1)]).toEqual([1, expect.stringMatching(/^✗ failed to push manifests: /)])
    world.host.cut = false
    world.protect(true)
    const refused = await acme('--token-auth --cluster-domain=one')
    expect([refused.exit, refused.lines.at(-1)]).toEqual([1, '► the server said: main is protected'])
    world.protect(false)
    expect((await acme('--token-auth --cluster-domain=one')).exit).toBe(0)
  })
})
