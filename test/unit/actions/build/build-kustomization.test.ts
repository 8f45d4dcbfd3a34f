import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {buildKustomization} from '../../../../src/lib/actions/build/build-kustomization.js'
import type {BuildOptions} from '../../../../src/lib/actions/build/build-options.js'
import {parseYaml} from '../../../../src/lib/formats/yaml/parse.js'
import {buildNotes, renderBuild} from '../../../../src/lib/output/build.js'
import type {KubeClient, KubeObject, ObjectRef} from '../../../../src/lib/ports/kube.js'
import {openDisk} from '../../../../src/lib/wiring/disk.js'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flux-build-'))
})
afterEach(() => rmSync(folder, {recursive: true, force: true}))

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), {recursive: true})
    writeFileSync(join(folder, path), text)
  }
}

const SPEC = 'interval: 10m, prune: true, sourceRef: {kind: GitRepository, name: app}'
const kustomization = (more = '', name = 'web') =>
  `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: ${name}, namespace: flux-system}\nspec: {${SPEC}${more}}\n`
const configMap = (name: string, data = '') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, namespace: apps}\n${data === '' ? '' : `data: {${data}}\n`}`

function build(options: Partial<BuildOptions> = {}, kube?: KubeClient, onWarning?: (message: string) => void) {
  const context = {fs: openDisk(), cwd: folder, signal: new AbortController().signal, kube, onWarning}
  return buildKustomization(context, {
    ...{name: 'web', namespace: 'flux-system', path: 'deploy', kustomizationFile: 'ks.yaml', ignorePaths: []},
    ...{strictSubstitute: false, recursive: false, localSources: new Map(), inMemoryBuild: false, ignoreNotFound: false},
    substituteFrom: [],
    ...options,
  })
}
const names = async (options: Partial<BuildOptions> = {}, kube?: KubeClient) =>
  (await build(options, kube)).objects.map(({metadata}) => metadata.name)

describe('flux build kustomization without a cluster', () => {
  it('takes variables from files: ConfigMaps, Secrets with stringData, in the order of the spec', async () => {
    const from = ', postBuild: {substituteFrom: [{kind: ConfigMap, name: vars}, {kind: Secret, name: more}], substitute: {c: 3}}'
    write({
      'ks.yaml': kustomization(from),
      'deploy/a.yaml': configMap('a', 'x: "${a}-${b}-${c}"'),
      'vars.yaml': `${configMap('vars', 'a: one, b: two').replace('namespace: apps', 'namespace: flux-system')}---\napiVersion: v1\nkind: Secret\nmetadata: {name: more}\nstringData: {b: "2"}\n`,
    })
    const built = await build({substituteFrom: ['vars.yaml']})
    expect(built.objects[0]!.data).toEqual({x: 'one-2-3'})
    expect(buildNotes(built)).toBe('')
  })

  it('says which file misses a source, and refuses an encrypted one', async () => {
    write({
      'ks.yaml': kustomization(', postBuild: {substituteFrom: [{kind: ConfigMap, name: vars}]}'),
      'deploy/a.yaml': configMap('a'),
      'vars.yaml': configMap('other'),
      'sealed.yaml': 'apiVersion: v1\nkind: Secret\nmetadata: {name: more}\ndata: {a: ENC}\nsops: {mac: x}\n',
    })
    await expect(build({substituteFrom: ['vars.yaml']})).rejects.toThrow(
      `var substitution failed for 'a': substitute from 'ConfigMap/vars' error: configmaps "vars" not found in vars.yaml`,
    )
    await expect(build({substituteFrom: ['nope.yaml']})).rejects.toThrow(
      'invalid file of variables "nope.yaml": no such file or directory',
    )
    await expect(build({substituteFrom: ['deploy']})).rejects.toThrow('invalid file of variables "deploy": not a file')
    await expect(build({substituteFrom: ['sealed.yaml']})).rejects.toThrow('sealed.yaml: Secret more is encrypted with SOPS')
  })

  it('warns of what it left empty and the controller refuses', async () => {
    write({
      'ks.yaml': kustomization(', postBuild: {substitute: {a: 1}, substituteFrom: [{kind: ConfigMap, name: vars}]}'),
      'deploy/a.yaml': configMap('a', 'x: "${a}-${gone}-${fine:=1}"'),
    })
    const notes = buildNotes(await build())
    expect(notes).toBe(
      '⚠️ ConfigMap/apps/a: variable "gone" is not set and empty here: the controller refuses it unless ConfigMap/vars sets it\n' +
        '⚠️ not read in a dry run: ConfigMap/vars; give them with --substitute-from FILE\n',
    )
    write({
      'ks.yaml': kustomization(', postBuild: {substitute: {a: 1}}'),
      'deploy/a.yaml': configMap('a', 'x: "${a}-${gone}-${fine:=1}"'),
    })
    expect(buildNotes(await build())).toBe(
      '⚠️ ConfigMap/apps/a: variable "gone" is not set and empty here: the controller refuses it\n',
    )
    await expect(build({strictSubstitute: true})).rejects.toThrow('variable not set (strict mode): "gone"')
  })

  it("tells kustomize's warnings as they come, of a build that fails, too", async () => {
    write({
      'ks.yaml': kustomization(),
      'deploy/kustomization.yaml': 'resources: [a.yaml]\ncommonLabels: {a: b}\npatches: [{path: gone.yaml}]\n',
      'deploy/a.yaml': configMap('a'),
    })
    const warnings: string[] = []
    await expect(build({}, undefined, (message) => warnings.push(message))).rejects.toThrow('gone.yaml')
    expect(warnings).toEqual([expect.stringMatching(/^# Warning: 'commonLabels' is deprecated\. /)])
  })

  it('writes nothing into the folder, not even for a moment', async () => {
    const file = 'resources: [a.yaml] # kept\n'
    write({'ks.yaml': kustomization(', namePrefix: x-'), 'deploy/kustomization.yaml': file, 'deploy/a.yaml': configMap('a')})
    expect(await names()).toEqual(['x-a'])
    expect(readdirSync(join(folder, 'deploy')).sort()).toEqual(['a.yaml', 'kustomization.yaml'])
    expect(readFileSync(join(folder, 'deploy/kustomization.yaml'), 'utf8')).toBe(file)
  })

  it('follows links to folders and files', async () => {
    write({'ks.yaml': kustomization(), 'real/a.yaml': configMap('a'), 'other.yml': configMap('b')})
    symlinkSync('real', join(folder, 'deploy'))
    symlinkSync('../other.yml', join(folder, 'real/b.yaml'))
    expect(await names()).toEqual(['a', 'b'])
  })

  it('reads nothing outside of the working directory when told so', async () => {
    write({'ks.yaml': kustomization(), 'deploy/kustomization.yaml': 'resources: [../../../outside]\n'})
    // a folder of our own: not everything in those of the system is readable by everybody
    const outside = mkdtempSync(join(tmpdir(), 'outside-'))
    await expect(build({path: outside, inMemoryBuild: true})).rejects.toThrow(`path '${outside}' is not in or below '/`)
    await expect(build({inMemoryBuild: true})).rejects.toThrow(/kustomize build failed/)
  })

  it('goes into children once, however they refer to each other', async () => {
    write({
      'ks.yaml': kustomization(', path: ./deploy'),
      'deploy/child.yaml': kustomization(', path: ./child', 'child'),
      'child/parent.yaml': kustomization(', path: ./deploy'),
      'child/a.yaml': configMap('a'),
    })
    const localSources = new Map([['GitRepository/flux-system/app', '.']])
    expect(await names({recursive: true, localSources})).toEqual(['child', 'a', 'web'])
  })

  it('builds children as they are written, whatever the cluster has', async () => {
    write({
      'deploy/child.yaml': kustomization(', path: ./child, namePrefix: new-', 'child'),
      'child/a.yaml': configMap('a'),
    })
    const live = parseYaml(kustomization(', namePrefix: old-', 'child')) as KubeObject
    const kube = {get: async ({name}: ObjectRef) => ({...live, metadata: {...live.metadata, name}})} as unknown as KubeClient
    const localSources = new Map([['GitRepository/flux-system/app', '.']])
    const options = {recursive: true, localSources, kustomizationFile: undefined}
    expect(await names(options, kube)).toEqual(['old-child', 'new-a'])
  })

  it('keeps labels that became numbers, beside common metadata too; null is an empty text there', async () => {
    const vars = ', postBuild: {substitute: {port: "8080", none: ""}}'
    const labels = 'labels: {port: "${port}", none: "${none}", q: text}'
    write({
      'ks.yaml': kustomization(`${vars}, commonMetadata: {labels: {c: d}}`),
      'deploy/a.yaml': configMap('a').replace('name: a,', `name: a, ${labels},`),
    })
    const owner = {'kustomize.toolkit.fluxcd.io/name': 'web', 'kustomize.toolkit.fluxcd.io/namespace': 'flux-system'}
    expect((await build()).objects[0]!.metadata.labels).toEqual({...owner, port: 8080, none: '', q: 'text', c: 'd'})
    write({'ks.yaml': kustomization(`${vars}, commonMetadata: {annotations: {c: d}}`)})
    expect((await build()).objects[0]!.metadata.labels).toEqual({...owner, port: 8080, none: null, q: 'text'})
  })

  it('reads CRLF files and several documents, and texts written as numbers', async () => {
    write({
      'ks.yaml':
        `# first\r\n${kustomization('', 'other')}---\r\n${kustomization(', commonMetadata: {labels: {one: 1, b: true}}')}`.replace(
          /(?<!\r)\n/g,
          '\r\n',
        ),
      'deploy/a.yaml': configMap('a').replaceAll('\n', '\r\n'),
    })
    expect((await build()).objects[0]!.metadata.labels).toMatchObject({one: '1', b: 'true'})
    write({'ks.yaml': kustomization().replace('interval: 10m', 'interval: 7')})
    await expect(build()).rejects.toThrow(/cannot unmarshal number into Go struct field KustomizationSpec.spec.interval/)
  })

  it('never shows what SOPS encrypted, although a build shows Secrets', async () => {
    const sealed =
      'apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {p: "ENC[AES256_GCM,data:canary]"}\nsops: {mac: "ENC[x]"}\n'
    write({'ks.yaml': kustomization(', decryption: {provider: sops}'), 'deploy/s.yaml': sealed})
    const text = renderBuild((await build()).objects)
    expect(text).toContain("p: '**SOPS**'")
    expect(text).not.toMatch(/canary|sops:/)
  })
})
