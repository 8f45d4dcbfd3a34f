import {describe, expect, it} from 'vitest'
import {messageOf} from '../../../../../src/lib/errors/flux-error.js'
import {type PostRendering, postRendered} from '../../../../../src/lib/render/helm/post-render/post-rendered.js'

const origin = {'helm.toolkit.fluxcd.io/name': 'app', 'helm.toolkit.fluxcd.io/namespace': 'team'}
const files = new Map([
  ['app/templates/b.yaml', 'kind: Deployment\napiVersion: apps/v1\nmetadata:\n  name: b\nspec:\n  replicas: 1 # one\n'],
  ['app/templates/_helpers.tpl', 'nothing'],
  ['app/templates/hook.yaml', 'apiVersion: v1\nkind: Pod\nmetadata: {name: h, annotations: {helm.sh/hook: test}}\n'],
  ['app/templates/empty.yaml', '\n# only a comment\n'],
])
const HOOK = `apiVersion: v1
kind: Pod
metadata:
  annotations:
    helm.sh/hook: test
  name: h
`
const LABELS = '  labels:\n    helm.toolkit.fluxcd.io/name: app\n    helm.toolkit.fluxcd.io/namespace: team\n'

const documents = (given: ReadonlyMap<string, string>, wanted: PostRendering) => postRendered(given, wanted, () => {})

/** Text by path. */
async function texts(given: ReadonlyMap<string, string>, wanted: PostRendering): Promise<Map<string, string>> {
  return new Map((await documents(given, wanted)).map(({path, text}) => [path, text]))
}

describe('postRendered', () => {
  it('labels everything, hooks too, and keeps the names of files', async () => {
    const result = await texts(files, {origin})
    expect([...result]).toEqual([
      ['app/templates/b.yaml', `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n${LABELS}  name: b\nspec:\n  replicas: 1\n`],
      ['app/templates/hook.yaml', HOOK.replace('  name: h\n', `${LABELS}  name: h\n`)],
    ])
  })

  it('leaves hooks alone with nohooks', async () => {
    const result = await texts(files, {origin, postRenderStrategy: 'nohooks'})
    expect(result.get('app/templates/hook.yaml')).toBe(files.get('app/templates/hook.yaml'))
    expect(result.get('app/templates/b.yaml')).toContain(LABELS)
  })

  it('runs the renderers in their order, then common metadata, then origin labels', async () => {
    const patch = (value: number) => ({kustomize: {patches: [{target: {kind: 'Deployment'}, patch: replicas(value)}]}})
    const replicas = (value: number) => `- {op: replace, path: /spec/replicas, value: ${value}}\n`
    const result = await texts(files, {
      origin,
      postRenderers: [patch(2), patch(3)],
      commonMetadata: {labels: {team: 'x', 'helm.toolkit.fluxcd.io/name': 'not this'}, annotations: {note: 'n'}},
    })
    const text = result.get('app/templates/b.yaml')
    expect(text).toContain('replicas: 3')
    expect(text).toContain('team: x')
    expect(text).toContain('helm.toolkit.fluxcd.io/name: app')
    expect(text).toContain('note: "n"')
  })

  it('says which patch is wrong', async () => {
    const patches = [{patch: 'apiVersion: v1\nkind: X\nmetadata: {name: none}\n'}]
    const fault = await texts(files, {origin, postRenderers: [{}, {kustomize: {patches}}]}).catch((error) => error)
    expect(messageOf(fault)).toMatch(/^error while running post render on files: no resource matches strategic merge patch/)
    expect(fault.hints).toEqual(['see spec.postRenderers[1].kustomize.patches[0]'])
  })

  it('makes an error of two objects with one name, unless they are a hook and a manifest apart', async () => {
    const twice = new Map([
      ['c/templates/a.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n'],
      ['c/templates/b.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, annotations: {helm.sh/hook: pre-install}}\n'],
    ])
    const fault = await texts(twice, {origin}).catch(messageOf)
    expect(fault).toMatch(/^error while running post render on files: .*may not add resource with an already registered id/)
    expect([...(await texts(twice, {origin, postRenderStrategy: 'separate'})).keys()]).toEqual([
      'c/templates/a.yaml',
      'c/templates/b.yaml',
    ])
  })

  const configMap = (more: string) => new Map([['c/templates/a.yaml', `apiVersion: v1\nkind: ConfigMap\n${more}`]])
  const dataOf = async (more: string, wanted: Partial<PostRendering> = {}) =>
    [...(await documents(configMap(`metadata: {name: m}\n${more}`), {origin, ...wanted}))].map(({object}) => object.data)[0]

  it('reads as kustomize does: old words are texts, dates are told in full', async () => {
    const data = 'data:\n  s1: yes\n  s2: n\n  s3: Off\n  d1: 2001-01-01\n  d2: 2001-12-14 21:59:43\n  o: 0o17\n  "y": on\n'
    const read = {s1: 'yes', s2: 'n', s3: 'Off', d1: '2001-01-01T00:00:00Z', d2: '2001-12-14T21:59:43Z', o: 15, y: 'on'}
    expect(await dataOf(data)).toEqual(read)
    const postRenderers = [{kustomize: {images: [{name: 'x', newTag: '1'}]}}]
    expect(await dataOf(data, {postRenderers})).toEqual(read)
    const text = (await texts(configMap('metadata: {name: y}\n'), {origin})).get('c/templates/a.yaml')
    expect(text).toContain('name: "y"')
  })

  it('reads hooks that stages leave alone as they are applied', async () => {
    const hook = configMap('metadata: {name: y, annotations: {helm.sh/hook: test}}\ndata: {a: yes}\n')
    const [document] = await documents(hook, {origin, postRenderStrategy: 'nohooks'})
    expect(document?.object).toMatchObject({metadata: {name: true}, data: {a: true}})
  })

  it('refuses keys that are no texts, as kustomize', async () => {
    expect(await dataOf('data: {n: a, "y": b}\n')).toEqual({n: 'a', y: 'b'})
    expect(await dataOf('data: {5: a}\n').catch(messageOf)).toContain('json: unsupported type: map[interface {}]interface {}')
    expect(await dataOf('data:\n  ? yes\n  : 1\n  2: two\n').catch(messageOf)).toContain('json: unsupported type')
  })

  it('tells what Helm says of a text that is no YAML, or no object', async () => {
    expect(await dataOf('data: {a: b\n').catch(messageOf)).toBe(
      "error merging manifests: parsing c/templates/a.yaml: MalformedYAMLError: yaml: line 3: did not find expected ',' or '}'",
    )
    expect(await documents(new Map([['c/templates/a.yaml', '- a\n']]), {origin}).catch(messageOf)).toBe(
      'error merging manifests: parsing c/templates/a.yaml: wrong node kind: expected MappingNode but got SequenceNode: node contents:\n- a\n',
    )
  })

  it('never folds, and keeps the file of what stands in a List', async () => {
    const long = 'word '.repeat(30).trim()
    const list = `apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {k: ${long}}}\n`
    const both = `${list}---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\ndata:\n  k: >\n    a\n      b\n`
    const result = await documents(new Map([['c/templates/l.yaml', both]]), {origin})
    expect(result.map(({path, object}) => [path, object.data])).toEqual([
      ['c/templates/l.yaml', {k: long}],
      // kyaml writes a folded text with one more line break, each time
      ['c/templates/l.yaml', {k: 'a\n\n\n  b\n'}],
    ])
    expect(result[0]?.text).toContain(`k: ${long}\n`)
  })
})
