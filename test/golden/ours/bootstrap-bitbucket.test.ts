import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {type BitbucketState, bitbucketApi} from '../../fakes/githosts/bitbucket-api.js'
import {type HostedWorld, hostedWorld, TOKEN} from './hosted-world.js'

const TITLE = 'flux-system-main-flux-system-./clusters/prod'

describe('flux bootstrap bitbucket-server', () => {
  let world: HostedWorld
  let state: BitbucketState

  beforeEach(async () => {
    state = {
      ...{
        token: TOKEN,
        repositories: new Map(),
        keys: [{key: {id: 1, label: 'other', text: 'ssh-rsa AAAA'}, permission: 'REPO_READ'}],
      },
      groups: new Map([['platform-readers', 'REPO_READ']]),
      projects: new Map([
        ['Platform Two', 'PTWO'],
        ['Platform', 'PLAT'],
      ]),
      create: async () => undefined,
    }
    world = await hostedWorld({
      ...{
        command: 'bitbucket-server',
        variable: 'BITBUCKET_TOKEN',
        prefix: '/rest',
        repository: 'scm/PLAT/fleet.git',
        user: 'git',
      },
      api: (make) => bitbucketApi(Object.assign(state, {create: (path: string) => make(`${path}.git`)})),
    })
  })
  afterEach(() => world.close())

  const platform = (flags = '') => world.run(`--owner=Platform --repository=Fleet ${flags}`)

  it('finds the project by its name, makes the repository, gives groups access and the cluster a key; then changes nothing', async () => {
    const first = await platform('--group=platform')
    expect(first.lines.slice(0, 6)).toEqual([
      '► connecting to <host>',
      '✔ repository "https://<host>/Platform/Fleet" created',
      '► reconciling repository permissions',
      '✔ granted "push" permissions to "platform"',
      '✔ reconciled repository permissions',
      '► cloning branch "main" from Git repository "https://<host>/scm/PLAT/fleet.git"',
    ])
    expect(first.exit).toBe(0)
    expect(state.repositories).toEqual(new Map([['PLAT/fleet', {public: false}]]))
    expect(state.groups.get('platform')).toBe('REPO_WRITE')
    expect(state.keys.at(-1)).toMatchObject({key: {label: TITLE}, permission: 'REPO_READ'})
    const sync = await world.repos.gitServed('scm/PLAT/fleet.git', ['show', 'main:clusters/prod/flux-system/gotk-sync.yaml'])
    expect(sync).toMatch(/url: ssh:\/\/git@127\.0\.0\.1:\d+\/PLAT\/fleet\n/)
    world.host.calls.length = 0
    expect((await world.run('--owner=Platform --repository=fleet --group=platform')).exit).toBe(0)
    expect(world.host.calls.filter((call) => !call.startsWith('GET'))).toEqual([])
    await world.flux.kube.delete({apiVersion: 'v1', kind: 'Secret', namespace: 'flux-system', name: 'flux-system'})
    expect((await world.run('--owner=Platform --repository=fleet --read-write-key')).exit).toBe(0)
    expect(state.keys.filter(({key}) => key.label === TITLE).map(({permission}) => permission)).toEqual(['REPO_WRITE'])
  })

  it('says what it lacks, and goes on after a push that broke off', async () => {
    expect((await world.run('--owner=Nobody --repository=fleet')).lines[1]).toBe(
      '✗ failed to create new Git repository "fleet": failed to get Git organization: there is no project "Nobody"',
    )
    expect((await world.run('--owner=you --repository=fleet --personal')).lines[1]).toBe(
      '✗ failed to create new Git repository "https://<host>/you/fleet": POST https://<host>/rest/api/1.0/projects/~you/repos: 403 You are not permitted to create a repository in this project.',
    )
    const noGroup = await platform('--group=ghosts --token-auth')
    expect([noGroup.exit, noGroup.lines.at(-1)]).toEqual([
      0,
      expect.stringMatching(/ the cluster follows the repository, but these have not got the access that was asked for: ghosts$/),
    ])
    expect(await world.secret()).toEqual({username: 'git', password: TOKEN, 'ca.crt': world.host.ca})
    let limits = 1
    world.host.meanwhile = () => (limits-- > 0 ? {status: 429, headers: {'retry-after': '1'}} : undefined)
    world.host.cut = true
    const again = '--owner=Platform --repository=fleet --token-auth --cluster-domain=one'
    const cut = await world.run(again)
    expect([cut.exit, cut.lines.at(-1)]).toEqual([1, expect.stringMatching(/^✗ failed to push manifests: /)])
    world.host.cut = false
    world.protect(true)
    expect((await world.run(again)).lines.at(-1)).toBe('► the server said: main is protected')
    world.protect(false)
    expect((await world.run(again)).exit).toBe(0)
  })
})
