import {describe, expect, it} from 'vitest'
import {LayeredTree} from '../../../src/lib/install/layered-tree.js'
import {filesTree} from '../../fakes/files-tree.js'

const text = (value: string) => Buffer.from(value)
const tree = new LayeredTree(
  filesTree({'a.yaml': 'base a', 'd/b.yaml': 'base b', 'e/c.yaml': 'base c'}),
  new Map([
    ['a.yaml', text('mine')],
    ['d/x.yaml', text('x')],
    ['new/deep/y.yaml', text('y')],
  ]),
)

describe('LayeredTree', () => {
  it('reads what lies over a file, and what lies below', async () => {
    expect(String(await tree.read('a.yaml'))).toBe('mine')
    expect(Buffer.from(await tree.read('e/c.yaml')).toString()).toBe('base c')
  })

  it('knows files and the folders that they need', async () => {
    expect(await tree.stat('new/deep')).toMatchObject({type: 'directory'})
    expect(await tree.stat('new/deep/y.yaml')).toEqual({type: 'file', mode: 0o644, size: 1})
    expect(await tree.stat('d/b.yaml')).toMatchObject({type: 'file'})
    expect(await tree.stat('nothing')).toBeUndefined()
  })

  it('lists both layers, each name once', async () => {
    expect((await tree.list('')).map(({name}) => name)).toEqual(['a.yaml', 'd', 'e', 'new'])
    expect((await tree.list('d')).map(({name}) => name)).toEqual(['b.yaml', 'x.yaml'])
    expect((await tree.list('new')).map(({name}) => name)).toEqual(['deep'])
    expect((await tree.list('e')).map(({name}) => name)).toEqual(['c.yaml'])
  })
})
