import {describe, expect, it} from 'vitest'
import {leftOutLinks} from '../../../../src/lib/formats/archive/left-out-links.js'
import {directoryNode, fileNode, MemoryTree, type TreeNode} from '../../../../src/lib/formats/archive/memory-tree.js'

const link = (target: string): TreeNode => ({type: 'symlink', mode: 0o777, target})

describe('leftOutLinks', () => {
  it('says of each link whether it stays inside, leads out or leads nowhere', async () => {
    const root = directoryNode()
    const apps = directoryNode()
    root.children.set('apps', apps)
    root.children.set('base', directoryNode())
    apps.children.set('a.yaml', fileNode(Buffer.from('a: 1'), 0o644))
    const targets = {
      absolute: '/etc/passwd',
      up: '../../secrets.yaml',
      gone: 'nothing.yaml',
      'below-a-file': 'a.yaml/x',
      ring: 'ring',
      plain: './a.yaml',
      folder: '../base/',
      'over-plain': 'plain',
      'over-up': 'up/../x',
      'through-the-root': '../apps/../apps/a.yaml',
    }
    for (const [name, target] of Object.entries(targets)) apps.children.set(name, link(target))
    root.children.set('ignored', link('/etc'))
    const found = await leftOutLinks(new MemoryTree(root), (path) => path === 'ignored')
    expect(Object.fromEntries(found.map(({path, leads}) => [path.replace('apps/', ''), leads]))).toEqual({
      absolute: 'outside',
      up: 'outside',
      gone: 'nowhere',
      'below-a-file': 'nowhere',
      ring: 'nowhere',
      plain: 'inside',
      folder: 'inside',
      'over-plain': 'inside',
      'over-up': 'outside',
      'through-the-root': 'inside',
    })
    expect(found.find(({path}) => path === 'apps/up')).toEqual({path: 'apps/up', target: '../../secrets.yaml', leads: 'outside'})
  })
})
