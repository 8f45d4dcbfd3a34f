import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {ALL_KINDS, type Flux, openFlux} from './open-flux.js'

let flux: Flux
beforeAll(async () => {
  flux = await openFlux([...ALL_KINDS, 'source-secrets.yaml'])
})
afterAll(() => flux.close())

const terminal = {columns: 120, rows: 40}
const ADMIN = {apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole'}

describe('export all', () => {
  it.each([
    ['export all', 'export-all.yaml'],
    ['export all --with-secrets', 'export-all-with-secrets.yaml'],
    ['export all -n apps --with-secrets', 'export-all-apps.yaml'],
    ['export all -o name', 'export-all-names.txt'],
  ])('flux %s', async (line, file) => {
    const {exit, stdout, stderr} = await flux.run(line)
    expect(exit).toBe(0)
    await expect(stdout).toMatchFileSnapshot(`./snapshots/${file}`)
    if (!line.includes('secrets')) expect(stderr).toBe('')
    else expect(stderr).toContain('⚠️ Secret/apps/missing, which Receiver/apps/no-token refers to, is not there\n')
  })

  it('is the same with -A, the other way round with -n, and one List as JSON', async () => {
    const all = (await flux.run('export all')).stdout
    expect((await flux.run('export all -A -n apps')).stdout).toBe(all)
    const list = JSON.parse((await flux.run('export all -o json')).stdout) as {kind: string; items: {kind: string}[]}
    expect(list.kind).toBe('List')
    expect(list.items).toHaveLength(all.match(/^---$/gm)!.length)
    expect(all).not.toMatch(/^kind: Secret$/m)
    expect(all).not.toMatch(/^ {2}(uid|resourceVersion|creationTimestamp|generation|managedFields|finalizers):|^status:/m)
  })

  it('leaves out what others make anew', async () => {
    const all = (await flux.run('export all')).stdout
    const chart = {
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'HelmChart',
      namespace: 'flux-system',
      name: 'flux-system-web',
    }
    await flux.kube.get(chart)
    expect(all).not.toMatch(/^metadata:\n {2}name: flux-system-web$/m)
    expect(all).toMatch(/^metadata:\n {2}name: from-git$/m)
  })

  it('says what it may not read, prints the rest, and is no success', async () => {
    const rules = [
      {apiGroups: ['source.toolkit.fluxcd.io', 'kustomize.toolkit.fluxcd.io'], resources: ['*'], verbs: ['list', 'get']},
      {apiGroups: [''], resources: ['secrets'], resourceNames: ['infra-auth'], verbs: ['get']},
    ]
    await flux.kube.create({...ADMIN, metadata: {name: 'some'}, rules})
    const roleRef = {apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'some'}
    const subjects = [{apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'some'}]
    await flux.kube.create({...ADMIN, kind: 'ClusterRoleBinding', metadata: {name: 'some'}, roleRef, subjects})
    const {exit, stdout, stderr} = await flux.run('export all --with-secrets --as some')
    expect(exit).toBe(1)
    expect(stderr).toContain('✗ HelmRelease: helmreleases.helm.toolkit.fluxcd.io is forbidden: User "some" cannot list resource')
    expect(stderr).toContain('⚠️ Namespace/apps is exported by its name alone: namespaces "apps" is forbidden')
    expect(stderr).toContain(
      '✗ Secret/flux-system/charts-auth, which HelmRepository/flux-system/charts refers to: secrets "charts-auth" is forbidden',
    )
    expect(stderr).toMatch(/✗ the export is not complete: see above what could not be read\n$/)
    expect(stdout).toContain('kind: Kustomization\n')
    expect(stdout).toContain('  name: infra-auth\n')
    const nobody = await flux.run('export all --as nobody')
    expect([nobody.exit, nobody.stdout]).toEqual([1, ''])
    expect(nobody.stderr.match(/^✗ \w+: \w+\.[\w.]+ is forbidden/gm)).toHaveLength(15)
  })

  it('says where the others are', async () => {
    const {exit, stdout, stderr} = await flux.run('export all -n empty')
    expect([exit, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(
      /^✗ no objects of Flux found in empty namespace\n► flux export all -n flux-system: \d+ objects are there\n► flux export all -n apps: \d+ objects are there\n$/,
    )
    const quiet = await flux.run('export hr --all -n empty')
    expect(quiet.stderr).toBe('✗ no objects found in empty namespace\n')
    expect((await flux.run('export hr --all -n empty', {terminal})).stderr).toBe(
      quiet.stderr +
        '► flux export helmrelease --all -n apps: 3 objects are there\n' +
        '► flux export helmrelease --all -n flux-system: 1 object is there\n' +
        '► flux export all: everything of every namespace\n' +
        '► see what there is: flux get helmreleases -A\n',
    )
  })

  it('names what a cluster does not serve, and fails when that is everything', async () => {
    const some = await openFlux(['namespaces.yaml', 'sources.yaml'])
    expect(await some.run('export all')).toMatchObject({
      exit: 0,
      stderr: '► ArtifactGenerator is not served by this cluster (source.extensions.fluxcd.io/v1beta1)\n',
    })
    const crd = {apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition'}
    for (const {metadata} of (await some.kube.list(crd)).items) await some.kube.delete({...crd, name: metadata.name!})
    const {exit, stderr} = await some.run('export all')
    expect([exit, stderr]).toEqual([
      1,
      '✗ this cluster serves none of the kinds of Flux\n► flux install puts the kinds of Flux into a cluster\n',
    ])
    await some.close()
  })
})
