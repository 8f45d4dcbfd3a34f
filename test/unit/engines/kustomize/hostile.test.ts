import {describe, expect, it} from 'vitest'
import {shown} from '../../../../src/lib/engines/kustomize/build/unprintable.js'
import {ClosedFiles} from '../../../../src/lib/engines/kustomize/files/closed-files.js'
import {build, buildText, load} from '../../../../src/lib/engines/kustomize/index.js'
import {resourcesOf} from '../../../../src/lib/engines/kustomize/resource/factory.js'
import {builtinSchemas} from '../../../../src/lib/engines/kustomize/schema/schema.js'
import {FluxError, LimitExceeded} from '../../../../src/lib/errors/flux-error.js'
import {memoryTree} from './memory-tree.js'

const head = 'apiVersion: x.io/v1\nkind: W\nmetadata:\n  name: w\n'

async function run(files: Record<string, string | Uint8Array>, options: Parameters<typeof load>[2] = {}) {
  return build(await load(memoryTree(files), '', options))
}

const one = (text: string, fields = '') => run({'kustomization.yaml': `resources: [r.yaml]\n${fields}`, 'r.yaml': text})

describe('hostile input', () => {
  it('200 levels are built, 2000 are refused', async () => {
    const nest = (levels: number) => `${head}spec: ${'{a: '.repeat(levels)}1${'}'.repeat(levels)}\n`
    expect((await one(nest(200))).objects).toHaveLength(1)
    await expect(one(nest(2000))).rejects.toThrow('exceeded max depth')
    const block = (levels: number) =>
      `${head}spec:\n${Array.from({length: levels}, (_, i) => `${' '.repeat(i + 1)}a:\n`).join('')}`
    await expect(one(block(2000))).rejects.toThrow('exceeded max depth')
  })

  it('JSON patches of 1,000 levels are applied, those of 5,000 and more refused with their place', async () => {
    const patch = (levels: number) =>
      `patches:\n- target: {kind: W}\n  patch: '[{"op":"add","path":"/x","value":${'['.repeat(levels)}"]"${']'.repeat(levels)}}]'\n`
    expect((await one(head, patch(1000))).yaml()).toContain(`${'- '.repeat(1000)}']'\n`)
    for (const levels of [5000, 1_000_000]) {
      const error = await one(head, patch(levels)).catch((error: unknown) => error as LimitExceeded)
      expect(error).toMatchObject({
        message: 'the JSON patch nests deeper than 2000 levels',
        hints: ['see /kustomization.yaml:4 (patches[0].patch)'],
      })
    }
  })

  it('a list of 100,000 is built and patched', async () => {
    const list = Array.from({length: 100_000}, (_, i) => `  - n${i}\n`).join('')
    const patch = `patches:\n- patch: |\n    ${head.trim().replaceAll('\n', '\n    ')}\n    spec: {added: true}\n`
    const {objects} = await one(`${head}spec:\n  list:\n${list}`, patch)
    expect((objects[0]!.spec as {list: unknown[]; added: boolean}).list).toHaveLength(100_000)
  })

  it('a merged list of 20,000 containers is patched in bounded time', async () => {
    const containers = Array.from({length: 20_000}, (_, i) => `      - name: c${i}\n        image: i\n`).join('')
    const deployment = `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: d\nspec:\n  template:\n    spec:\n      containers:\n${containers}`
    const patch =
      'patches:\n- patch: |\n    apiVersion: apps/v1\n    kind: Deployment\n    metadata:\n      name: d\n    spec:\n      template:\n        spec:\n          containers:\n          - name: c19999\n            image: patched\n'
    const {objects} = await one(deployment, patch)
    const {template} = objects[0]!.spec as {template: {spec: {containers: {name: string; image: string}[]}}}
    expect(template.spec.containers).toHaveLength(20_000)
    expect(template.spec.containers[0]).toEqual({name: 'c19999', image: 'patched'})
  })

  it('maps of 50,000 fields are merged, emptied and edited without looking at all for each', async () => {
    const fields = (value: string) => Array.from({length: 50_000}, (_, i) => `  k${i}: ${value}\n`).join('')
    const patched = (patch: string) =>
      run({
        'kustomization.yaml': 'resources: [r.yaml]\npatches: [{path: p.yaml}]\n',
        'r.yaml': `${head}spec:\n${fields('a')}`,
        'p.yaml': `${head}spec:\n${patch}`,
      })
    const {spec} = (await patched(`${fields('b')}  new: {x: y}\n`)).objects[0] as {spec: Record<string, unknown>}
    expect([spec.k0, spec.k49999, spec.new, Object.keys(spec).length]).toEqual(['b', 'b', {x: 'y'}, 50_001])
    expect((await patched(`${fields('null')}  left: 1\n`)).objects[0]!.spec).toEqual({left: 1})
    const add = Array.from({length: 5000}, (_, i) => ({op: 'add', path: `/spec/z${i}`, value: i}))
    const edited = await run({
      'kustomization.yaml': 'resources: [r.yaml]\npatches: [{path: p.json, target: {kind: W}}]\n',
      'r.yaml': `${head}spec:\n${fields('a')}`,
      'p.json': JSON.stringify(add),
    })
    expect(Object.keys(edited.objects[0]!.spec as object)).toHaveLength(55_000)
  })

  const entries = (text: (i: number) => string) => Array.from({length: 5000}, (_, i) => `${text(i)}\n`).join('')
  const plugin = (i: number) =>
    `apiVersion: builtin\nkind: PatchTransformer\nmetadata: {name: p${i}}\ntarget: {name: x}\npath: r${i}.yaml\n`

  it.each([
    ...[
      'resources',
      'components',
      'configurations',
      'crds',
      'patchesStrategicMerge',
      'generators',
      'transformers',
      'validators',
    ].map((field) => [field, `${field}:\n${entries((i) => `- r${i}.yaml`)}`] as const),
    ...['patches', 'replacements'].map((field) => [field, `${field}:\n${entries((i) => `- path: r${i}.yaml`)}`] as const),
    ['patchesJson6902', `patchesJson6902:\n${entries((i) => `- {path: r${i}.yaml, target: {kind: W, name: w, version: v1}}`)}`],
    ['files of a generator', `configMapGenerator:\n- name: c\n  files:\n${entries((i) => `  - r${i}.yaml`)}`],
    ['env files of generators', `secretGenerator:\n${entries((i) => `- {name: c${i}, envs: [r${i}.yaml]}`)}`],
    ['patches of plugins', 'transformers: [t.yaml]\n', {'t.yaml': Array.from({length: 2000}, (_, i) => plugin(i)).join('---\n')}],
  ] as [string, string, Record<string, string>?][])(
    'of thousands of missing %s only the first are looked for',
    async (_field, text, files = {}) => {
      const tree = memoryTree({
        'kustomization.yaml': `${text.startsWith('resources') ? '' : 'resources: [w.yaml]\n'}${text}`,
        'w.yaml': head,
        ...files,
      })
      let looks = 0
      const stat = (path: string) => {
        looks++
        return tree.stat(path)
      }
      const input = await load({...tree, stat}, '')
      expect(() => build(input)).toThrow('r0.yaml')
      expect(looks).toBeLessThan(1000)
    },
  )

  it('what comes after a hundred files that nobody needs is still read', async () => {
    const files = {
      'kustomization.yaml': 'resources: [w.yaml]\ntransformers: [t.yaml]\n',
      'w.yaml': head,
      't.yaml': `${plugin(0)}paths:\n${entries((i) => `- x${i}`)}`,
      'r0.yaml': '{}',
    }
    await expect(run({...files, 'r0.yaml': '- {op: add, path: /x, value: 1}\n'})).resolves.toMatchObject({objects: [{}]})
  })

  it('a kustomization of 300,000 entries is refused for the first that is there twice', async () => {
    const files = {'kustomization.yaml': `resources:\n${'- r.yaml\n'.repeat(300_000)}`, 'r.yaml': head}
    await expect(run(files)).rejects.toThrow('may not add resource with an already registered id')
  })

  it('an alias bomb is refused', async () => {
    const levels = Array.from({length: 12}, (_, i) => `  l${i + 1}: &l${i + 1} [${Array(10).fill(`*l${i}`).join(', ')}]\n`).join(
      '',
    )
    await expect(one(`${head}spec:\n  l0: &l0 [x]\n${levels}`)).rejects.toThrow(LimitExceeded)
  })

  it('a list of millions in one line is refused with its place', async () => {
    const text = `${head}spec: [${'1,'.repeat(5_000_000)}1]\n`
    await expect(one(text)).rejects.toMatchObject({
      code: 'limit-exceeded',
      message: 'yaml: more than 5000000 values in one text',
      hints: ['see /r.yaml:5'],
    })
  })

  it('values of many files are counted together', async () => {
    const text = (name: string) => `${head.replace('name: w', `name: ${name}`)}spec: [${'1,'.repeat(500)}1]\n`
    const files = {'kustomization.yaml': 'resources: [a.yaml, b.yaml]\n', 'a.yaml': text('a'), 'b.yaml': text('b')}
    const input = await load(memoryTree(files), '')
    expect(build(input, {limits: {values: 1100}}).objects).toHaveLength(2)
    expect(() => build(input, {limits: {values: 1000}})).toThrow(
      expect.objectContaining({code: 'limit-exceeded', hints: ['see /b.yaml']}),
    )
  })

  it('a file of 25 million lines is written', async () => {
    const f = Buffer.alloc(50_000_000, 'x\n')
    const text = buildText(
      await load(memoryTree({'kustomization.yaml': 'configMapGenerator: [{name: a, files: [f]}]\n', f}), ''),
    ).yaml
    const [start, end] = ['apiVersion: v1\ndata:\n  f: |\n', 'kind: ConfigMap\nmetadata:\n  name: a-']
    expect(text.startsWith(`${start}    x\n    x\n`)).toBe(true)
    expect(text.indexOf(end)).toBe(start.length + 25_000_000 * '    x\n'.length)
  })

  it('what grows longer than a text may be is refused with its place', async () => {
    const resource = resourcesOf(head, builtinSchemas, '/r.yaml')[0]!
    const long = () => 'x'.repeat(2 ** 30)
    expect(() => shown(resource, new ClosedFiles(new Map(), '/'), long)).toThrow(
      expect.objectContaining({code: 'limit-exceeded', hints: ['see /r.yaml:1']}),
    )
  })

  it('an anchor that holds itself is refused', async () => {
    await expect(one(`${head}spec: &a\n  b: *a\n`)).rejects.toThrow("anchor 'a' value contains itself")
  })

  it('files beyond the limit are refused before they are parsed', async () => {
    const big = Buffer.alloc(50 * 1024 * 1024, 0x61)
    await expect(
      run({'kustomization.yaml': 'resources: [big.yaml]\n', 'big.yaml': big}, {maxBytes: 32 * 1024 * 1024}),
    ).rejects.toThrow('the files of this build are larger than 33554432 bytes together')
  })

  it('symlinks are followed inside the tree and not out of it', async () => {
    const files = {
      'kustomization.yaml': 'resources: [link.yaml, folder/r.yaml]\n',
      'link.yaml': '-> real/r.yaml',
      'real/r.yaml': head,
      folder: '-> other',
      'other/r.yaml': head.replace('name: w', 'name: v'),
    }
    expect((await run(files)).objects).toHaveLength(2)
    await expect(run({...files, 'link.yaml': '-> /etc/passwd'})).rejects.toThrow("'/link.yaml' is not in or below '/'")
    await expect(run({...files, 'link.yaml': '-> ../../x'})).rejects.toThrow('is not in or below')
    await expect(run({...files, 'link.yaml': '-> link.yaml'})).rejects.toThrow(
      "evalsymlink failure on '/link.yaml' : EvalSymlinks: too many links",
    )
    await expect(run({...files, 'link.yaml': '-> real/gone.yaml'})).rejects.toThrow(
      "evalsymlink failure on '/link.yaml' : lstat /real/gone.yaml: no such file or directory",
    )
    await expect(run({...files, 'link.yaml': '-> real/r.yaml/x'})).rejects.toThrow(
      "evalsymlink failure on '/link.yaml' : not a directory",
    )
  })

  it('circles are refused', async () => {
    const files = {
      'kustomization.yaml': 'resources: [a]\n',
      'a/kustomization.yaml': 'resources: [../b]\n',
      'b/kustomization.yaml': 'resources: [../a]\n',
    }
    await expect(run(files)).rejects.toThrow("cycle detected: candidate root '/a' contains visited root '/a'")
  })

  it('bases that are named twice by each of many end in a limit, with the place', async () => {
    const files: Record<string, string> = {'30/kustomization.yaml': 'namePrefix: x\n'}
    for (let i = 0; i < 30; i++) files[`${i}/kustomization.yaml`] = `resources: [../${i + 1}, ../${i + 1}/]\n`
    const input = await load(memoryTree(files), '0')
    const fault = (action: () => unknown) => {
      try {
        return action()
      } catch (error) {
        return error as LimitExceeded
      }
    }
    expect(fault(() => build(input, {limits: {visits: 1000}}))).toMatchObject({
      name: 'LimitExceeded',
      message: 'this build enters kustomizations more than 1000 times: bases are named again and again',
      hints: [expect.stringMatching(/^see \/\d+\/kustomization.yaml:1 \(resources\[\d\]\)$/)],
    })
    let asked = 0
    const checkpoint = () => {
      if (++asked > 500) throw new FluxError('timeout', 'context deadline exceeded')
    }
    expect(fault(() => build(input, {checkpoint}))).toMatchObject({code: 'timeout', message: 'context deadline exceeded'})
  })

  it('folders of plugins that name each other twice are loaded in bounded time', async () => {
    const files: Record<string, string> = {'30/kustomization.yaml': 'resources: [p.yaml]\n'}
    files['30/p.yaml'] = 'apiVersion: builtin\nkind: PrefixTransformer\nmetadata: {name: p}\nprefix: x\nfieldSpecs: []\n'
    for (let i = 0; i < 30; i++) {
      files[`${i}/kustomization.yaml`] = `resources: [../${i + 1}, ../${i + 1}/]\ntransformers: [../${i + 1}, ../${i + 1}/]\n`
    }
    const input = await load(memoryTree(files), '0')
    expect(input.files.has('/30/p.yaml')).toBe(true)
    expect(() => build(input, {limits: {visits: 1000}})).toThrow()
  })

  it('a key named __proto__ is a key', async () => {
    const {objects} = await one(`${head}spec:\n  __proto__: {x: 1}\n`)
    expect(Object.keys(objects[0]!.spec as object)).toEqual(['__proto__'])
    expect(({} as {x?: number}).x).toBeUndefined()
  })

  it('expressions run in linear time', async () => {
    const label = 'a'.repeat(40)
    const fields = `patches:\n- target: {name: "(a+)+$"}\n  patch: '[{"op":"test","path":"/kind","value":"W"}]'\n`
    const {objects} = await one(`${head.replace('name: w', `name: ${label}b`)}`, fields)
    expect(objects).toHaveLength(1)
  })
})
