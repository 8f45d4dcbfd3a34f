import {describe, expect, it} from 'vitest'
import {ApiError} from '../../../src/lib/errors/api-error.js'
import {mergeSpec} from '../../../src/lib/render/merge-spec.js'
import {resolvePath} from '../../../src/lib/render/tree-path.js'
import {loadVariables} from '../../../src/lib/render/variables.js'
import {filesTree} from '../../fakes/files-tree.js'

const everything = async () => true

describe('mergeSpec', () => {
  it('replaces, appends and merges in the order of the reference', async () => {
    const file = {namespace: 'a', patches: [{path: 'p.yaml'}], components: ['own'], buildMetadata: ['originAnnotations']}
    const spec = {
      targetNamespace: 'b',
      namePrefix: 'p-',
      patches: [{patch: 'x', target: {kind: 'Deployment'}}, {patch: 'y'}],
      components: ['../one'],
      buildMetadata: ['transformerAnnotations' as const],
    }
    expect(await mergeSpec(file, spec, everything)).toEqual({
      namespace: 'b',
      namePrefix: 'p-',
      patches: [{path: 'p.yaml'}, {patch: 'x', target: {kind: 'Deployment'}}, {patch: 'y'}],
      components: ['own', '../one'],
      buildMetadata: ['transformerAnnotations'],
    })
  })

  // results of the recording ks-images
  it('lets an image of the spec take the place of the one of the same name', async () => {
    const file = {images: [{name: 'i', newTag: '2.0', newName: 'mirror'}]}
    expect((await mergeSpec(file, {images: [{name: 'i', newTag: '3.0'}]}, everything)).images).toEqual([
      {name: 'i', newTag: '3.0'},
    ])
    const repeated = [
      {name: 'i', newName: 'a'},
      {name: 'i', newTag: '4'},
      {name: 'new', digest: 'd'},
    ]
    expect((await mergeSpec(file, {images: repeated}, everything)).images).toEqual([
      {name: 'i', newTag: '4'},
      {name: 'new', digest: 'd'},
    ])
  })

  it('lets an image of the spec change only what it says, for the command line', async () => {
    const file = {images: [{name: 'i', newTag: '2.0', newName: 'mirror'}]}
    const merged = async (...images: {name: string; newName?: string; newTag?: string; digest?: string}[]) =>
      (await mergeSpec(file, {images}, everything, 'fields')).images

    expect(await merged({name: 'i'})).toEqual([{name: 'i', newTag: '2.0', newName: 'mirror'}])
    expect(await merged({name: 'i', newName: 'a'}, {name: 'i', digest: 'd'})).toEqual([{name: 'i', newName: 'a', digest: 'd'}])
  })

  it.each(['https://example.com/x', 'GIT@host:x', 'github.com/a/b', 'ssh://x', '/abs', 'file:///abs'])(
    'refuses component %s',
    async (path) => {
      await expect(mergeSpec({}, {components: [path]}, everything)).rejects.toThrow(
        `component path '${path}' must be local and relative`,
      )
    },
  )

  it('drops missing components when asked to', async () => {
    const spec = {components: ['a', 'b'], ignoreMissingComponents: true}
    expect((await mergeSpec({}, spec, async (path) => path === 'a')).components).toEqual(['a'])
    expect(await mergeSpec({}, spec, async () => false)).toEqual({})
  })
})

describe('loadVariables', () => {
  const objects: Record<string, object> = {
    'ConfigMap/vars': {data: {a: 'map', b: 'map', c: 'map\n'}},
    'Secret/vars': {data: {b: Buffer.from('sec\nret').toString('base64')}},
  }
  const read = async ({kind, name}: {kind: string; name: string}) => {
    const found = objects[`${kind}/${name}`]
    if (!found) throw new ApiError({code: 404, reason: 'NotFound', message: `${kind.toLowerCase()}s "${name}" not found`})
    return found as never
  }

  it('lets later sources and inline values win, without line breaks', async () => {
    const variables = await loadVariables(
      {
        substituteFrom: [
          {kind: 'ConfigMap', name: 'vars'},
          {kind: 'Secret', name: 'vars'},
          {kind: 'Secret', name: 'gone', optional: true},
        ],
        substitute: {c: 'in\nline'},
      },
      read,
    )
    expect(Object.fromEntries(variables)).toEqual({a: 'map', b: 'secret', c: 'inline'})
  })

  it('names what it cannot read', async () => {
    await expect(loadVariables({substituteFrom: [{kind: 'ConfigMap', name: 'gone'}]}, read)).rejects.toThrow(
      'substitute from \'ConfigMap/gone\' error: configmaps "gone" not found',
    )
  })
})

describe('resolvePath', () => {
  const tree = filesTree({
    'a/b/x.yaml': '',
    link: '-> a/b',
    'a/up': '-> ../a',
    out: '-> ../../etc',
    loop: '-> loop',
    abs: '-> /a',
  })
  it.each([
    ['', ''],
    ['./a/b/', 'a/b'],
    ['/a/../a/b', 'a/b'],
    ['../../a', 'a'],
    ['link', 'a/b'],
    ['a/up/b', 'a/b'],
    ['abs/b', 'a/b'],
    ['nope', undefined],
    ['out', undefined],
    ['loop', undefined],
  ])('%s', async (path, expected) => {
    expect((await resolvePath(tree, path))?.path).toBe(expected)
  })
})
