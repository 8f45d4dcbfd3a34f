import {afterAll, beforeAll, expect, it} from 'vitest'
import {Installation, type InstallationOptions} from './installation.js'
import {OLDER, type ProxiedPlace, proxiedPlace} from './proxied-place.js'
import {SHOP} from './tenants.js'

const FOLDER = 'clusters/prod/flux-system'

/** An installation that begins with an older release and leaves its network through a proxy: the tests of a suite. */
export function behindProxy(options: Omit<InstallationOptions, 'place'>): void {
  let home: Installation
  let place: ProxiedPlace
  /** flux-system/kustomization.yaml with the proxy, as Flux documents it */
  let own = ''

  beforeAll(async () => {
    home = await Installation.open({...options, place: proxiedPlace})
    place = home.place as ProxiedPlace
    const variables = [
      ['HTTPS_PROXY', place.proxy],
      ['NO_PROXY', '.cluster.local.,.cluster.local,.svc,127.0.0.1'],
    ].map(([name, value]) => ({op: 'add', path: '/spec/template/spec/containers/0/env/-', value: {name, value}}))
    const patch = {target: {kind: 'Deployment'}, patch: JSON.stringify(variables)}
    own = `resources: [gotk-components.yaml, gotk-sync.yaml]\npatches: ${JSON.stringify([patch])}\n`
    const write = {[`${FOLDER}/kustomization.yaml`]: own, [`${FOLDER}/gotk-sync.yaml`]: '# to come\n'}
    await home.repos.commit('fleet', {branch: 'main', message: 'the proxy', write})
  })
  afterAll(() => home?.close())

  const head = () => home.served('rev-parse', 'main')
  const imagesOf = async () => (await home.served('show', `main:${FOLDER}/gotk-components.yaml`)).match(/image: .*/g)

  it('takes an older release from GitHub and a repository from a server, all through the proxy', async () => {
    const result = await home.bootstrap(`--version=${OLDER}`)
    expect([result.exit, result.stderr.split('\n').at(-2)]).toEqual([0, '✔ all components are healthy'])
    expect(new Set(place.through)).toEqual(
      new Set(
        ['api.github.com', 'github.com', 'release-assets.githubusercontent.com', 'git.example.com'].map((host) => `${host}:443`),
      ),
    )
    expect(await imagesOf()).toEqual(
      ['source', 'kustomize'].map((name) => expect.stringMatching(`fluxcd/${name}-controller:v.*\\.4$`)),
    )
    expect(await home.served('log', '-2', '--format=%s')).toBe(`Add Flux sync manifests\nAdd Flux ${OLDER} component manifests`)
  })

  it('follows Git through it', async () => {
    place.through.length = 0
    await home.push('shop', SHOP)
    expect(place.through).toEqual(place.through.map(() => 'git.example.com:443'))
    expect(place.through.length).toBeGreaterThan(0)
  })

  it('is upgraded to this release and keeps what the user wrote', async () => {
    const before = await head()
    place.through.length = 0
    const result = await home.bootstrap()
    expect(result.exit).toBe(0)
    expect(place.through).toEqual(place.through.map(() => 'git.example.com:443'))
    expect(await home.served('diff', '--name-only', before, 'main')).toBe(`${FOLDER}/gotk-components.yaml`)
    const lines = (await home.served('diff', '-U0', before, 'main')).split('\n').filter((line) => /^[+-] /.test(line))
    const kinds = new Set(lines.map((line) => line.slice(1).trim().split(': ')[0]))
    expect(kinds).toEqual(new Set(['app.kubernetes.io/version', 'image']))
    expect(await imagesOf()).toEqual(
      ['source', 'kustomize'].map((name) => expect.stringMatching(`fluxcd/${name}-controller:v.*\\.5$`)),
    )
    expect(`${await home.served('show', `main:${FOLDER}/kustomization.yaml`)}\n`).toBe(own)
    const deployment = {apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'flux-system', name: 'source-controller'}
    const live = await home.kube.get(deployment)
    expect(live.metadata.labels?.['app.kubernetes.io/version']).toBe('v2.9.5')
    expect(JSON.stringify(live['spec'])).toContain(place.proxy)
    const after = {head: await head(), versions: await home.settledVersions()}
    expect((await home.bootstrap()).exit).toBe(0)
    expect({head: await head(), versions: await home.versions()}).toEqual(after)
  })

  it('says no secret, and its controllers end when they are told to', async () => {
    await home.node.stop()
    expect(home.node.endings).toEqual(home.node.endings.map((ending) => ending.replace(/: .*/, ': 0')))
    const said = await home.everythingSaid()
    for (const secret of place.secrets) expect(said.includes(secret)).toBe(false)
  })
}
