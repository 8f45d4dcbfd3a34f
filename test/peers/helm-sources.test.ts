import {execFileSync} from 'node:child_process'
import {randomBytes} from 'node:crypto'
import {cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {afterAll, beforeAll, expect, it} from 'vitest'
import {buildHelmReleases, type ReleaseOptions} from '../../src/lib/actions/build/helm/build-helm-release.js'
import {createCertificate} from '../../src/lib/adapters/apiserver/listen/certificate.js'
import {createCompute} from '../../src/lib/adapters/system/compute/compute.js'
import {createDiskFs} from '../../src/lib/adapters/system/disk-fs.js'
import {systemRandom} from '../../src/lib/adapters/system/random.js'
import {createTasks} from '../../src/lib/adapters/system/tasks.js'
import {messageOf} from '../../src/lib/errors/flux-error.js'
import {releaseTasks} from '../../src/lib/render/helm/release-task.js'
import {openPublishedCharts} from '../../src/lib/wiring/charts/published-charts.js'
import {READER, startRegistry} from './chart-places.js'
import {describeWith, findPeer} from './peers.js'

const fixtures = resolve(import.meta.dirname, '../fixtures/releases')
const folder = mkdtempSync(join(tmpdir(), 'sources-'))
const {ca, cert, key} = createCertificate(Date.now(), randomBytes)
const LOGIN = Buffer.from(`${READER.username}:${READER.password}`).toString('base64')

const helm = (...args: string[]) =>
  execFileSync(findPeer('helm')!, args, {cwd: folder, env: {...process.env, HOME: folder}, encoding: 'utf8', stdio: 'pipe'})

/** What `build hr --all` makes of a folder, by name of the release. */
async function built(path: string): Promise<Record<string, string>> {
  const tasks = createTasks()
  const compute = createCompute({functions: releaseTasks(systemRandom), tasks})
  const published = await openPublishedCharts({HOME: folder})
  const needs = {
    ...{fs: createDiskFs(tasks, systemRandom), cwd: folder, signal: new AbortController().signal},
    ...{compute, published, now: () => 0},
  }
  const options: ReleaseOptions = {
    ...{namespace: 'apps', path, localSources: new Map(), apiVersions: [], valuesFrom: []},
    ...{showValues: false, showOnly: [], isUpgrade: false},
  }
  const entries = await buildHelmReleases(needs, options).finally(() => published.close())
  return Object.fromEntries(entries.map(({subject, built: one, failure}) => [subject, one?.text ?? messageOf(failure)]))
}

describeWith(['helm', 'docker-registry'], 'charts from where Flux finds them', () => {
  let registry: {host: string; close(): void}
  beforeAll(async () => {
    writeFileSync(join(folder, 'ca'), ca)
    registry = await startRegistry(folder, {cert, key})
    cpSync(fixtures, folder, {recursive: true})
    for (const [name, version] of [
      ['cache', '2.3.4'],
      ['proxy', '1.4.0'],
    ] as const) {
      helm('package', `charts/${name}`)
      const login = ['--ca-file', 'ca', '--username', READER.username, '--password', READER.password]
      helm('push', `${name}-${version}.tgz`, `oci://${registry.host}/charts`, ...login)
    }
  })
  afterAll(() => {
    registry?.close()
    rmSync(folder, {recursive: true, force: true})
  })

  const write = (path: string, text: string) => {
    mkdirSync(join(folder, path, '..'), {recursive: true})
    writeFileSync(join(folder, path), text)
  }
  const object = (kind: string, name: string, rest: object) => {
    const group = kind === 'Secret' ? 'v1' : kind === 'HelmRelease' ? 'helm.toolkit.fluxcd.io/v2' : 'source.toolkit.fluxcd.io/v1'
    return `---\n${JSON.stringify({apiVersion: group, kind, metadata: {name, namespace: 'apps'}, ...rest})}\n`
  }
  const secrets = (auths: object) =>
    object('Secret', 'ca', {stringData: {'ca.crt': ca}}) +
    object('Secret', 'login', {
      type: 'kubernetes.io/dockerconfigjson',
      data: {'.dockerconfigjson': Buffer.from(JSON.stringify({auths})).toString('base64')},
    })

  it('logs in to a registry with TLS by a docker config of a Secret', async () => {
    const access = {interval: '1h', certSecretRef: {name: 'ca'}, secretRef: {name: 'login'}}
    const files = (auths: object) =>
      secrets(auths) +
      object('HelmRepository', 'charts', {spec: {type: 'oci', url: `oci://${registry.host}/charts`, ...access}}) +
      object('OCIRepository', 'proxy', {spec: {url: `oci://${registry.host}/charts/proxy`, ref: {semver: '1.x'}, ...access}}) +
      object('HelmRelease', 'proxy', {spec: {interval: '1h', chartRef: {kind: 'OCIRepository', name: 'proxy'}}}) +
      object('HelmRelease', 'cache', {
        spec: {
          interval: '1h',
          chart: {spec: {chart: 'cache', version: '2.x', sourceRef: {kind: 'HelmRepository', name: 'charts'}}},
        },
      })
    write('fleet/all.yaml', files({[registry.host]: {auth: LOGIN}}))
    const texts = await built('fleet')
    expect(texts['apps/cache']).toContain('helm.sh/chart: cache-2.3.4\n')
    expect(texts['apps/proxy']).toMatch(/helm\.sh\/chart: proxy-1\.4\.0_[0-9a-f]{12}\n/)
    write('fleet/all.yaml', files({[registry.host]: {username: 'reader', password: 'wrong'}}))
    expect((await built('fleet'))['apps/cache']).toContain(`${registry.host}/v2/charts/cache/tags/list: 401 Unauthorized`)
    write('fleet/all.yaml', files({'other.example.com': {auth: LOGIN}}))
    const refused = await built('fleet')
    expect(refused['apps/cache']).toContain(`no auth config for '${registry.host}' in the docker-registry Secret 'login'`)
    expect(refused['apps/proxy']).toBe(`${registry.host} asks for credentials and there are none`)
  })

  it('renders a chart with dependencies as helm does once it has fetched them', async () => {
    const url = `oci://${registry.host}/charts`
    const wants = `- {name: common, version: ^1.0.0, repository: "file://../common"}\n- {name: cache, version: 2.x, repository: "${url}"}\n`
    write('monorepo/charts/web/Chart.yaml', `apiVersion: v2\nname: web\nversion: 0.3.0\ndependencies:\n${wants}`)
    rmSync(join(folder, 'monorepo/charts/web/Chart.lock'))
    write(
      'monorepo/deploy/sources.yaml',
      secrets({[registry.host]: {auth: LOGIN}}) +
        object('HelmRepository', 'charts', {
          spec: {type: 'oci', url: `${url}/`, secretRef: {name: 'login'}, certSecretRef: {name: 'ca'}},
        }),
    )
    const ours = (await built('monorepo'))['apps/web']!
    cpSync(join(folder, 'monorepo'), join(folder, 'vendored'), {recursive: true})
    mkdirSync(join(folder, 'vendored/charts/web/charts'), {recursive: true})
    helm('package', 'monorepo/charts/common', '-d', 'vendored/charts/web/charts')
    helm('package', 'charts/cache', '-d', 'vendored/charts/web/charts')
    const flags = ['-f', 'monorepo/env/production.yaml', '--set', 'cache.size=2', '-n', 'apps']
    const theirs = helm('template', 'web', 'vendored/charts/web', ...flags)
    const objects = (text: string) =>
      text
        .split(/^---\n/m)
        .map((part) => /^# Source: (.*)$/m.exec(part)?.[1])
        .filter(Boolean)
    expect(objects(ours)).toEqual(objects(theirs))
    for (const line of ['replicas: 5', 'replicas: 2']) {
      expect(ours).toContain(line)
      expect(theirs).toContain(line)
    }
  })
})
