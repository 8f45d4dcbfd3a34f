import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import type {JsonObject} from '../../../src/lib/formats/json/value.js'
import {type Flux, openFlux} from './open-flux.js'

let flux: Flux
beforeEach(async () => {
  flux = await openFlux(['namespaces.yaml'], {kubelet: true})
})
afterEach(() => flux.close())

const FLUX_CRD = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  name: 'gitrepositories.source.toolkit.fluxcd.io',
}

async function labelCrd(labels: Record<string, string>): Promise<void> {
  await flux.kube.patch(FLUX_CRD, {type: 'merge', body: {metadata: {labels}}}, {fieldManager: 'somebody'})
}

const READY = [
  '◎ verifying installation',
  '✔ helm-controller: deployment ready',
  '✔ kustomize-controller: deployment ready',
  '✔ notification-controller: deployment ready',
  '✔ source-controller: deployment ready',
  '✔ install finished',
]
const APPLYING = ['✚ generating manifests', '✔ manifests build completed', '► installing components in flux-system namespace']
const stderrLines = ({stderr}: {stderr: string}) => stderr.trimEnd().split('\n')
const actions = ({stdout}: {stdout: string}) =>
  new Set(
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split(' ').at(-1)),
  )

describe('flux install', () => {
  it('installs, is checked, changes nothing the second time and is taken away', async () => {
    const first = await flux.run('install')
    expect(first.exit).toBe(0)
    expect(stderrLines(first)).toEqual([...APPLYING, ...READY])
    const lines = first.stdout.trimEnd().split('\n')
    expect(lines).toHaveLength(32)
    expect(lines).toContain('Deployment/flux-system/source-controller created')
    expect(lines.findIndex((line) => line.startsWith('ClusterRoleBinding'))).toBeGreaterThan(
      lines.findLastIndex((line) => /^(CustomResourceDefinition|Namespace|ClusterRole)\//.test(line)),
    )

    const check = await flux.run('check')
    expect(check.exit).toBe(0)
    expect(stderrLines(check)).toContain('✔ distribution: flux-v2.9.5')
    expect(stderrLines(check).at(-1)).toBe('✔ all checks passed')
    const report = await flux.run('check -o json')
    expect(report.stderr).toBe(check.stderr)
    expect(JSON.parse(report.stdout)).toMatchObject({
      passed: true,
      kubernetes: {suitable: true},
      distribution: 'flux-v2.9.5',
      bootstrapped: false,
      warnings: [],
    })
    expect(JSON.parse(report.stdout).controllers).toHaveLength(4)
    // one piece of data: what check shows is what version says
    const version = await flux.run('version')
    for (const [, name, tag] of check.stderr.matchAll(/► ghcr\.io\/fluxcd\/([a-z-]+):(\S+)/g)) {
      expect(version.stdout).toContain(`${name}: ${tag}\n`)
    }

    const second = await flux.run('install')
    expect(actions(second)).toEqual(new Set(['unchanged']))

    const gone = await flux.run('uninstall --silent')
    expect(gone.exit).toBe(0)
    expect(stderrLines(gone)).toContain('✔ Namespace/flux-system deleted ')
    const failing = await flux.run('check -o json')
    expect(failing.exit).toBe(1)
    expect(JSON.parse(failing.stdout)).toMatchObject({passed: false, controllers: [], customResourceDefinitions: []})
    expect(JSON.parse((await flux.run('check --pre -o json')).stdout)).toMatchObject({passed: true, kubernetes: {suitable: true}})
    for (const format of ['name', 'wide']) {
      const nothing = await flux.run(`check -o ${format}`)
      expect({exit: nothing.exit, stdout: nothing.stdout}).toEqual({exit: 1, stdout: ''})
      expect(nothing.stderr).toContain('⚠️ nothing of Flux is there to list: neither controllers nor CRDs\n')
      expect(await flux.run(`check --pre -o ${format}`)).toMatchObject({
        ...{exit: 1, stdout: ''},
        stderr: `✗ --pre looks for nothing that -o ${format} could list: use -o json or yaml\n`,
      })
    }
  })

  it('leaves what others wrote to its objects', async () => {
    await flux.run('install')
    const body = {metadata: {labels: {'pod-security.kubernetes.io/enforce': 'restricted'}}}
    const ref = {apiVersion: 'v1', kind: 'Namespace', name: 'flux-system'}
    await flux.kube.patch(ref, {type: 'merge', body}, {fieldManager: 'kubectl-label'})
    expect(actions(await flux.run('install'))).toEqual(new Set(['unchanged']))
    expect((await flux.kube.get(ref)).metadata.labels?.['pod-security.kubernetes.io/enforce']).toBe('restricted')
  })

  it('writes the login of the registry', async () => {
    const {exit, stderr} = await flux.run(
      'install --image-pull-secret=pull --registry=r.example.com/x --registry-creds=me:se<cret',
    )
    expect(exit).toBe(0)
    expect(stderr).toContain('► generating image pull secret pull\n')
    expect(stderr).not.toContain('se<cret')
    const secret = await flux.kube.get({apiVersion: 'v1', kind: 'Secret', namespace: 'flux-system', name: 'pull'})
    expect(secret.type).toBe('kubernetes.io/dockerconfigjson')
    const config = Buffer.from(String((secret.data as JsonObject)['.dockerconfigjson']), 'base64').toString()
    expect(JSON.parse(config)).toEqual({
      auths: {'r.example.com/x': {username: 'me', password: 'se<cret', auth: Buffer.from('me:se<cret').toString('base64')}},
    })
  })

  it('asks before it replaces what another tool keeps, and refuses what Git keeps', async () => {
    await labelCrd({'app.kubernetes.io/managed-by': 'Helm', 'app.kubernetes.io/version': 'v2.8.0'})
    const no = await flux.run('install', {stdin: 'n\n'})
    expect(no.exit).toBe(1)
    expect(stderrLines(no).slice(APPLYING.length)).toEqual([
      'Flux v2.8.0 has been installed on this cluster with Helm!',
      '✗ installation cancelled',
    ])
    expect((await flux.run('install', {stdin: ''})).stderr).toMatch(/✗ \^D\n$/)
    expect((await flux.run('install', {stdin: 'y\n'})).exit).toBe(0)
    expect((await flux.run('install --force')).exit).toBe(0)
    await labelCrd({'kustomize.toolkit.fluxcd.io/namespace': 'flux-system'})
    const refused = await flux.run('install --force')
    expect(refused.exit).toBe(1)
    expect(refused.stderr).toMatch(
      /✗ this cluster has already been bootstrapped with Flux v2\.9\.5! Please use 'flux bootstrap' to upgrade\n$/,
    )
  })

  it('says which controllers do not get ready', async () => {
    const simulate = {metadata: {annotations: {'simulate.flux-toolkit.dev/hang': 'true'}}}
    await flux.run('install')
    const ref = {apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'flux-system', name: 'source-controller'}
    await flux.kube.patch(ref, {type: 'merge', body: {spec: {template: simulate}}}, {fieldManager: 'somebody'})
    const image = {
      op: 'replace',
      path: '/spec/template/spec/containers/0/image',
      value: 'ghcr.io/fluxcd/source-controller:v1.5.0',
    }
    await flux.kube.patch(ref, {type: 'json', body: [image]}, {fieldManager: 'somebody'})
    const {exit, stderr} = await flux.run('check --timeout 4s')
    expect(exit).toBe(1)
    // told although the wait took all the time
    expect(stderr).toContain('⚠️ source-controller runs v1.5.0, not v1.')
    expect(stderr).toContain('✗ source-controller: deployment not ready\n► ghcr.io/fluxcd/source-controller:v')
    expect(stderr).toContain('✔ helm-controller: deployment ready\n')
    const again = await flux.run('install --timeout 4s')
    expect(again.exit).toBe(1)
    expect(stderrLines(again).slice(-3)).toEqual([
      '✔ notification-controller: deployment ready',
      '✗ source-controller: deployment not ready',
      '✗ install failed',
    ])
  })

  it('installs the controllers of this project on request, and names those that are not', async () => {
    const {exit, stdout, stderr} = await flux.run('install --export --distribution=native --registry=r.example.com/flux')
    expect({exit, stderr}).toEqual({
      exit: 0,
      stderr:
        "⚠️ there is no image of ours yet for helm-controller, notification-controller: CNCF's of Flux v2.9.5 are taken\n⚠️ our source-controller does not reconcile OCIRepository, Bucket, HelmRepository, HelmChart yet: objects of these kinds stay as they are, and HelmReleases get no charts\n",
    })
    expect(stdout).toMatch(/image: r\.example\.com\/flux\/source-controller:v\d/)
    // on the real clock from here: what nobody counts as work would let virtual time pass to the deadline
    await flux.close()
    flux = await openFlux(['namespaces.yaml'], {kubelet: true, virtual: false})
    await flux.run('install')
    const bucket = {apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'Bucket', metadata: {name: 'b', namespace: 'flux-system'}}
    await flux.kube.create({...bucket, spec: {bucketName: 'b', endpoint: 'example.com', interval: '1m'}})
    const installed = await flux.run('install --distribution=native --registry=r.example.com/flux')
    expect(stderrLines(installed)).toContain('⚠️ nobody reconciles Bucket/flux-system/b')
    const checked = await flux.run('check')
    expect([installed.exit, checked.exit]).toEqual([0, 0])
    expect(checked.stderr).toContain(
      '⚠️ our source-controller does not reconcile OCIRepository, Bucket, HelmRepository, HelmChart yet',
    )
    expect(checked.stderr).toContain('⚠️ nobody reconciles Bucket/flux-system/b\n')
    const alone = await flux.run('install --export --distribution=native')
    expect(alone.exit).toBe(1)
    expect(alone.stderr).toMatch(/^✗ --distribution native needs --registry/)
    expect(await flux.run('install --export --distribution=native --registry=')).toEqual(alone)
  })

  it('takes a kustomization of the user in the place of its manifests', async () => {
    const {exit, stderr} = await flux.run('install --export --manifests nowhere')
    expect(exit).toBe(1)
    expect(stderr).toBe('✗ install failed: kustomization.yaml not found\n')
  })

  it('refuses what flux cannot write into its kustomization', async () => {
    const refused = async (line: string) => {
      const {exit, stdout, stderr} = await flux.run(`install --export ${line}`)
      expect({exit, stdout}).toEqual({exit: 1, stdout: ''})
      return stderr.trimEnd()
    }
    const type = (name: string) =>
      `✗ install failed: invalid Kustomization: json: cannot unmarshal ${name} into Go struct field Kustomization.namespace of type string`
    for (const name of ['123', '1e3', '0x1f']) expect(await refused(`-n ${name}`)).toBe(type('number'))
    for (const name of ['true', 'yes', 'n']) expect(await refused(`-n ${name}`)).toBe(type('bool'))
    expect(await refused('-n null')).toMatch(/^✗ install failed: .*missing metadata.name in object/)
    expect(await refused("--image-pull-secret='x")).toMatch(/^✗ install failed: --image-pull-secret is no name: /)
    expect(await refused('--cluster-domain=foo:\tbar')).toMatch(/^✗ install failed: --cluster-domain is no name: /)
    // taken as texts, whatever YAML reads there
    const {exit, stdout} = await flux.run('install --export -n 2020-01-01 --image-pull-secret=123 --components=helm-controller')
    expect(exit).toBe(0)
    expect(stdout).toContain('- name: "123"\n')
  })
})
