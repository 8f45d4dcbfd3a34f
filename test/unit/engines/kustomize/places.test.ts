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
      'kustomization.yaml:4 (patches[0].patch[0])',
    ],
    ['patch that is none', 'resources: [a.yaml]\npatches:\n- patch: "x"\n', 'kustomization.yaml:3 (patches[0].patch)'],
    [
      'replacement without a field',
      'resources: [a.yaml]\nreplacements:\n- source: {kind: ConfigMap, name: a}\n  targets:\n  - select: {kind: ConfigMap}\n    fieldPaths: [spec.nope.deep]\n',
      'kustomization.yaml:6 (replacements[0].targets[0].fieldPaths[0])',
    ],
    ['generator without a name', 'configMapGenerator:\n- literals: [a=b]\n', 'kustomization.yaml:2 (configMapGenerator[0])'],
    [
      'generator without its file',
      'secretGenerator:\n- name: x\n  files: [nope]\n',
      'kustomization.yaml:3 (secretGenerator[0].files[0])',
    ],
    [
      'var twice',
      'resources: [a.yaml]\nvars:\n- name: X\n  objref: {kind: ConfigMap, name: a, apiVersion: v1}\n- name: X\n  objref: {kind: ConfigMap, name: a, apiVersion: v1}\n',
      'kustomization.yaml:2 (vars)',
    ],
  ])('%s', async (_name, kustomization, place) => {
    expect(await hintOf(kustomization)).toBe(`see /src/${place}`)
  })

  it.each([
    ['transformers', 'apiVersion: builtin\nkind: NoSuch\n', 'kind', 2],
    ['generators', 'apiVersion: builtin\nkind: PrefixTransformer\n', 'kind', 2],
    ['validators', 'apiVersion: team.io/v1\nkind: Own\n', 'apiVersion', 1],
  ])('of a plugin of %s that is not there is the field that says which', async (list, head, field, line) => {
    const config = `${head}metadata:\n  name: x\n`
    const inline = `resources: [a.yaml]\n${list}:\n- |\n  ${config.trim().replaceAll('\n', '\n  ')}\n`
    expect(await hintOf(inline)).toBe(`see /src/kustomization.yaml:${line + 3} (${list}[0].${field})`)
    const file = await hintOf(`resources: [a.yaml]\n${list}: [p.yaml]\n`, {'p.yaml': `# a comment\n${config}`})
    expect(file).toBe(`see /src/p.yaml:${line + 1} (${field})`)
  })

  const anchor = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: *x\n'
  const bomb = `l0: &l0 [x]\n${Array.from({length: 12}, (_, i) => `l${i + 1}: &l${i + 1} [${Array(10).fill(`*l${i}`).join(', ')}]\n`).join('')}`
  const indented = (text: string) => text.trim().replaceAll('\n', '\n    ')

  it.each([
    ['an object', 'resources: [a.yaml, x.yaml]\n', 'x.yaml:4'],
    ['a kustomization', 'resources: [a.yaml]\n\nnamePrefix: *x\n', 'kustomization.yaml:3'],
    ['a patch', 'resources: [a.yaml]\npatches: [{path: x.yaml}]\n', 'x.yaml:4'],
    [
      'a patch in the kustomization',
      `resources: [a.yaml]\npatches:\n- patch: |\n\n    ${indented(anchor)}\n`,
      'kustomization.yaml:8 (patches[0].patch)',
    ],
    ['an old patch', 'resources: [a.yaml]\npatchesStrategicMerge: [x.yaml]\n', 'x.yaml:4'],
    [
      'a JSON patch',
      'resources: [a.yaml]\npatchesJson6902: [{path: x.yaml, target: {kind: ConfigMap, name: a, version: v1}}]\n',
      'x.yaml:4',
    ],
    ['a configuration', 'resources: [a.yaml]\nconfigurations: [x.yaml]\n', 'x.yaml:4'],
  ])('is that of an anchor that nobody set in %s', async (_name, kustomization, place) => {
    expect(await hintOf(kustomization, {'x.yaml': anchor})).toBe(`see /src/${place}`)
  })

  it.each([
    ['a patch', 'resources: [a.yaml]\npatches: [{path: bomb.yaml}]\n', 'bomb.yaml:7'],
    ['an old patch', 'resources: [a.yaml]\npatchesStrategicMerge: [bomb.yaml]\n', 'bomb.yaml:7'],
    [
      'a patch in the kustomization',
      `resources: [a.yaml]\npatches:\n- patch: |\n    ${indented(bomb)}\n`,
      'kustomization.yaml:10 (patches[0].patch)',
    ],
  ])('is the line at which the aliases of %s are too many', async (_name, kustomization, place) => {
    expect(await hintOf(kustomization, {'bomb.yaml': bomb})).toBe(`see /src/${place}`)
  })

  it.each([
    ['a kustomization', '\n# mine\n- a.yaml\n', 'kustomization.yaml:3'],
    ['a base', 'resources: [base]\n', 'base/kustomization.yaml:2'],
    ['a patch', 'resources: [a.yaml]\npatches: [{path: list.yaml}]\n', 'list.yaml:2'],
    ['configurations', 'resources: [a.yaml]\nconfigurations: [list.yaml]\n', 'list.yaml:2'],
    ['crds', 'resources: [a.yaml]\ncrds: [list.yaml]\n', 'list.yaml:2'],
    [
      'a missing old patch',
      'resources: [a.yaml]\npatchesStrategicMerge:\n- nope.yaml\n',
      'kustomization.yaml:3 (patchesStrategicMerge[0])',
    ],
  ])('is where %s that is a list begins', async (_name, kustomization, place) => {
    const list = '\n- a.yaml\n'
    expect(await hintOf(kustomization, {'list.yaml': list, 'base/kustomization.yaml': list})).toBe(`see /src/${place}`)
  })

  it.each([
    ['resources', "accumulating resources: accumulating resources from 'URL': FAULT"],
    ['components', `accumulating components: loader.New "must build at directory: 'URL' is no address of a repository"`],
    ['transformers', "accumulating resources from 'URL': FAULT"],
    ['configurations', 'FAULT'],
  ])('of %s at an address that has no file is told without paths of the disk', async (field, words) => {
    const url = 'https://example.com/x.yaml'
    const nothing = async () => {
      throw Object.assign(new Error('gone'), {status: 404})
    }
    const tree = memoryTree({
      'kustomization.yaml': `resources: [a.yaml]\n${field}: [${url}]\n`.replace(/^.*\n(?=resources)/, ''),
      'a.yaml': CM,
    })
    const input = await load(tree, '', {root: '/src', remote: {file: nothing, repository: nothing}})
    const message = words.replace('URL', url).replace('FAULT', 'HTTP Error: status code 404 (Not Found)')
    const line = field === 'resources' ? 1 : 2
    const place = `see /src/kustomization.yaml:${line} (${field}[0])`
    expect(() => build(input)).toThrow(expect.objectContaining({message, hints: [place]}))
  })

  it('is the key of a generated text that begins with a tab', async () => {
    const files = {'f.txt': '\ta\nb\n', 'g.txt': 'a\nb\n'}
    const place = 'see /src/kustomization.yaml:3 (data.f.txt)'
    expect(await hintOf('resources: [a.yaml]\nconfigMapGenerator:\n- name: x\n  files: [g.txt, f.txt]\n', files)).toBe(place)
  })

  it.each([
    ['no text', 'commonLabels:\n  a: b\n  n: 1\n', '4 (commonLabels.n)'],
    ['no text, in brackets', 'commonLabels: {a: b,\n  0x10: [1]}\n', '3 (commonLabels.0x10)'],
    ['printed otherwise', 'commonAnnotations:\n  on: "on"\n', '3 (commonAnnotations.on)'],
    ['text with quotes alone', 'labels:\n- pairs:\n    a: b\n    "1.0": x\n', '5 (labels[0].pairs.1.0)'],
  ])('is the line of a key that is %s, as it is written', async (_name, fields, place) => {
    expect(await hintOf(`resources: [a.yaml]\n${fields}`)).toBe(`see /src/kustomization.yaml:${place}`)
  })

  const replica = 'apiVersion: builtin\nkind: ReplicaCountTransformer\nmetadata: {name: p}\nreplica:\n  name: a\n  count: x\n'

  it('is the field of a plugin, in its file or in the kustomization', async () => {
    const two = `apiVersion: builtin\nkind: HashTransformer\nmetadata: {name: h}\n---\n${replica}`
    const inFile = await hintOf('resources: [a.yaml]\ntransformers: [t.yaml]\n', {'t.yaml': two})
    expect(inFile).toBe('see /src/t.yaml:10 (replica.count)')
    const inline = `resources: [a.yaml]\ntransformers:\n- |\n  ${replica.trim().replaceAll('\n', '\n  ')}\n`
    expect(await hintOf(inline)).toBe('see /src/kustomization.yaml:9 (transformers[0].replica.count)')
    const generator = 'apiVersion: builtin\nkind: ConfigMapGenerator\nmetadata: {name: p}\nliterals:\n- a=b\n- 5\n'
    const generated = await hintOf('resources: [a.yaml]\ngenerators: [t.yaml]\n', {'t.yaml': generator})
    expect(generated).toBe('see /src/t.yaml:6 (literals[1])')
  })

  it('of a replacement that selects nothing is its select, in the file that holds it', async () => {
    const list =
      '- sourceValue: x\n  targets:\n  - select: {kind: ConfigMap}\n    fieldPaths: [data.k]\n  - fieldPaths: [data.k]\n    select: {kind: Nope}\n'
    const warned = async (files: Record<string, string>) =>
      build(await load(memoryTree({'a.yaml': CM, ...files}), '', {root: '/src'})).warnings.map(
        ({file, line}) => `${file}:${line}`,
      )
    expect(await warned({'kustomization.yaml': `resources: [a.yaml]\nreplacements:\n${list}`})).toEqual([
      '/src/kustomization.yaml:8',
    ])
    const inFile = {'kustomization.yaml': 'resources: [a.yaml]\nreplacements: [{path: r.yaml}]\n', 'r.yaml': list}
    expect(await warned(inFile)).toEqual(['/src/r.yaml:6'])
  })

  const target = 'target: {kind: ConfigMap}'
  const sources = 'targets: [{select: {kind: ConfigMap}, fieldPaths: [data.k, data.nope]}]'

  it.each<[string, string, Record<string, string>, string]>([
    [
      'a literal',
      'configMapGenerator:\n- name: x\n  literals:\n  - a=b\n  - =c\n',
      {},
      'kustomization.yaml:5 (configMapGenerator[0].literals[1])',
    ],
    [
      'a repeated literal',
      'configMapGenerator:\n- name: x\n  literals:\n  - a=b\n  - a=c\n',
      {},
      'kustomization.yaml:5 (configMapGenerator[0].literals[1])',
    ],
    ['a line of an env file', 'configMapGenerator:\n- name: x\n  envs: [e.env]\n', {'e.env': 'A=1\n\nA=2\n'}, 'e.env:3'],
    [
      'a missing env file',
      'configMapGenerator:\n- name: x\n  envs: [e.env]\n',
      {},
      'kustomization.yaml:3 (configMapGenerator[0].envs[0])',
    ],
    [
      'the source of a replacement',
      `resources: [a.yaml]\nreplacements:\n- ${sources}\n  source:\n    kind: Nope\n`,
      {},
      'kustomization.yaml:4 (replacements[0].source)',
    ],
    [
      'the field of a source',
      `resources: [a.yaml]\nreplacements:\n- ${sources}\n  source:\n    kind: ConfigMap\n    fieldPath: z\n`,
      {},
      'kustomization.yaml:6 (replacements[0].source.fieldPath)',
    ],
    [
      'a replacement in a file',
      'resources: [a.yaml]\nreplacements: [{path: r.yaml}]\n',
      {'r.yaml': `# one\n- source: {kind: ConfigMap}\n  ${sources}\n`},
      'r.yaml:3 ([0].targets[0].fieldPaths[1])',
    ],
    [
      'what is no replacement in a file',
      'resources: [a.yaml]\nreplacements: [{path: r.yaml}]\n',
      {'r.yaml': '- source: {kind: ConfigMap}\n- targets: 5\n'},
      'r.yaml:2 ([1].targets)',
    ],
    [
      'an operation of a text',
      `resources: [a.yaml]\npatches:\n- ${target}\n  patch: |\n    - op: test\n      path: /kind\n      value: ConfigMap\n    - op: remove\n      path: /nope\n`,
      {},
      'kustomization.yaml:8 (patches[0].patch[1])',
    ],
    [
      'an operation in a file',
      `resources: [a.yaml]\npatches:\n- ${target}\n  path: p.yaml\n`,
      {'p.yaml': '- {op: add, path: /a, value: 1}\n- op: remove\n  path: /nope\n'},
      'p.yaml:2 ([1])',
    ],
    [
      'a place that contradicts the default ones',
      'resources: [a.yaml]\nconfigurations: [d.yaml, c.yaml]\n',
      {'d.yaml': 'images: [{path: x}]\n', 'c.yaml': 'images: []\ncommonLabels: [{path: metadata/labels}]\n'},
      'c.yaml:2 (commonLabels)',
    ],
    [
      'places of two files that contradict each other',
      'resources: [a.yaml]\nconfigurations: [d.yaml, c.yaml]\n',
      {'d.yaml': 'images: [{path: x}]\n', 'c.yaml': '# one\nimages: [{path: x, create: true}]\n'},
      'c.yaml:2 (images)',
    ],
    [
      'what takes a name away',
      `resources: [a.yaml]\npatches:\n- ${target}\n  patch: '[{"op": "remove", "path": "/metadata/name"}]'\n`,
      {},
      'kustomization.yaml:3 (patches[0])',
    ],
    [
      'what takes a name away that is changed again',
      `resources: [b]\nnamePrefix: p-\n`,
      {
        'b/kustomization.yaml': `resources: [x.yaml]\npatches:\n- ${target}\n  patch: '[{"op": "remove", "path": "/metadata/name"}]'\n`,
        'b/x.yaml': CM,
      },
      'b/kustomization.yaml:3 (patches[0])',
    ],
  ])('deeper: %s', async (_name, kustomization, files, place) => {
    expect(await hintOf(kustomization, files)).toBe(`see /src/${place}`)
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

  it.each([
    ['a key that is there twice', `${CM}  k: w\n`, 7, 'data.k'],
    ['a number as key', `${CM}  1: w\n`, 7, 'data.1'],
    ['a boolean as key', `${CM}  true: w\n`, 7, 'data.true'],
    ['null as key', `${CM}  null: w\n`, 7, 'data.null'],
    ['a list as key', `${CM}  ? [a]\n  : w\n`, 7, 'data'],
    ['an infinite number', `${CM}spec:\n- a\n- {b: .inf}\n`, 9, 'spec[1].b'],
    ['no number', `${CM}spec: .nan\n`, 7, 'spec'],
  ])('is the field of an object that cannot be printed: %s', async (_name, object, line, field) => {
    expect(await hintOf('resources: [x.yaml]\n', {'x.yaml': object})).toBe(`see /src/x.yaml:${line} (${field})`)
    // the lines of a second document are those of the file
    const second = `${CM}---\n${object.replace('name: a', 'name: b')}`
    expect(await hintOf('resources: [x.yaml]\n', {'x.yaml': second})).toBe(`see /src/x.yaml:${line + 7} (${field})`)
  })

  it('is the document of an object that a patch made unprintable', async () => {
    const patch = 'patches:\n- patch: |\n    {apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {z: .inf}}\n'
    expect(await hintOf(`resources: [a.yaml]\n${patch}`)).toBe('see /src/a.yaml:1 (data.z)')
  })

  it('is the line of the file for a second document that cannot be read', async () => {
    expect(await hintOf('resources: [x.yaml]\n', {'x.yaml': `${CM}---\na: b\nc: [}\n`})).toBe('see /src/x.yaml:9')
    expect(await hintOf('resources: [x.yaml]\n', {'x.yaml': `${CM}---\na: b\nc: &a [*a]\n`})).toBe('see /src/x.yaml:9')
  })

  it.each([
    ['openapi.path that is missing', 'openapi:\n  path: nope.json\n', 'kustomization.yaml:3 (openapi.path)'],
    ['openapi.version that is unknown', 'openapi:\n  version: v9\n', 'kustomization.yaml:3 (openapi.version)'],
    ['sortOptions', 'sortOptions:\n  order: up\n', 'kustomization.yaml:2 (sortOptions)'],
    [
      'a var of nothing',
      'vars:\n- name: X\n  objref: {kind: Service, name: s, apiVersion: v1}\n',
      'kustomization.yaml:3 (vars[0])',
    ],
  ])('is the field of the kustomization: %s', async (_name, fields, place) => {
    expect(await hintOf(`resources: [a.yaml]\n${fields}`)).toBe(`see /src/${place}`)
  })

  it('is the base that holds the var', async () => {
    const base = 'vars:\n- name: X\n  objref: {kind: Service, name: s, apiVersion: v1}\n'
    expect(await hintOf('resources: [b]\n', {'b/kustomization.yaml': base})).toBe('see /src/b/kustomization.yaml:2 (vars[0])')
  })

  it('is both kustomization files', async () => {
    expect(await hintOf('resources: [a.yaml]\n', {Kustomization: ''})).toBe('see /src/kustomization.yaml and /src/Kustomization')
  })

  it('is the alias that makes a document too large', async () => {
    const levels = Array.from({length: 8}, (_, i) => `  l${i + 1}: &l${i + 1} [${Array(10).fill(`*l${i}`).join(', ')}]\n`)
    const bomb = `spec:\n  l0: &l0 [x]\n${levels.join('')}`
    expect(await hintOf('resources: [x.yaml]\n', {'x.yaml': `${CM}${bomb}`})).toMatch(/^see \/src\/x\.yaml:1[345]$/)
    expect(await hintOf('resources: [x.yaml]\n', {'x.yaml': `${CM}---\n${CM}${bomb}`})).toMatch(/^see \/src\/x\.yaml:2[012]$/)
    expect(await hintOf(`resources: [a.yaml]\n${bomb}`)).toMatch(/^see \/src\/kustomization\.yaml/)
  })

  it('is the configurations file', async () => {
    const files = {'c.yaml': 'nameReferences: []\n'}
    expect(await hintOf('resources: [a.yaml]\nconfigurations: [c.yaml]\n', files)).toBe('see /src/c.yaml:1 (nameReferences)')
  })

  it('is the object that is none, or that is there twice', async () => {
    expect(await hintOf('resources: [x.yaml]\n', {'x.yaml': `${CM}---\nkind: ConfigMap\n`})).toMatch(/^see \/src\/x\.yaml:\d+$/)
    expect(await hintOf('resources: [a.yaml, x.yaml]\n', {'x.yaml': CM, 'a.yaml': CM})).toBe('see /src/x.yaml:1')
    expect(await hintOf('resource: [a.yaml]\n')).toBe('see /src/kustomization.yaml:1 (resource)')
    expect(await hintOf('apiVersion: v9\nkind: Kustomization\nresources: [a.yaml]\n')).toBe(
      'see /src/kustomization.yaml:1 (apiVersion)',
    )
  })
})

describe('the origin of a generated object', () => {
  it('is the generator: its document, its entry', async () => {
    const plugin = (name: string) => `apiVersion: builtin\nkind: ConfigMapGenerator\nmetadata: {name: ${name}}\nliterals: [x=y]\n`
    const inline = `- |\n  ${plugin('three').trim().replaceAll('\n', '\n  ')}\n`
    const tree = memoryTree({
      'kustomization.yaml': `configMapGenerator:\n- name: zero\ngenerators:\n- g.yaml\n${inline}`,
      'g.yaml': `${plugin('one')}---\n${plugin('two')}`,
    })
    const {objects, origins} = build(await load(tree, '', {root: '/src'}))
    const names = objects.map(({metadata}) => (metadata as {name: string}).name.split('-')[0])
    expect(Object.fromEntries(names.map((name, i) => [name, origins[i]]))).toEqual({
      zero: {file: '/src/kustomization.yaml', line: 2, document: 0},
      one: {file: '/src/g.yaml', line: 1, document: 0},
      two: {file: '/src/g.yaml', line: 6, document: 1},
      three: {file: '/src/kustomization.yaml', line: 5, document: 0},
    })
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
