import {describe, expect, it} from 'vitest'
import {messageOf} from '../../../../src/lib/errors/flux-error.js'
import {postRendered as documents, type PostRendering} from '../../../../src/lib/render/helm/post-render.js'

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

/** Text by path. */
async function postRendered(given: ReadonlyMap<string, string>, wanted: PostRendering): Promise<Map<string, string>> {
  return new Map((await documents(given, wanted)).map(({path, text}) => [path, text]))
}

describe('postRendered', () => {
  it('labels everything, hooks too, and keeps the names of files', async () => {
    const result = await postRendered(files, {origin})
    expect([...result]).toEqual([
      ['app/templates/b.yaml', `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n${LABELS}  name: b\nspec:\n  replicas: 1\n`],
      ['app/templates/hook.yaml', HOOK.replace('  name: h\n', `${LABELS}  name: h\n`)],
    ])
  })

  it('leaves hooks alone with nohooks', async () => {
    const result = await postRendered(files, {origin, postRenderStrategy: 'nohooks'})
    expect(result.get('app/templates/hook.yaml')).toBe(HOOK)
    expect(result.get('app/templates/b.yaml')).toContain(LABELS)
  })

  it('runs the renderers in their order, then common metadata, then origin labels', async () => {
    const patch = (value: number) => ({kustomize: {patches: [{target: {kind: 'Deployment'}, patch: replicas(value)}]}})
    const replicas = (value: number) => `- {op: replace, path: /spec/replicas, value: ${value}}\n`
    const result = await postRendered(files, {
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
    const fault = await postRendered(files, {origin, postRenderers: [{}, {kustomize: {patches}}]}).catch((error) => error)
    expect(messageOf(fault)).toMatch(/^error while running post render on files: no resource matches strategic merge patch/)
    expect(fault.hints).toEqual(['see spec.postRenderers[1].kustomize.patches[0]'])
  })

  it('makes an error of two objects with one name, unless they are a hook and a manifest apart', async () => {
    const twice = new Map([
      ['c/templates/a.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n'],
      ['c/templates/b.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, annotations: {helm.sh/hook: pre-install}}\n'],
    ])
    const fault = await postRendered(twice, {origin}).catch(messageOf)
    expect(fault).toMatch(/^error while running post render on files: .*may not add resource with an already registered id/)
    expect([...(await postRendered(twice, {origin, postRenderStrategy: 'separate'})).keys()]).toEqual([
      'c/templates/a.yaml',
      'c/templates/b.yaml',
    ])
  })
})
