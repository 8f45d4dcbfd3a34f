import {afterAll, beforeAll, expect, it} from 'vitest'
import {parseYamlDocuments} from '../../src/lib/formats/yaml/parse.js'
import type {KubeObject} from '../../src/lib/ports/kube.js'
import {Installation, type InstallationOptions} from './installation.js'
import {LOCKDOWN, SHOP, tenantFiles} from './tenants.js'

const KUSTOMIZATION = {apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization'}
const FOLDER = 'clusters/prod/flux-system'
const LOCKED_ARGS = ['--no-cross-namespace-refs=true', '--no-remote-bases=true', '--default-service-account=default']

/** The life of one installation, from an empty repository to its end: the tests of a suite. */
export function installationLife(options: InstallationOptions): void {
  let home: Installation

  beforeAll(async () => {
    home = await Installation.open(options)
  })
  afterAll(() => home?.close())

  const said = ({stderr}: {stderr: string}) => stderr.trimEnd().split('\n')
  const head = () => home.served('rev-parse', 'main')
  const readyOf = async (name: string) => {
    const {status} = await home.kube.get({...KUSTOMIZATION, namespace: 'tenant', name})
    const {conditions = []} = (status ?? {}) as {conditions?: {type: string; status: string; reason: string; message: string}[]}
    return conditions.find(({type}) => type === 'Ready')
  }
  const refused = (name: string, message: RegExp) =>
    home.until(`${name} refused with ${message}`, async () => {
      const ready = await readyOf(name)
      return ready?.status === 'False' && message.test(ready.message)
    })
  const isApplied = (name: string) => home.until(`${name} applied`, async () => (await readyOf(name))?.status === 'True')

  it('fills an empty repository, and the cluster follows it', async () => {
    const result = await home.bootstrap()
    expect(said(result).at(-1)).toBe('✔ all components are healthy')
    expect(result.exit).toBe(0)
    expect(await home.served('ls-tree', '-r', '--name-only', 'main')).toBe(
      ['gotk-components', 'gotk-sync', 'kustomization'].map((name) => `${FOLDER}/${name}.yaml`).join('\n'),
    )
    await home.push('shop', SHOP)
    const web = await home.kube.get({apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web'})
    expect(web.metadata.labels).toMatchObject({'kustomize.toolkit.fluxcd.io/name': 'flux-system'})
  })

  it('is bootstrapped again without any change', async () => {
    const before = {head: await head(), versions: await home.versions()}
    const result = await home.bootstrap()
    expect(result.exit).toBe(0)
    expect({head: await head(), versions: await home.versions()}).toEqual(before)
  })

  it('is upgraded in what is different, and in nothing else', async () => {
    await home.push('patches', {[`${FOLDER}/kustomization.yaml`]: '# ours\nresources: [gotk-components.yaml, gotk-sync.yaml]\n'})
    const old = {head: await head(), versions: await home.versions(), objects: await components()}
    const result = await home.bootstrap('--log-level=debug --components-extra=source-watcher --image-pull-secret=pull')
    expect(said(result)).toContain('✔ sync manifests are up to date')
    expect(result.exit).toBe(0)
    expect(await home.served('diff', '--name-only', old.head, 'main')).toBe(`${FOLDER}/gotk-components.yaml`)
    const objects = await components()
    const changed = [...objects].filter(([key, text]) => old.objects.get(key) !== text).map(([key]) => key)
    expect(changed.filter((key) => !old.objects.has(key)).length).toBeGreaterThan(0)
    expect(changed.filter((key) => old.objects.has(key)).sort()).toEqual(
      ['kustomize', 'source'].map((name) => `apps/v1/Deployment/flux-system/${name}-controller`),
    )
    expect([...old.objects.keys()].filter((key) => !objects.has(key))).toEqual([])
    const versions = await home.versions()
    // the sync itself has a new revision in its status
    const followers = ['source.toolkit.fluxcd.io/v1/GitRepository', 'kustomize.toolkit.fluxcd.io/v1/Kustomization']
    // the cluster itself counts Pods in quotas
    const touched = Object.keys(versions).filter((key) => versions[key] !== old.versions[key] && !key.includes('/ResourceQuota/'))
    expect(touched.filter((key) => !changed.includes(key)).sort()).toEqual(
      followers.map((kind) => `${kind}/flux-system/flux-system`).sort(),
    )
    for (const name of ['source-controller', 'kustomize-controller'] as const) {
      await home.until(`${name} with its new arguments`, async () => home.node.argsOf(name).includes('--log-level=debug'))
    }
  })

  it('lets tenants do as they like', async () => {
    await home.push('tenants', tenantFiles(home.place.url, home.basesUrl))
    const login = await home.kube.get({apiVersion: 'v1', kind: 'Secret', namespace: 'flux-system', name: 'flux-system'})
    const copy: KubeObject = {apiVersion: 'v1', kind: 'Secret', metadata: {name: 'login', namespace: 'tenant'}, data: login.data}
    await home.kube.create(copy)
    for (const name of ['good', 'cross', 'anonymous', 'remote']) await isApplied(name)
    await refused('greedy', /forbidden/)
  })

  it('is locked down by patches in Git, which a bootstrap leaves alone', async () => {
    await home.push('lockdown', {[`${FOLDER}/kustomization.yaml`]: LOCKDOWN})
    const locked = async () => LOCKED_ARGS.every((arg) => home.node.argsOf('kustomize-controller').includes(arg))
    await home.until('the restart with the flags', locked)
    const before = {head: await head(), starts: {...home.node.starts}}
    const again = await home.bootstrap('--log-level=debug --components-extra=source-watcher --image-pull-secret=pull')
    expect(again.exit).toBe(0)
    expect(`${await home.served('show', `main:${FOLDER}/kustomization.yaml`)}\n`).toBe(LOCKDOWN)
    expect({head: await head(), starts: home.node.starts}).toEqual(before)
    expect(await locked()).toBe(true)
  })

  it('refuses what the lockdown forbids, and goes on with the rest', async () => {
    await refused('cross', /can't access 'GitRepository\/flux-system\/flux-system', cross-namespace references have been blocked/)
    await refused('anonymous', /system:serviceaccount:tenant:default.*cannot/s)
    await refused('greedy', /system:serviceaccount:tenant:deployer.*cannot/s)
    await refused('remote', /remote bases are not allowed|fs-security-constraint/)
    await home.push('good', {
      'tenant/good/config.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: better, namespace: tenant}\n',
    })
    await home.flux('reconcile source git own -n tenant')
    await home.until('the new good one', async () =>
      home.kube.get({apiVersion: 'v1', kind: 'ConfigMap', namespace: 'tenant', name: 'better'}).then(() => true),
    )
    await isApplied('good')
  })

  it('says no secret', async () => {
    const all = await home.everythingSaid()
    for (const secret of home.place.secrets) expect(all.includes(secret)).toBe(false)
    for (const secret of home.place.secrets)
      expect(await home.served('grep', '-l', '-F', secret, 'main').catch(() => '')).toBe('')
  })

  it('is uninstalled, and what it applied stays as it is', async () => {
    const workloads = async () =>
      Object.fromEntries(
        Object.entries(await home.versions()).filter(([key]) => /^(v1|apps\/v1)\/\w+\/(shop|tenant)\//.test(key)),
      )
    const before = await workloads()
    expect(Object.keys(before)).toEqual(expect.arrayContaining(['apps/v1/Deployment/shop/web', 'v1/ConfigMap/tenant/better']))
    const result = await home.flux('uninstall --silent')
    expect(said(result).at(-1)).toBe('✔ uninstall finished')
    expect(result.exit).toBe(0)
    await home.until('the end of the namespace', async () => !('v1/Namespace//flux-system' in (await home.versions())))
    expect(Object.keys(await home.versions()).filter((key) => /flux/.test(key))).toEqual([])
    expect(await workloads()).toEqual(before)
    await home.node.stop()
    expect(home.node.endings).toEqual(home.node.endings.map((ending) => ending.replace(/: .*/, ': 0')))
  })

  /** The objects of gotk-components.yaml as text. */
  async function components(): Promise<Map<string, string>> {
    const text = await home.served('show', `main:${FOLDER}/gotk-components.yaml`)
    const objects = parseYamlDocuments(text).map(({value}) => value as KubeObject)
    return new Map(
      objects.map((object) => {
        const {apiVersion, kind, metadata} = object
        return [[apiVersion, kind, metadata.namespace ?? '', metadata.name].join('/'), JSON.stringify(object)]
      }),
    )
  }
}
