import {describe, expect, it} from 'vitest'
import type {JsonObject} from '../../../src/lib/formats/json/value.js'
import {remoteLoader} from '../../../src/lib/render/remote-loader.js'
import {renderKustomization} from '../../../src/lib/render/render-kustomization.js'
import {filesTree} from '../../fakes/files-tree.js'

const map = (name: string, data = 'a: "1"') => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  ${data}\n`

function render(files: Record<string, string>, spec: JsonObject = {}, variables: Record<string, JsonObject> = {}) {
  const object = {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: {name: 'app', namespace: 'ns'},
    spec,
  }
  return renderKustomization(object as never, filesTree(files), {
    directory: 'app',
    root: '/artifact',
    strict: true,
    readVariables: async ({kind, name}) => variables[`${kind}/${name}`] ?? {},
  })
}

describe('renderKustomization', () => {
  it('builds a plain folder with the spec merged in, and digests what kustomize would print', async () => {
    const {objects, digest, origins, yaml} = await render({'app/a.yaml': map('a')}, {targetNamespace: 'test', namePrefix: 'x-'})
    expect(objects).toEqual([{apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'x-a', namespace: 'test'}, data: {a: '1'}}])
    expect(yaml()).toBe('apiVersion: v1\ndata:\n  a: "1"\nkind: ConfigMap\nmetadata:\n  name: x-a\n  namespace: test\n')
    expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/)
    expect(origins).toHaveLength(1)
  })

  it('keeps the merge keys of built-in types beside those of an openapi document, as Flux does; the document wins', async () => {
    const deployment = (containers: string) =>
      `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {template: {spec: {containers: [${containers}]}}}\n`
    const built = async (definition: JsonObject) => {
      const {objects} = await render({
        'app/kustomization.yaml': 'resources: [d.yaml]\nopenapi: {path: o.json}\npatches: [{path: p.yaml}]\n',
        'app/d.yaml': deployment('{name: main, image: x, args: [a]}'),
        'app/p.yaml': deployment('{name: main, image: y}, {name: z}'),
        'app/o.json': JSON.stringify({definitions: {d: definition}}),
      })
      return (objects as unknown as {spec: {template: {spec: {containers: unknown}}}}[])[0]?.spec.template.spec.containers
    }
    const gvk = (group: string, kind: string) => ({'x-kubernetes-group-version-kind': [{group, kind, version: 'v1'}]})
    // both recorded from flux build ks --dry-run 2.9
    expect(await built({type: 'object', ...gvk('acme.io', 'Widget')})).toEqual([
      {name: 'main', image: 'y', args: ['a']},
      {name: 'z'},
    ])
    expect(await built({type: 'object', ...gvk('apps', 'Deployment'), properties: {spec: {type: 'object'}}})).toEqual([
      {name: 'main', image: 'y'},
      {name: 'z'},
    ])
  })

  it('yields nothing from an empty folder, with the digest of nothing', async () => {
    const {objects, digest} = await render({'app/readme.md': ''})
    expect(objects).toEqual([])
    expect(digest).toBe('sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  })

  it('reaches bases beside it, but nothing outside', async () => {
    const files = {
      'base/kustomization.yaml': 'resources: [b.yaml]',
      'base/b.yaml': map('b'),
      'app/kustomization.yaml': 'resources: [../base]',
    }
    expect((await render(files)).objects.map((object) => (object.metadata as JsonObject).name)).toEqual(['b'])
    await expect(render({'app/kustomization.yaml': 'resources: [../../../etc/passwd]'})).rejects.toThrow(
      /^kustomize build failed: /,
    )
  })

  it('substitutes when there are variables or always, and says for which object it failed', async () => {
    const files = {'app/a.yaml': map('a', 'v: ${v:=default}')}
    expect((await render(files, {postBuild: {}})).objects[0]?.data).toEqual({v: '${v:=default}'})
    expect((await render(files, {postBuild: {substituteStrategy: 'Always'}})).objects[0]?.data).toEqual({v: 'default'})
    const postBuild = {substituteFrom: [{kind: 'ConfigMap', name: 'vars'}], substitute: {w: 'x'}}
    const {objects, usedInputs} = await render(files, {postBuild}, {'ConfigMap/vars': {data: {v: 'value'}}})
    expect([objects[0]?.data, usedInputs]).toEqual([{v: 'value'}, [{kind: 'ConfigMap', name: 'vars'}]])
    await expect(render({'app/a.yaml': map('a', 'v: ${nope}')}, {postBuild: {substitute: {w: 'x'}}})).rejects.toThrow(
      `post build failed for 'ConfigMap.v1.[noGrp]/a': envsubst error: variable substitution failed: variable not set (strict mode): "nope"`,
    )
  })

  it('refuses an object that its variables give the id of another one, whichever comes first', async () => {
    const spec = {postBuild: {substitute: {A: 'x', B: 'x'}}}
    const files = (...names: string[]) => ({'app/a.yaml': names.map((name) => map(name)).join('---\n')})
    for (const names of [
      ['${A}', 'x'],
      ['x', '${A}'],
    ]) {
      await expect(render(files(...names), spec)).rejects.toMatchObject({
        message: 'in Replace: id matched 2 resources',
        hints: [
          "with its variables 'ConfigMap.v1.[noGrp]/${A}' is 'ConfigMap.v1.[noGrp]/x', which is there already: give it another name",
        ],
      })
    }
    expect((await render(files('${A}', '${B}y'), spec)).objects).toHaveLength(2)
  })

  it('refuses what is no object, or is none after its variables', async () => {
    const file = (text: string, spec: JsonObject = {}) => render({'app/a.yaml': text}, spec)
    await expect(file('kind: ConfigMap\nmetadata: {name: c}\n', {targetNamespace: 't'})).rejects.toThrow(
      'failed to decode Kubernetes apiVersion, kind and name from: {"kind":"ConfigMap","metadata":{"name":"c","namespace":"t"}}',
    )
    await expect(file('apiVersion: ""\nkind: ConfigMap\nmetadata: {name: c}\n')).rejects.toThrow('failed to decode')
    const missing = (start: string) =>
      `error unmarshaling JSON: while decoding JSON: Object 'Kind' is missing in '{${start},"metadata":{"name":"c"}}'`
    await expect(file('apiVersion: v1\nkind: 5\nmetadata: {name: c}\n')).rejects.toThrow(missing('"apiVersion":"v1","kind":5'))
    await expect(file('apiVersion: a/b/c\nkind: X\nmetadata: {name: c}\n')).rejects.toThrow(
      missing('"apiVersion":"a/b/c","kind":"X"'),
    )
    const spec = {postBuild: {substitute: {K: ''}}}
    await expect(file('apiVersion: v1\nkind: ${K}\nmetadata: {name: c}\n', spec)).rejects.toThrow(
      missing('"apiVersion":"v1","kind":null'),
    )
  })

  it('tells of a file that cannot be fetched as Go does', async () => {
    const refuse = () => Promise.reject(Object.assign(new Error('x'), {code: 'ECONNREFUSED', address: '127.0.0.1', port: 9}))
    const loader = remoteLoader({http: {request: refuse}} as never)
    await expect(loader.file('http://127.0.0.1:9/x.yaml', undefined as never)).rejects.toThrow(
      'Get "http://127.0.0.1:9/x.yaml": dial tcp 127.0.0.1:9: connect: connection refused',
    )
  })

  it('never lets encrypted objects pass as plain ones when decryption is asked for', async () => {
    const secret =
      'apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\nstringData:\n  a: ENC[AES256_GCM,data:x]\nsops:\n  mac: ENC[x]\n'
    await expect(render({'app/s.yaml': secret}, {decryption: {provider: 'sops'}})).rejects.toThrow(
      "decryption failed for 'Secret.v1.[noGrp]/s': decrypting with SOPS is not supported yet",
    )
    const generated = {
      'app/kustomization.yaml': 'secretGenerator:\n- name: s\n  files: [c.yaml]\n',
      'app/c.yaml': 'a: ENC[AES256_GCM,data:x]\nsops:\n    mac: ENC[x]\n',
    }
    await expect(render(generated, {decryption: {provider: 'sops'}})).rejects.toThrow('not supported yet')
    expect((await render({'app/a.yaml': map('a')}, {decryption: {provider: 'sops'}})).objects).toHaveLength(1)
  })
})
