import {cpSync, writeFileSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {afterAll, beforeAll, beforeEach, describe, expect, it} from 'vitest'
import {type ChartWorld, startChartWorld} from '../../fakes/chart-world.js'
import {type Flux, openFlux} from './open-flux.js'

const fixtures = resolve(import.meta.dirname, '../../fixtures/releases')
let flux: Flux
let world: ChartWorld
beforeAll(async () => {
  flux = await openFlux([], {virtual: false})
  world = await startChartWorld(join(fixtures, 'charts'))
})
afterAll(async () => {
  world?.close()
  await flux?.close()
})
beforeEach(() => {
  for (const name of ['overlays', 'monorepo', 'oci']) cpSync(join(fixtures, name), join(flux.dir, name), {recursive: true})
})

/** What a line prints, without digests that depend on the version of zlib. */
async function build(line: string) {
  const env = {HTTP_PROXY: world.proxy, http_proxy: world.proxy, NO_PROXY: '', no_proxy: '', DOCKER_CONFIG: flux.dir}
  const {stdout, stderr, exit} = await flux.run(`build hr ${line}`, {env})
  return {exit, stdout: stdout.replaceAll(/_[0-9a-f]{12}\b/g, '_<digest>'), stderr}
}
const snapshot = (name: string) => `./snapshots/build-hr-${name}`

describe('flux build helmrelease of a repository with overlays', () => {
  it('renders what each environment gets', async () => {
    const {stdout, stderr, exit} = await build('--all --path overlays')
    expect([exit, stderr]).toEqual([0, ''])
    await expect(stdout).toMatchFileSnapshot(snapshot('overlays.yaml'))
  })

  it('renders one environment', async () => {
    const {stdout, exit} = await build('shop -n shop --path overlays/apps/production')
    expect(exit).toBe(0)
    expect(stdout).toContain('replicas: 3')
    expect((await build('shop -n shop --path overlays/apps/staging')).stdout).toContain('replicas: 1')
  })

  it('asks which one is meant', async () => {
    const {stdout, stderr, exit} = await build('shop -n shop --path overlays')
    expect([exit, stdout]).toEqual([1, ''])
    expect(stderr).toBe(
      "✗ there are 2 HelmReleases 'shop/shop': of overlays/apps/production, overlays/apps/staging\n► choose one, for example with --path overlays/apps/production\n",
    )
  })

  it('keeps environments apart on the disk', async () => {
    const {stderr, exit} = await build('--all --path overlays --output-dir out')
    expect([exit, stderr]).toEqual([0, ''])
    const {stdout} = await build('shop -n shop --path overlays/apps/staging --output-dir out/alone')
    expect(stdout).toContain('out/alone/cache/templates/statefulset.yaml')
  })
})

describe('flux build helmrelease of a repository with charts', () => {
  it('resolves what they depend on, beside them and elsewhere', async () => {
    const {stdout, stderr, exit} = await build('--all --path monorepo')
    expect([exit, stderr]).toEqual([0, ''])
    await expect(stdout).toMatchFileSnapshot(snapshot('monorepo.yaml'))
  })

  it('asks with the login of the HelmRepository that has the address', async () => {
    await build('web -n apps --path monorepo')
    expect(world.asked).toContain('GET charts.example.test/private/index.yaml Basic')
  })

  it('does so for --chart-path too', async () => {
    const line = 'web -n apps --path monorepo --chart-path monorepo/charts/web'
    const {stdout, stderr, exit} = await build(line)
    expect([exit, stderr]).toEqual([0, ''])
    expect(stdout).toContain('name: web-cache')
  })

  it('says which dependency is missing where', async () => {
    writeFileSync(
      join(flux.dir, 'monorepo/charts/jobs/Chart.yaml'),
      'apiVersion: v2\nname: jobs\nversion: 0.1.0\ndependencies:\n- {name: common, version: ^9, repository: "file://../common"}\n',
    )
    const {stderr, exit} = await build('jobs -n apps --path monorepo')
    expect(exit).toBe(1)
    expect(stderr).toContain(
      "./charts/jobs: dependency build error: chart 'jobs' depends on 'common' from 'file://../common': can't get a valid version for constraint '^9'",
    )
  })
})

describe('flux build helmrelease of a fleet of registries', () => {
  it('logs in with docker configs, by tokens, and shows the digest in versions', async () => {
    const {stdout, stderr, exit} = await build('--all --path oci')
    expect([exit, stderr]).toEqual([0, ''])
    await expect(stdout).toMatchFileSnapshot(snapshot('oci.yaml'))
    expect(world.asked).toContain('GET tokens.example.test/token Basic')
    expect(world.asked).toContain('GET registry.example.test/v2/charts/cache/tags/list Bearer')
  })

  it('names the registry that has no login', async () => {
    const {stderr} = await build('second -n platform --path oci')
    expect(stderr).toBe('')
    writeFileSync(join(flux.dir, 'oci/login.yaml'), 'apiVersion: v1\nkind: Secret\nmetadata: {name: registry}\n')
    expect((await build('second -n platform --path oci')).stderr).toContain(
      'tokens.example.test gives no token for charts/cache: 401',
    )
  })
})

describe('flux build helmrelease of files with faults', () => {
  const SPEC = 'interval: 5m, chart: {spec: {chart: charts/web, sourceRef: {kind: GitRepository, name: monorepo}}}'
  const release = (spec: string) =>
    `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: odd, namespace: apps}\n${spec}\n`
  const odd = async (spec: string, flags = '') => {
    writeFileSync(join(flux.dir, 'monorepo/odd.yaml'), release(spec))
    return build(`odd -n apps --path monorepo ${flags}`.trim())
  }

  it.each([
    ['spec: {interval: 5m, chart: {}}', 'spec.chart.spec: Required value'],
    ['', 'spec.interval: Required value'],
    [`spec: {${SPEC}, chartRef: {kind: OCIRepository, name: x}}`, 'spec: Invalid value: either chart or chartRef must be set'],
    ['spec: {interval: 5m, chart: {spec: {chart: x}}}', 'spec.chart.spec.sourceRef: Required value'],
  ])('refuses %j as an API server does', async (spec, words) => {
    const {stdout, stderr, exit} = await odd(spec)
    expect([stdout, exit]).toEqual(['', 1])
    expect(stderr).toBe(`✗ monorepo/odd.yaml:1: HelmRelease.helm.toolkit.fluxcd.io "odd" is invalid: ${words}\n`)
  })

  it('warns of what nobody reads', async () => {
    const {stderr, exit} = await odd(`spec: {${SPEC}, values: [1], install: {disableHook: true}, wait: true}`)
    expect(exit).toBe(0)
    expect(stderr).toBe(
      [
        '⚠️ monorepo/odd.yaml:1: unknown field "spec.install.disableHook"\n',
        '⚠️ monorepo/odd.yaml:1: unknown field "spec.wait"\n',
        '⚠️ monorepo/odd.yaml:1: spec.values is no mapping: helm-controller installs the chart without it\n',
      ].join(''),
    )
  })

  it('shows values of a release that cannot be rendered', async () => {
    const spec = SPEC.replace('charts/web', 'charts/none')
    const {stdout, exit} = await odd(
      `spec: {${spec}, values: {a: 1}, postRenderers: [{kustomize: {patches: [{patch: "x"}]}}]}`,
      '--show-values',
    )
    expect([stdout, exit]).toEqual(['a: 1\n', 0])
  })

  it('leaves hooks out that are not run', async () => {
    const chart = 'interval: 5m, chart: {spec: {chart: cache, sourceRef: {kind: HelmRepository, name: private}}}'
    expect((await odd(`spec: {${chart}}`)).stdout).toContain('helm.sh/hook')
    expect((await odd(`spec: {${chart}, install: {disableHooks: true}}`)).stdout).not.toContain('helm.sh/hook')
    // it is one of installations
    expect((await odd(`spec: {${chart}}`, '--is-upgrade')).stdout).not.toContain('helm.sh/hook')
  })

  it('warns of what a source asks for and nobody does', async () => {
    const source = {
      ...{apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'OCIRepository', metadata: {name: 'signed', namespace: 'apps'}},
      spec: {
        ...{interval: '1h', insecure: true, url: 'oci://registry.example.test/charts/cache', ref: {tag: 'edge'}, extra: 1},
        ...{verify: {provider: 'cosign'}, provider: 'aws', secretRef: {name: 'docker-login'}},
      },
    }
    writeFileSync(join(flux.dir, 'monorepo/source.yaml'), JSON.stringify(source))
    // source-controller passes over Secrets of other types here
    const auths = {'registry.example.test': {username: 'reader', password: 'read-only-1'}}
    const login = {
      ...{apiVersion: 'v1', kind: 'Secret', metadata: {name: 'docker-login', namespace: 'apps'}},
      ...{type: 'kubernetes.io/dockerconfigjson', stringData: {'.dockerconfigjson': JSON.stringify({auths})}},
    }
    writeFileSync(join(flux.dir, 'monorepo/login.yaml'), JSON.stringify(login))
    const {stderr, exit} = await odd('spec: {interval: 5m, chartRef: {kind: OCIRepository, name: signed}}')
    expect(exit, stderr).toBe(0)
    expect(stderr.split('\n')).toEqual([
      '⚠️ monorepo/source.yaml:1: unknown field "spec.extra"',
      "⚠️ monorepo/source.yaml:1: OCIRepository 'signed': the signature of the chart is not checked",
      "⚠️ monorepo/source.yaml:1: OCIRepository 'signed': the cloud (aws) is not asked for a login",
      '',
    ])
  })

  it('says what of all cannot be rendered, and what to do', async () => {
    writeFileSync(join(flux.dir, 'monorepo/odd.yaml'), release('spec: {interval: 5m, chartRef: {kind: HelmChart, name: nope}}'))
    const all = await build('--all --path monorepo')
    expect(all.exit).toBe(1)
    expect(all.stdout).toContain('# HelmRelease: apps/web\n')
    expect(all.stderr).toBe(
      [
        "✗ apps/odd: the chart comes from HelmChart 'apps/nope', which is not on this disk\n",
        '► give --chart-path with the folder or archive of the chart, or --local-sources Kind/namespace/name=folder\n',
        '✗ 1 of 3 HelmReleases cannot be rendered\n',
      ].join(''),
    )
  })

  it('names what it cannot read', async () => {
    writeFileSync(join(flux.dir, 'monorepo/broken.tgz'), 'no archive')
    const {stderr} = await odd(`spec: {${SPEC.replace('charts/web', 'broken.tgz')}}`)
    expect(stderr).toBe('✗ broken.tgz: gzip: invalid header\n')
    const values = await odd(`spec: {${SPEC}, valuesFrom: [{kind: ConfigMap, name: nope}]}`)
    expect(values.stderr).toContain(`'apps/nope' with key 'values.yaml': configmaps "nope" not found\n`)
  })
})
