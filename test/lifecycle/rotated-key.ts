import {afterAll, beforeAll, expect, it} from 'vitest'
import {type GitHubPlace, gitHubPlace} from './github-place.js'
import {Installation, type InstallationOptions} from './installation.js'
import {SHOP} from './tenants.js'

const SECRET = {apiVersion: 'v1', kind: 'Secret', namespace: 'flux-system', name: 'flux-system'}
const TITLE = 'flux-system-main-flux-system-./clusters/prod'

/** A deploy key of GitHub that is replaced as `docs/install.md` says: the tests of a suite. */
export function rotatedKey(options: Omit<InstallationOptions, 'place'>): void {
  let home: Installation
  let place: GitHubPlace

  beforeAll(async () => {
    home = await Installation.open({...options, place: gitHubPlace})
    place = home.place as GitHubPlace
  })
  afterAll(() => home?.close())

  const secret = async () => (await home.kube.get(SECRET)).data as Record<string, string>
  const keysOfHost = () => place.keys.map(({title, key, read_only}) => [title, key, read_only])
  const keyOf = (data: Record<string, string>) => atob(data['identity.pub']!).trim()

  it('lets the cluster follow a repository that was made for it', async () => {
    const result = await home.bootstrap()
    expect([result.exit, result.stderr.split('\n').at(-2)]).toEqual([0, '✔ all components are healthy'])
    expect(keysOfHost()).toEqual([[TITLE, keyOf(await secret()), true]])
    await home.push('shop', SHOP)
  })

  it('stays in force when one that may write is asked for, which is said', async () => {
    const before = [keysOfHost(), await secret(), await home.served('rev-parse', 'main'), await home.versions()]
    const {exit, stderr} = await home.bootstrap('--read-write-key')
    expect(exit).toBe(0)
    expect(stderr).toContain(
      `⚠️ --read-write-key changes nothing: the Secret flux-system/flux-system stays in force, and the deploy key "${TITLE}" may only read. ` +
        'To rotate it, run `kubectl -n flux-system delete secret flux-system` and bootstrap again\n',
    )
    expect([keysOfHost(), await secret(), await home.served('rev-parse', 'main'), await home.versions()]).toEqual(before)
  })

  it('makes way for a new one when its Secret is deleted, and the controllers go on', async () => {
    const old = await secret()
    const head = await home.served('rev-parse', 'main')
    await home.kube.delete(SECRET)
    const {exit} = await home.bootstrap('--read-write-key')
    expect(exit).toBe(0)
    const now = await secret()
    expect(now['identity']).not.toBe(old['identity'])
    expect(now['known_hosts']).toBe(old['known_hosts'])
    expect(keysOfHost()).toEqual([[TITLE, keyOf(now), false]])
    expect(await home.served('rev-parse', 'main')).toBe(head)
    const files = {'clusters/prod/shop.yaml': SHOP['clusters/prod/shop.yaml'].replace('blue', 'green')}
    await home.push('green', files)
    const settings = await home.kube.get({apiVersion: 'v1', kind: 'ConfigMap', namespace: 'shop', name: 'settings'})
    expect(settings.data).toEqual({colour: 'green'})
  })

  it('is of no use any more afterwards, as one that GitHub does not know', async () => {
    const [current] = place.keys.splice(0)
    expect((await home.flux('reconcile source git flux-system --timeout=2s')).exit).toBe(1)
    await home.until('a refused login', async () => {
      const {status} = await home.kube.get({
        apiVersion: 'source.toolkit.fluxcd.io/v1',
        kind: 'GitRepository',
        namespace: 'flux-system',
        name: 'flux-system',
      })
      const {conditions} = status as {conditions: {type: string; status: string; message: string}[]}
      return conditions.some(
        ({type, status: is, message}) => type === 'Ready' && is === 'False' && message.includes('unable to authenticate'),
      )
    })
    place.keys.push(current!)
    expect((await home.flux('reconcile source git flux-system --timeout=1m')).exit).toBe(0)
  })

  it('says no secret, and its controllers end when they are told to', async () => {
    await home.node.stop()
    expect(home.node.endings).toEqual(home.node.endings.map((ending) => ending.replace(/: .*/, ': 0')))
    const said = await home.everythingSaid()
    for (const canary of [...place.secrets, 'PRIVATE KEY', (await secret())['identity']!])
      expect(said.includes(canary)).toBe(false)
  })
}
