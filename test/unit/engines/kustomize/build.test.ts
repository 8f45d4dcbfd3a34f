import {describe, expect, it} from 'vitest'
import {build, KustomizeError, load} from '../../../../src/lib/engines/kustomize/index.js'
import {memoryTree} from './memory-tree.js'

const CM = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  k: v\n'

const fromFiles = async (files: Record<string, string>, path = '') => build(await load(memoryTree(files), path, {root: '/src'}))

describe('build', () => {
  it('says where every object comes from', async () => {
    const result = await fromFiles({
      'kustomization.yaml': 'resources: [base]\nconfigMapGenerator:\n- name: made\n  literals: [a=b]\n',
      'base/kustomization.yaml': 'resources: [two.yaml]\nnamePrefix: p-\n',
      'base/two.yaml': `# first\n${CM}---\n${CM.replace('name: a', 'name: b')}`,
    })
    expect(result.objects.map((object) => (object.metadata as {name: string}).name)).toEqual(['p-a', 'p-b', 'made-4h2mbtbbt6'])
    expect(result.origins).toEqual([
      {file: '/src/base/two.yaml', line: 2, document: 0},
      {file: '/src/base/two.yaml', line: 9, document: 1},
      {file: '/src/kustomization.yaml', line: 3, document: 0},
    ])
  })

  it('leaves out items of lists that are empty', async () => {
    const list = `apiVersion: v1\nkind: List\nitems:\n- ${CM.trim().replaceAll('\n', '\n  ')}\n- null\n- {}\n-\n`
    const {objects} = await fromFiles({
      'kustomization.yaml': 'resources: [a.yaml]\n',
      'a.yaml': `${CM.replace('name: a', 'name: b')}---\n${list}`,
    })
    expect(objects.map(({metadata}) => metadata)).toEqual([{name: 'b'}, {name: 'a'}])
  })

  it('keeps the order of files unless told otherwise', async () => {
    const files = {
      'kustomization.yaml': 'resources: [d.yaml, a.yaml]\n',
      'a.yaml': CM,
      'd.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: d\n',
    }
    const tree = memoryTree(files)
    const kinds = async (order: 'fifo' | 'legacy') => build(await load(tree, '', {order})).objects.map((object) => object.kind)
    expect(await kinds('fifo')).toEqual(['Deployment', 'ConfigMap'])
    expect(await kinds('legacy')).toEqual(['ConfigMap', 'Deployment'])
  })

  it('warns of deprecated fields, and of patch targets that match nothing, with file and line', async () => {
    const operations = '[{"op":"remove","path":"/a"}]'
    const {warnings} = await fromFiles({
      'kustomization.yaml': `resources: [a.yaml]\ncommonLabels: {a: b}\npatches:\n- target: {kind: Nope}\n  patch: '${operations}'\n`,
      'a.yaml': CM,
    })
    expect(warnings).toEqual([
      {
        message:
          "# Warning: 'commonLabels' is deprecated. Please use 'labels' instead. Run 'kustomize edit fix' to update your Kustomization automatically.",
        file: '/src/kustomization.yaml',
        line: 2,
      },
      {
        message: `patch target kind=Nope matches no resource: [patch: ${JSON.stringify(operations)}]`,
        file: '/src/kustomization.yaml',
        line: 4,
      },
    ])
  })

  it('warns of replacement targets that select nothing', async () => {
    const {warnings} = await fromFiles({
      'kustomization.yaml':
        'resources: [a.yaml]\nreplacements:\n- source: {kind: ConfigMap, name: a}\n  targets:\n  - select: {kind: Nope}\n    fieldPaths: [metadata.name]\n',
      'a.yaml': CM,
    })
    expect(warnings).toEqual([
      {message: 'replacement target kind=Nope selects no resource', file: '/src/kustomization.yaml', line: 5},
    ])
  })

  it('big integers stay exact in objects', async () => {
    const {objects} = await fromFiles({
      'kustomization.yaml': 'resources: [w.yaml]\n',
      'w.yaml': 'apiVersion: x.io/v1\nkind: W\nmetadata:\n  name: w\nspec:\n  n: 9007199254740993\n',
    })
    expect(objects[0]!.spec).toEqual({n: 9007199254740993n})
  })

  it('a build can be called off', async () => {
    const input = await load(memoryTree({'kustomization.yaml': 'resources: [a.yaml]\n', 'a.yaml': CM}), '')
    expect(() => build(input, {signal: AbortSignal.abort(new Error('enough'))})).toThrow('enough')
  })
})

describe('load', () => {
  const remote = {
    file: async (url: string) => {
      if (url.endsWith('/cm.yaml')) return Buffer.from(CM)
      throw Object.assign(new Error('HTTP Error: status code 404 (Not Found)'), {status: 404})
    },
    repository: async () =>
      memoryTree({
        'deploy/kustomization.yaml': 'resources: [../cm.yaml, more]\n',
        'cm.yaml': CM,
        'deploy/more/kustomization.yaml': 'resources: []\n',
      }),
  }

  it('takes remote files and repositories through its port', async () => {
    const tree = memoryTree({
      'kustomization.yaml':
        'resources:\n- https://example.com/cm.yaml\n- https://example.com/org/repo//deploy?ref=v1\nnamePrefix: p-\n',
    })
    const input = await load(tree, '', {remote})
    expect(input.remotes.get('https://example.com/cm.yaml')?.type).toBe('file')
    expect(input.remotes.get('https://example.com/org/repo//deploy?ref=v1')?.type).toBe('repository')
    // the file outside the folder of the repository's kustomization is refused, as by kustomize
    expect(() => build(input)).toThrow("security; file '/tmp/kustomize-1/cm.yaml' is not in or below '/tmp/kustomize-1/deploy'")
  })

  it('reads the files that remote plugins name, seen from the folder that names the plugins', async () => {
    const plugin = (name: string, path: string) =>
      `apiVersion: builtin\nkind: PatchTransformer\nmetadata: {name: ${name}}\ntarget: {kind: ConfigMap}\npath: ${path}\n`
    const plugins = {
      file: async (url: string) => {
        if (url.endsWith('.yaml')) return Buffer.from(plugin('one', 'one.yaml'))
        throw Object.assign(new Error('HTTP Error'), {status: 404})
      },
      repository: async () =>
        memoryTree({
          't/kustomization.yaml': 'resources: [p.yaml]\nnamePrefix: new-\nconfigurations: [c.yaml]\n',
          't/c.yaml': 'namePrefix: [{path: path}]\n',
          't/p.yaml': plugin('two', 'two.yaml'),
        }),
    }
    const tree = memoryTree({
      'kustomization.yaml':
        'resources: [a.yaml]\ntransformers:\n- https://example.com/t.yaml\n- https://example.com/org/repo//t?ref=v1\n',
      'a.yaml': CM,
      'one.yaml': CM.replace('k: v', 'one: x'),
      'new-two.yaml': CM.replace('k: v', 'two: x'),
    })
    const {objects} = build(await load(tree, '', {remote: plugins}))
    expect(objects[0]!.data).toEqual({k: 'v', one: 'x', two: 'x'})
  })

  it('shows the address of a remote file as it is written', async () => {
    const files = {'kustomization.yaml': 'resources: [https://example.com/cm.yaml, a.yaml]\n', 'a.yaml': CM}
    const input = await load(memoryTree(files), '', {remote})
    const fault = {hints: ['see /a.yaml:1', 'The first one is at https://example.com/cm.yaml:1.']}
    expect(() => build(input)).toThrow(expect.objectContaining(fault))
  })

  it('refuses remote ones without a port', async () => {
    const tree = memoryTree({'kustomization.yaml': 'resources:\n- https://example.com/org/repo//deploy?ref=v1\n'})
    const input = await load(tree, '')
    expect(() => build(input)).toThrow("remote bases are not allowed: 'https://example.com/org/repo//deploy?ref=v1'")
  })

  it('says of a missing file what HTTP said', async () => {
    const tree = memoryTree({'kustomization.yaml': 'resources:\n- https://example.com/nope.yaml\n'})
    const input = await load(tree, '', {remote})
    expect(() => build(input)).toThrow('HTTP Error: status code 404 (Not Found)')
  })

  it('names what escapes the tree', async () => {
    const tree = memoryTree({'sub/kustomization.yaml': 'resources: [../../etc/passwd]\n'})
    const input = await load(tree, 'sub', {root: '/src'})
    expect(() => build(input)).toThrow(KustomizeError)
    expect(() => build(input)).toThrow("fs-security-constraint read /etc/passwd: path '/etc/passwd' is not in or below '/src'")
  })
})
