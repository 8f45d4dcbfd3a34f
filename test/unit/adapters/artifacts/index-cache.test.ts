import {describe, expect, it} from 'vitest'
import {IndexCache} from '../../../../src/lib/adapters/artifacts/index-cache.js'
import {directoryNode, MemoryTree} from '../../../../src/lib/formats/archive/memory-tree.js'

describe('the cache of indexed archives', () => {
  it('loads a digest once for all that ask at the same time', async () => {
    const cache = new IndexCache(100)
    let loads = 0
    const load = async () => {
      loads++
      return {tree: new MemoryTree(directoryNode()), bytes: 10}
    }
    const trees = await Promise.all([1, 2, 3].map(() => cache.get('a', load)))
    expect(loads).toBe(1)
    expect(new Set(trees).size).toBe(1)
  })

  it('lets the least recently used go when it holds too much, never the only one', async () => {
    const cache = new IndexCache(100)
    const load = (bytes: number) => async () => ({tree: new MemoryTree(directoryNode()), bytes})
    await cache.get('a', load(40))
    await cache.get('b', load(40))
    await cache.get('a', load(40))
    await cache.get('c', load(40))
    expect(['a', 'b', 'c'].map((digest) => cache.has(digest))).toEqual([true, false, true])
    await cache.get('huge', load(1000))
    expect(['a', 'c', 'huge'].map((digest) => cache.has(digest))).toEqual([false, false, true])
  })

  it('forgets what failed to load', async () => {
    const cache = new IndexCache(100)
    await expect(cache.get('a', async () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
    expect(cache.has('a')).toBe(false)
  })
})
