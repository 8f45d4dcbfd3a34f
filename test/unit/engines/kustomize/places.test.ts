import {describe, expect, it} from 'vitest'
import {build, load} from '../../../../src/lib/engines/kustomize/index.js'
import {memoryTree} from './memory-tree.js'

const CM = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  k: v\n'

async function hintOf(kustomization: string, files: Record<string, string> = {}): Promise<string | undefined> {
  const tree = memoryTree({'kustomization.yaml': kustomization, 'a.yaml': CM, ...files})
  const input = await load(tree, '', {root: '/src'})
  try {
    build(input).yaml()
  } catch (error) {
    return (error as {hints: string[]}).hints[0]
  }
  return 'no error'
}

describe('the place of a fault', () => {
  it.each([
    ['syntax', 'resources:\n- a.yaml\nimages: [\n', 'kustomization.yaml:4'],
    [
      'wrong type',
      'resources: [a.yaml]\nimages:\n- name: one\n- name: two\n  newTag: 5\n',
      'kustomization.yaml:5 (images[1].newTag)',
    ],
    ['unknown field', 'resources: [a.yaml]\nfoo: bar\n', 'kustomization.yaml:2 (foo)'],
    ['unknown field below', 'resources: [a.yaml]\nimages:\n- nam: x\n', 'kustomization.yaml:3 (images[0].nam)'],
    ['missing resource', 'resources:\n- a.yaml\n- nope.yaml\n', 'kustomization.yaml:3 (resources[1])'],
    ['missing component', 'resources: [a.yaml]\ncomponents:\n- c\n', 'kustomization.yaml:3 (components[0])'],
    [
      'failing JSON patch',
      'resources: [a.yaml]\npatches:\n- target: {kind: ConfigMap}\n  patch: \'[{"op":"test","path":"/data/k","value":"w"}]\'\n',
      'kustomization.yaml:3 (patches[0])',
    ],
    ['patch that is none', 'resources: [a.yaml]\npatches:\n- patch: "x"\n', 'kustomization.yaml:3 (patches[0])'],
    [
      'replacement without a field',
      'resources: [a.yaml]\nreplacements:\n- source: {kind: ConfigMap, name: a}\n  targets:\n  - select: {kind: ConfigMap}\n    fieldPaths: [spec.nope.deep]\n',
      'kustomization.yaml:2 (replacements)',
    ],
    ['generator without a name', 'configMapGenerator:\n- literals: [a=b]\n', 'kustomization.yaml:2 (configMapGenerator[0])'],
    ['generator without its file', 'secretGenerator:\n- name: x\n  files: [nope]\n', 'kustomization.yaml:2 (secretGenerator[0])'],
    [
      'var twice',
      'resources: [a.yaml]\nvars:\n- name: X\n  objref: {kind: ConfigMap, name: a, apiVersion: v1}\n- name: X\n  objref: {kind: ConfigMap, name: a, apiVersion: v1}\n',
      'kustomization.yaml:2 (vars)',
    ],
  ])('%s', async (_name, kustomization, place) => {
    expect(await hintOf(kustomization)).toBe(`see /src/${place}`)
  })

  it('is the file and line of a resource that cannot be read', async () => {
    expect(
      await hintOf('resources: [b]\n', {'b/kustomization.yaml': 'resources: [x.yaml]\n', 'b/x.yaml': `${CM}  z: [\n`}),
    ).toMatch(/^see \/src\/b\/x\.yaml:[78]$/)
  })

  it('is the configuration of a plugin', async () => {
    const files = {'t.yaml': '# one\napiVersion: builtin\nkind: PatchTransformer\nmetadata: {name: x}\n'}
    expect(await hintOf('resources: [a.yaml]\ntransformers: [t.yaml]\n', files)).toBe('see /src/t.yaml:2')
  })

  it('is the configurations file', async () => {
    const files = {'c.yaml': 'nameReferences: []\n'}
    expect(await hintOf('resources: [a.yaml]\nconfigurations: [c.yaml]\n', files)).toBe(
      'see /src/kustomization.yaml:2 (configurations)',
    )
  })
})

describe('limits', () => {
  it('counts resources', async () => {
    const input = await load(
      memoryTree({'kustomization.yaml': 'resources: [a.yaml]\n', 'a.yaml': `${CM}---\n${CM.replace('name: a', 'name: b')}`}),
      '',
    )
    expect(() => build(input, {limits: {resources: 1}})).toThrow('this build has more than 1 resources')
  })

  it('refuses a list that holds itself', async () => {
    const input = await load(memoryTree({'kustomization.yaml': 'resources: [a.yaml]\n', 'a.yaml': `${CM}spec: &a [*a]\n`}), '')
    expect(() => build(input)).toThrow("anchor 'a' value contains itself")
  })

  it('writes a line of megabytes', async () => {
    const text = `${'x'.repeat(7 << 20)}\n`
    const input = await load(memoryTree({'kustomization.yaml': 'configMapGenerator: [{name: a, files: [f]}]\n', f: text}), '')
    expect(build(input).yaml().length).toBeGreaterThan(7 << 20)
  })
})
