import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import type {KubeObject} from '../../../src/lib/ports/kube.js'
import {type Flux, openFlux} from './open-flux.js'

const CANARY = 'CANARY4711'
const NUMBER = '12345678'
const ENCODED = Buffer.from(CANARY).toString('base64')

let flux: Flux

beforeAll(async () => {
  flux = await openFlux(['namespaces.yaml'])
})
afterAll(() => flux.close())

/** A folder with one Secret in a file. */
function secret(name: string, content: string): string {
  mkdirSync(join(flux.dir, name), {recursive: true})
  writeFileSync(
    join(flux.dir, name, 'secret.yaml'),
    `apiVersion: v1\nkind: Secret\nmetadata: {name: ${name}, namespace: apps}\n${content}\n`,
  )
  writeFileSync(
    join(flux.dir, 'ks.yaml'),
    'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: o1, namespace: flux-system}\nspec: {interval: 1m, path: ./x, prune: true, sourceRef: {kind: GitRepository, name: x}}\n',
  )
  return name
}

const diff = (folder: string, more: string) =>
  flux.run(`diff ks o1 --path ./${folder} --kustomization-file ks.yaml --ignore-not-found --progress-bar=false ${more}`)

function expectNoValue({stdout, stderr}: {stdout: string; stderr: string}): void {
  for (const value of [CANARY, NUMBER, ENCODED]) expect(`${stdout}${stderr}`).not.toContain(value)
}

const ODD: readonly (readonly [name: string, content: string, path: string])[] = [
  ['number', `stringData: {pw: ${NUMBER}}`, '.stringData.pw: expected string'],
  ['list', `stringData: {pw: [${CANARY}]}`, '.stringData.pw: expected string'],
  ['map', `stringData: {pw: {a: ${CANARY}, b: 7}}`, '.stringData.pw: expected string'],
  ['text', `stringData: ${CANARY}`, '.stringData: expected map'],
  ['lines', `stringData: "x\\n  .stringData.a: ${CANARY}\\n  .b: ${NUMBER}"`, '.stringData: expected map'],
  ['two', `stringData: {a: ${NUMBER}, b: [${CANARY}]}`, '.stringData.b: expected string'],
]

describe('Secrets that say what they must not', () => {
  describe.each(['text', 'unified', 'json', 'github', 'gitlab'])('flux diff -o %s', (format) => {
    it.each(ODD)('names the field and no value: %s', async (name, content, path) => {
      const result = await diff(secret(name, content), `-o ${format}`)
      expect(result.exit).toBe(2)
      expect(result.stderr).toContain(path)
      expectNoValue(result)
      expect(result.stdout).not.toContain('No changes')
      expect(result.stdout).not.toContain('"changed": false')
      if (format === 'json') expect(JSON.parse(result.stdout)).toMatchObject({changed: null, errors: [expect.any(String)]})
      if (format === 'github') expect(result.stdout).toContain('**1** not compared')
    })
  })

  it.each(['build ks o1 --dry-run', 'diff ks o1 --ignore-not-found --progress-bar=false'])(
    '%s refuses data that is no base64',
    async (line) => {
      const folder = secret('raw', `data: {pw: "${CANARY}!"}`)
      const result = await flux.run(`${line} --path ./${folder} --kustomization-file ks.yaml`)
      expect(result.stderr).toContain('failed to mask secret raw sops data: illegal base64 data at input byte 10')
      expect(result.exit).toBe(line.startsWith('diff') ? 2 : 1)
      expectNoValue(result)
    },
  )

  it.each([
    ['{}', ''],
    ['null', ''],
    ['[a]', ''],
    [`{a: ${NUMBER}, b: true, c: null, d: [QQ==]}`, `data:\n  a: "${NUMBER}"\n  b: "true"\n  c: ""\n  d: ""\n`],
  ])('flux build reads every value of data as text: %s', async (data, shown) => {
    const folder = secret('texts', `data: ${data}`)
    const result = await flux.run(`build ks o1 --dry-run --path ./${folder} --kustomization-file ks.yaml`)
    expect(result.exit).toBe(0)
    expect(result.stdout).toContain(`apiVersion: v1\n${shown}kind: Secret\n`)
  })

  it.each([
    ...ODD,
    ['data', `data: {pw: ${NUMBER}}`, '.data.pw: expected string'],
    ['mapped', `data: ${CANARY}`, '.data: expected map'],
  ] as const)('flux restore fails, names the field and shows no value: %s', async (name, content, path) => {
    const result = await flux.run(`restore -f ${secret(name, content)}/secret.yaml`)
    expect(result.exit).toBe(1)
    expect(result.stderr).toContain(`Secret/apps/${name} failed: `)
    expect(result.stderr).toContain(path)
    expectNoValue(result)
    await expect(flux.kube.get({apiVersion: 'v1', kind: 'Secret', namespace: 'apps', name})).rejects.toMatchObject({code: 404})
  })
})

describe('generators of Secrets', () => {
  it.each(['build ks o1 --dry-run', 'diff ks o1 --ignore-not-found --progress-bar=false', 'build dir'])(
    '%s shows no literal when one has no key',
    async (line) => {
      const folder = secret('literals', '')
      const generator = `secretGenerator:\n- name: x\n  literals: ["pw=${CANARY}]: x", "a=${NUMBER}", ${CANARY}]\n`
      writeFileSync(join(flux.dir, folder, 'kustomization.yaml'), generator)
      const isDir = line === 'build dir'
      const rest = isDir ? `./${folder}` : `--path ./${folder} --kustomization-file ks.yaml`
      const result = await flux.run(`${line} ${rest}`)
      expect(result.exit).not.toBe(0)
      expect(result.stderr).toContain('literal sources [***]: invalid literal source ***, expected key=value')
      expectNoValue(result)
    },
  )
})

describe('objects that leave a namespace out', () => {
  it('flux tree shows a HelmRelease that has no storage', async () => {
    const release = {
      apiVersion: 'helm.toolkit.fluxcd.io/v2',
      kind: 'HelmRelease',
      metadata: {name: 'x', namespace: 'apps'},
      spec: {interval: '1m', chartRef: {kind: 'OCIRepository', name: 'x'}},
    } as KubeObject
    const ks = {
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: {name: 'o1', namespace: 'apps'},
      spec: {interval: '1m', prune: true, sourceRef: {kind: 'GitRepository', name: 'x'}},
    } as KubeObject
    await flux.kube.apply(release, {fieldManager: 'test'})
    await flux.kube.apply(ks, {fieldManager: 'test'})
    const at = {chartName: 'x', chartVersion: '1.0.0', configDigest: '', digest: '', status: 'deployed'}
    const when = {firstDeployed: '2026-01-01T00:00:00Z', lastDeployed: '2026-01-01T00:00:00Z'}
    const history = [{name: 'x', namespace: 'apps', version: 1, ...at, ...when}]
    const status = {fieldManager: 'test', subresource: 'status'} as const
    const releaseRef = {apiVersion: release.apiVersion, kind: release.kind, name: 'x', namespace: 'apps'}
    await flux.kube.patch(releaseRef, {type: 'merge', body: {status: {history}}}, status)
    const entries = [{id: 'apps_x_helm.toolkit.fluxcd.io_HelmRelease', v: 'v2'}]
    const ref = {apiVersion: ks.apiVersion, kind: ks.kind, name: 'o1', namespace: 'apps'}
    await flux.kube.patch(ref, {type: 'merge', body: {status: {inventory: {entries}}}}, status)
    expect(await flux.run('tree ks o1 -n apps')).toMatchObject({
      exit: 0,
      stdout: 'Kustomization/apps/o1\n└── HelmRelease/apps/x\n\n',
    })
  })

  it.each(['get sources external -n apps', 'get sources all -n apps', 'get all -n apps'])('flux %s', async (line) => {
    const artifact = {
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'ExternalArtifact',
      metadata: {name: 'o1', namespace: 'apps'},
      spec: {sourceRef: {apiVersion: 'source.extensions.fluxcd.io/v1beta1', kind: 'ArtifactGenerator', name: 'o1'}},
    } as KubeObject
    await flux.kube.apply(artifact, {fieldManager: 'test'})
    const result = await flux.run(line)
    expect(result.exit).toBe(0)
    expect(result.stdout).toContain('ArtifactGenerator//o1')
  })
})
