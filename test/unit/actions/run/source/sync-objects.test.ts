import {describe, expect, it} from 'vitest'
import {cleanPath, requirePath, syncObjects} from '../../../../../src/lib/actions/run/source/sync-objects.js'
import {type DirectoryNode, directoryNode, MemoryTree} from '../../../../../src/lib/formats/archive/memory-tree.js'

function treeOf(...folders: string[]): MemoryTree {
  const root = directoryNode()
  for (const folder of folders) {
    let node = root
    for (const name of folder.split('/')) {
      if (!node.children.has(name)) node.children.set(name, directoryNode())
      node = node.children.get(name) as DirectoryNode
    }
  }
  return new MemoryTree(root)
}

describe('sync objects', () => {
  it('are those of flux bootstrap', () => {
    const {source, kustomization} = syncObjects({
      namespace: 'flux-system',
      url: 'https://git.example.com/f',
      branch: 'main',
      path: 'clusters/a',
    })
    expect(source.spec).toEqual({interval: '1m0s', ref: {branch: 'main'}, url: 'https://git.example.com/f'})
    const private_ = syncObjects({namespace: 'x', url: 'https://git.example.com/f', branch: 'main', path: '', secretRef: 'x'})
    expect(private_.source.spec).toMatchObject({secretRef: {name: 'x'}})
    expect(kustomization.spec).toEqual({
      interval: '10m0s',
      path: './clusters/a',
      prune: true,
      sourceRef: {kind: 'GitRepository', name: 'flux-system'},
    })
    expect(kustomization.metadata).toEqual({name: 'flux-system', namespace: 'flux-system'})
  })

  it.each([
    ['./clusters/a/', 'clusters/a'],
    ['/clusters//a', 'clusters/a'],
    ['a/../b', 'b'],
    ['.', ''],
  ])('cleans the path %s', (path, expected) => expect(cleanPath(path)).toBe(expected))

  it.each(['..', '../../etc', 'a/../../b'])('refuses the path %s, which leaves the source', (path) => {
    expect(() => cleanPath(path)).toThrow(`path '${path}' leads out of the source`)
  })

  it('names what is there when the path is not', async () => {
    const tree = treeOf('clusters/production', 'clusters/staging', 'apps')
    await expect(requirePath(tree, 'clusters/prod', '/src/fleet')).rejects.toMatchObject({
      message: "path 'clusters/prod' does not exist in /src/fleet",
      hints: ["folders in 'clusters': production, staging"],
    })
    await expect(requirePath(tree, 'clusters/staging', '/src/fleet')).resolves.toBeUndefined()
  })
})
