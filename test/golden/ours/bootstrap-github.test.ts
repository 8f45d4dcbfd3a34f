import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {FluxError} from '../../../src/lib/errors/flux-error.js'
import {type GitHubState, gitHubApi} from '../../fakes/githosts/github-api.js'
import {type HostedWorld, hostedWorld, TOKEN} from './hosted-world.js'

const KEY_TITLE = 'flux-system-main-flux-system-./clusters/prod'
const key = (title: string, readOnly: boolean, id = 1) => ({id, title, key: 'ssh-ed25519 AAAA', read_only: readOnly})

describe('flux bootstrap github', () => {
  let world: HostedWorld
  let state: GitHubState

  beforeEach(async () => {
    state = {
      ...{token: TOKEN, login: 'me', organisations: ['acme'], repositories: new Map(), keys: []},
      teams: new Map([
        ['platform', undefined],
        ['readers', 'pull'],
      ]),
      create: async () => undefined,
    }
    world = await hostedWorld({
      ...{command: 'github', variable: 'GITHUB_TOKEN', prefix: '/api/v3', repository: 'acme/fleet.git', user: 'acme'},
      api: (make) => gitHubApi(Object.assign(state, {create: (path: string) => make(`${path}.git`)})),
    })
  })
  afterEach(() => world.close())

  const acme = (flags = '') => world.run(`--owner=acme --repository=fleet ${flags}`)

  it('makes a private repository of an organisation, gives teams access and the cluster a key; then changes nothing', async () => {
    const first = await acme('--team=platform,readers:push')
    expect(first.lines.slice(0, 8)).toEqual([
      '► connecting to <host>',
      '✔ repository "https://<host>/acme/fleet" created',
      '► reconciling repository permissions',
      '✔ granted "maintain" permissions to "platform"',
      '✔ reconciled repository permissions',
      '► cloning branch "main" from Git repository "https://<host>/acme/fleet.git"',
      '✔ cloned repository',
      '► generating component manifests',
    ])
    expect(first.lines).toContain(`✔ configured deploy key "${KEY_TITLE}" for "https://<host>/acme/fleet"`)
    expect(first.lines).toContain('✔ public key: ecdsa-sha2-nistp384')
    expect({exit: first.exit, stdout: first.stdout}).toEqual({exit: 0, stdout: ''})
    expect(state.repositories).toEqual(new Map([['acme/fleet', {private: true}]]))
    expect(Object.fromEntries(state.teams)).toEqual({platform: 'maintain', readers: 'pull'})
    const secret = await world.secret()
    expect(state.keys).toEqual([{id: 10, title: KEY_TITLE, key: secret['identity.pub']?.trim(), read_only: true}])
    const sync = await world.repos.gitServed('acme/fleet.git', ['show', 'main:clusters/prod/flux-system/gotk-sync.yaml'])
    expect(sync).toMatch(/url: ssh:\/\/git@127\.0\.0\.1:\d+\/acme\/fleet\n/)
    expect(await world.repos.gitServed('acme/fleet.git', ['grep', '-l', TOKEN, 'main']).catch(() => '')).toBe('')

    world.host.calls.length = 0
    const second = await acme('--team=platform,readers:push')
    expect(second.exit).toBe(0)
    expect(second.lines.filter((line) => /up to date|committed|installing|created|granted/.test(line))).toEqual([
      '✔ component manifests are up to date',
      '✔ source secret up to date',
      '✔ sync manifests are up to date',
    ])
    expect(world.host.calls.filter((call) => !call.startsWith('GET'))).toEqual([])
    expect(await world.secret()).toEqual(secret)

    const third = await acme('--team=readers:push --reconcile --read-write-key')
    expect(state.teams.get('readers')).toBe('push')
    expect(third.lines.find((line) => line.includes('--read-write-key'))).toBe(
      `⚠️ --read-write-key changes nothing: the Secret flux-system/flux-system stays in force, and the deploy key "${KEY_TITLE}" may only read. ` +
        'To rotate it, run `kubectl -n flux-system delete secret flux-system` and bootstrap again',
    )
    await world.flux.kube.delete({apiVersion: 'v1', kind: 'Secret', namespace: 'flux-system', name: 'flux-system'})
    expect((await acme('--read-write-key')).exit).toBe(0)
    expect(state.keys.map(({title, read_only}) => [title, read_only])).toEqual([[KEY_TITLE, false]])
    expect(await world.secret()).not.toEqual(secret)
  })

  it('leaves the old deploy key when the host refuses the new one', async () => {
    expect((await acme()).exit).toBe(0)
    const keys = [...state.keys]
    await world.flux.kube.delete({apiVersion: 'v1', kind: 'Secret', namespace: 'flux-system', name: 'flux-system'})
    world.host.meanwhile = ({method, path}) =>
      method === 'POST' && path.endsWith('/keys') ? {status: 403, body: {message: 'Forbidden'}} : undefined
    expect((await acme()).exit).toBe(1)
    expect(state.keys).toEqual(keys)
    world.host.meanwhile = undefined
    expect((await acme()).exit).toBe(0)
    expect(state.keys.map(({title, key}) => [title, key])).toEqual([[KEY_TITLE, (await world.secret())['identity.pub']?.trim()]])
  })

  it('takes the token of a GitHub App, behind which there is no user', async () => {
    world.host.meanwhile = ({path}) =>
      path === '/user' ? {status: 403, body: {message: 'Resource not accessible by integration'}} : undefined
    const made = await acme()
    expect(made.lines.slice(1, 2)).toEqual(['✔ repository "https://<host>/acme/fleet" created'])
    expect([made.exit, made.lines.at(-1)]).toEqual([0, '✔ all components are healthy'])
    expect(state.keys.map(({title}) => title)).toEqual([KEY_TITLE])
    expect((await acme('--token-auth')).exit).toBe(0)
    expect(world.host.calls).not.toContain('GET /user')
    // a repository of a user is none of an App's
    const personal = await world.run('--owner=me --repository=home --personal')
    expect([personal.exit, personal.lines[1]]).toEqual([1, expect.stringContaining('403 Resource not accessible by integration')])
  })

  it('takes a repository that is there and logs the cluster in with the token', async () => {
    await world.repos.create('acme/fleet.git')
    state.repositories.set('acme/fleet', {private: false})
    state.keys.push(key('other', true))
    const result = await acme('--token-auth')
    expect(result.exit).toBe(0)
    expect(world.host.calls).toEqual(['GET /repos/acme/fleet'])
    expect(await world.secret()).toEqual({username: 'git', password: TOKEN, 'ca.crt': world.host.ca})
  })

  it('says what it lacks: the right to make a repository, an owner that is the user, a known permission, a team', async () => {
    const elsewhere = await world.run('--owner=strangers --repository=fleet')
    expect(elsewhere.lines).toEqual([
      '► connecting to <host>',
      '✗ failed to create new Git repository "https://<host>/strangers/fleet": POST https://<host>/api/v3/orgs/strangers/repos: 404 Not Found []',
      expect.stringContaining('► check the rights of the token'),
    ])
    const notMe = await world.run('--owner=you --repository=fleet --personal --private=false')
    expect(notMe.lines.slice(1)).toEqual([
      `✗ failed to create new Git repository "https://<host>/you/fleet": the specified owner 'you' doesn't match the identity associated with the given token`,
      `► the token is of 'me'; without --personal the owner is an organisation`,
    ])
    const god = await acme('--team=platform:god')
    expect(god.lines.at(-1)).toBe('✗ failed to reconcile repository team access: invalid permission "god" for team "platform"')
    const wrong = await world.run('--owner=acme --repository=fleet', {GITHUB_TOKEN: 'other'})
    expect(wrong.lines.slice(1)).toEqual([
      '✗ failed to get Git repository "https://<host>/acme/fleet": provider error: GET https://<host>/api/v3/repos/acme/fleet: 401 Bad credentials []',
      '► check the token: it is wrong, or it has expired',
    ])
    const noTeam = await acme('--team=ghosts --token-auth')
    expect(noTeam.lines).toContain(
      '✗ failed to grant "maintain" permissions to "ghosts": PUT https://<host>/api/v3/orgs/acme/teams/ghosts/repos/acme/fleet: 404 Not Found []',
    )
    // a host that repeats the token is not believed
    world.host.meanwhile = ({path}) => (path.includes('/teams/') ? {status: 422, body: {message: `no: ${TOKEN}`}} : undefined)
    expect((await acme('--team=platform --token-auth')).lines[2]).toContain('422 no: ***** []')
    // the cluster is there all the same
    expect(noTeam.lines).toContain('✔ all components are healthy')
    expect([noTeam.exit, noTeam.lines.at(-1)]).toEqual([
      0,
      expect.stringMatching(/ the cluster follows the repository, but these have not got the access that was asked for: ghosts$/),
    ])
  })

  it('refuses a token that is none, without asking the host', async () => {
    const {exit, lines} = await world.run('--owner=acme --repository=fleet', {}, {stdin: '\n'})
    expect([exit, lines.at(-1)]).toEqual([1, '✗ no GitHub personal access token (PAT) was given: type it, or set GITHUB_TOKEN'])
    expect(world.host.calls).toEqual([])
  })

  it('ends with 130 when somebody ends it, whatever it does then', async () => {
    for (const at of ['GET /repos/acme/fleet', 'POST /orgs/acme/repos', 'PUT /orgs/acme/teams/platform/repos/acme/fleet']) {
      const stopping = new AbortController()
      world.host.meanwhile = ({method, path}) => {
        if (`${method} ${path}` === at) stopping.abort(new FluxError('interrupted', 'interrupted', {exitCode: 130}))
        return undefined
      }
      const {exit, lines} = await world.run('--owner=acme --repository=fleet --team=platform', undefined, stopping)
      expect([at, exit, lines.filter((line) => line.startsWith('✗'))]).toEqual([at, 130, []])
    }
  })

  it('makes a public repository of a user', async () => {
    const result = await world.run('--owner=me --repository=sub/home --personal --private=false --token-auth --timeout=3s')
    expect(result.lines[1]).toBe('✔ repository "https://<host>/me/home" created')
    expect(state.repositories).toEqual(new Map([['me/home', {private: false}]]))
  })

  it('waits when the host asks for it, and gives up when that is too long', async () => {
    let limits = 2
    world.host.meanwhile = () =>
      limits-- > 0 ? {status: 429, headers: {'retry-after': '1'}, body: {message: 'slow down'}} : undefined
    expect((await acme('--token-auth')).exit).toBe(0)
    const reset = String(Math.floor(Date.now() / 1000) + 3000)
    world.host.meanwhile = () => ({
      status: 403,
      headers: {'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset},
      body: {message: 'API rate limit exceeded'},
    })
    const limited = await acme('--token-auth')
    expect(limited.lines.slice(1)).toEqual([
      '✗ failed to get Git repository "https://<host>/acme/fleet": provider error: GET https://<host>/api/v3/repos/acme/fleet: 403 API rate limit exceeded []',
      '► the host takes no more requests of this token for now: try again later',
    ])
  })

  it('goes on after a push that broke off, and after one that the branch is protected from', async () => {
    world.host.cut = true
    const cut = await acme()
    expect(cut.exit).toBe(1)
    expect(cut.lines.at(-1)).toMatch(/^✗ failed to push manifests: /)
    expect(state.keys).toEqual([])
    world.host.cut = false
    world.protect(true)
    const refused = await acme()
    expect(refused.exit).toBe(1)
    expect(refused.lines.slice(-2)).toEqual([
      '✗ failed to push manifests: failed to push to remote: command error on refs/heads/main: pre-receive hook declined',
      '► the server said: main is protected',
    ])
    world.protect(false)
    expect((await acme()).exit).toBe(0)
    expect(await world.repos.gitServed('acme/fleet.git', ['rev-list', '--count', 'main'])).toBe('2')
  })
})
