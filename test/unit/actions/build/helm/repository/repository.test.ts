import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {openRepository, type ReleaseFiles} from '../../../../../../src/lib/actions/build/helm/repository/repository.js'
import {wantedRelease} from '../../../../../../src/lib/actions/build/helm/repository/wanted-release.js'
import {createDiskFs} from '../../../../../../src/lib/adapters/system/disk-fs.js'
import {systemRandom} from '../../../../../../src/lib/adapters/system/random.js'
import {createTasks} from '../../../../../../src/lib/adapters/system/tasks.js'
import {type FluxError, messageOf} from '../../../../../../src/lib/errors/flux-error.js'

const release = (name: string, more = '', version = '1.x') =>
  `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: ${name}${more}}\nspec:\n  interval: 5m\n  chart: {spec: {chart: ${name}, version: "${version}", sourceRef: {kind: HelmRepository, name: charts}}}\n`
const source = (host: string) =>
  `apiVersion: source.toolkit.fluxcd.io/v1\nkind: HelmRepository\nmetadata: {name: charts, namespace: apps}\nspec: {interval: 5m, url: "https://${host}"}\n`
const kustomization = (text: string) => `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n${text}`
const PATCH =
  'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: web, namespace: apps}\nspec: {values: {env: ENV}}\n'

const FILES = {
  'base/web/kustomization.yaml': kustomization('namespace: apps\nresources: [release.yaml, source.yaml]\n'),
  'base/web/release.yaml': `# the web site\n${release('web', ', namespace: apps')}`,
  'base/web/source.yaml': source('base.example.com'),
  'prod/kustomization.yaml': kustomization('resources: [../base/web]\npatches: [{path: values.yaml}]\ncomponents: [../debug]\n'),
  'prod/values.yaml': PATCH.replace('ENV', 'prod'),
  'staging/kustomization.yaml': kustomization('resources: [../base/web]\npatches: [{path: values.yaml}]\n'),
  'staging/values.yaml': PATCH.replace('ENV', 'staging'),
  'debug/kustomization.yaml':
    'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\npatches:\n- target: {kind: HelmRelease}\n  patch: "- {op: add, path: /spec/suspend, value: true}"\n',
}

let cwd = ''
const write = (files: Record<string, string>) => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, 'repo', path)), {recursive: true})
    writeFileSync(join(cwd, 'repo', path), text)
  }
}
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'repository-'))
})
afterEach(() => rmSync(cwd, {recursive: true, force: true}))

const open = (files: Partial<ReleaseFiles> = {}) => {
  const fs = createDiskFs(createTasks(), systemRandom)
  return openRepository(
    {fs, cwd, signal: new AbortController().signal},
    {path: 'repo', valuesFrom: [], namespace: 'apps', ...files},
  )
}
const listed = async (files: Partial<ReleaseFiles> = {}) =>
  (await open(files)).releases.map(({object, from, state, place}) => `${object.metadata.name} ${state} ${from} ${place}`)
const wanted = async (files: Partial<ReleaseFiles> = {}, name = 'web') => {
  const all = {path: 'repo', valuesFrom: [], namespace: 'apps', ...files}
  return wantedRelease(await open(files), name, all)
}

describe('openRepository', () => {
  it('takes what kustomizations build: neither bases nor patches nor components are releases', async () => {
    write(FILES)
    expect(await listed()).toEqual([
      'web built repo/prod repo/base/web/release.yaml:2',
      'web built repo/staging repo/base/web/release.yaml:2',
    ])
    const error = await wanted().catch((thrown: unknown) => thrown as FluxError)
    expect(messageOf(error)).toBe("there are 2 HelmReleases 'apps/web': of repo/prod, repo/staging")
    expect((error as FluxError).hints).toEqual(['choose one, for example with --path repo/prod'])
  })

  it('builds an overlay whose base lies beside the folder that was given', async () => {
    write(FILES)
    const {object, known} = await wanted({path: 'repo/prod'})
    expect(object.spec).toMatchObject({values: {env: 'prod'}, suspend: true, interval: '5m'})
    expect(known.find('HelmRepository', 'charts', 'apps')?.spec).toMatchObject({url: 'https://base.example.com'})
    expect((await wanted({path: 'repo/base'})).object.spec).not.toHaveProperty('values')
  })

  it('sees no choice where overlays build the same', async () => {
    const overlay = kustomization('resources: [../base/web]\n')
    write({...FILES, 'prod/kustomization.yaml': overlay, 'staging/kustomization.yaml': overlay})
    expect((await wanted()).from).toBe('repo/prod')
  })

  it('takes files that no kustomization is about', async () => {
    write({
      'a/one.yaml': `${release('one')}---\n${source('a.example.com')}`,
      'a/kustomization.yaml': kustomization('resources: [two.yaml]\n'),
      'a/two.yaml': release('two'),
      'b/three.yaml': `kind: List\napiVersion: v1\nitems:\n- ${release('three').trim().replaceAll('\n', '\n  ')}\n`,
      'charts/app/Chart.yaml': 'name: app\n',
      'charts/app/templates/release.yaml': release('never'),
      'other.yaml': release('other').replace('helm.toolkit.fluxcd.io/v2', 'example.com/v1'),
    })
    expect(await listed()).toEqual([
      'two built repo/a repo/a/two.yaml:1',
      'three loose repo/b/three.yaml repo/b/three.yaml:1',
      'one unlisted repo/a/one.yaml repo/a/one.yaml:1',
    ])
    expect((await wanted({}, 'one')).state).toBe('unlisted')
    const error = await wanted({}, 'four').catch((thrown: unknown) => thrown as FluxError)
    expect([messageOf(error), (error as FluxError).hints]).toEqual([
      "there is no HelmRelease 'apps/four' in repo",
      ['there are: apps/one, apps/three, apps/two'],
    ])
  })

  it('looks for values beside a release first', async () => {
    const values = (text: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: v, namespace: apps}\ndata: {a: ${text}}\n`
    write({
      ...FILES,
      'prod/kustomization.yaml': kustomization(
        'resources: [../base/web]\nnamespace: apps\nconfigMapGenerator: [{name: v, literals: [a=prod], options: {disableNameSuffixHash: true}}]\n',
      ),
      'loose.yaml': values('loose'),
      '../given.yaml': values('given'),
    })
    const {releases} = await open()
    const built = releases.filter(({state}) => state === 'built')
    const found = built.map(({known}) => known.find('ConfigMap', 'v', 'apps')?.data)
    expect(found).toEqual([{a: 'prod'}, {a: 'loose'}])
    const {known} = await wanted({path: 'repo/prod', valuesFrom: ['given.yaml']})
    expect(known.find('ConfigMap', 'v', 'apps')?.data).toEqual({a: 'given'})
  })

  it('looks for sources in the whole Git repository when a part of it was given', async () => {
    write({'.git/HEAD': '', 'sources/charts.yaml': source('far.example.com'), 'apps/web.yaml': release('web')})
    const {known} = await wanted({path: 'repo/apps'})
    expect(known.find('HelmRepository', 'charts', 'apps')).toBeUndefined()
    expect((await known.findSource('HelmRepository', 'charts', 'apps'))?.spec).toMatchObject({url: 'https://far.example.com'})
    expect(await known.sources('HelmRepository', 'apps')).toHaveLength(1)
    expect(await known.sources('HelmRepository', 'others')).toEqual([])
  })

  it('tells which kustomization cannot be built, when the release may be of it', async () => {
    write({
      ...FILES,
      'staging/kustomization.yaml': kustomization('resources: [../base/web, gone.yaml]\npatches: [{path: values.yaml}]\n'),
    })
    expect(await listed()).toEqual(['web built repo/prod repo/base/web/release.yaml:2'])
    const {broken} = await open()
    expect(broken.map(({from}) => from)).toEqual(['repo/staging'])
    expect(messageOf(broken[0]?.failure)).toMatch(/^repo\/staging: .*gone\.yaml/s)
    expect(await wanted({}, 'other').catch(messageOf)).toMatch(/^repo\/staging: .*gone\.yaml/s)
  })

  it('tells what a Kustomization of Flux adds to a folder', async () => {
    const applier = (name: string, spec: string) =>
      `---\napiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: ${name}, namespace: flux-system}\nspec: {${spec}}\n`
    write({
      ...FILES,
      'clusters/apps.yaml':
        applier('apps', 'path: ./prod/, postBuild: {substitute: {a: b}}, targetNamespace: x') +
        applier('plain', 'path: staging, prune: true'),
    })
    expect((await open()).releases.map(({from, warnings}) => [from, warnings])).toEqual([
      ['repo/prod', ["repo/clusters/apps.yaml:2: Kustomization 'apps' adds postBuild, targetNamespace, which are not put in"]],
      ['repo/staging', []],
    ])
  })

  it('tells of files that cannot be read', async () => {
    write({'a.yaml': `${release('web')}  : bad: [`, 'b.yaml': 'kind: Secret\n: bad: ['})
    const {unread} = await open()
    expect(unread).toEqual([expect.stringMatching(/^repo\/a\.yaml:\d+:\d+: /)])
    const error = await wanted().catch((thrown: unknown) => thrown as FluxError)
    expect((error as FluxError).hints).toEqual([expect.stringMatching(/^this file cannot be read: repo\/a\.yaml:/)])
  })

  it('takes a file that is named as it is, and says when a kustomization lists it', async () => {
    write(FILES)
    const named = {path: undefined, helmReleaseFile: 'repo/base/web/release.yaml'}
    const {releases, warnings} = await open(named)
    expect(releases.map(({place, state}) => [place, state])).toEqual([['repo/base/web/release.yaml:2', 'loose']])
    expect(warnings).toEqual([
      'repo/base/web/release.yaml is taken as it is, without the kustomization that lists it: --path builds that',
    ])
    const both = await open({helmReleaseFile: 'repo/base/web/release.yaml'})
    expect(both.releases).toHaveLength(1)
    expect(both.releases[0]!.known.find('HelmRepository', 'charts', 'apps')).toBeDefined()
  })
})
