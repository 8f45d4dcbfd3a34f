import {describe, expect, it} from 'vitest'
import {fullRevision, shortRevision, upgradeRevision} from '../../../../src/lib/adapters/git/revision.js'
import {addSubmodules} from '../../../../src/lib/adapters/git/submodules.js'
import {directoryNode, fileNode, MemoryTree, putNode} from '../../../../src/lib/formats/archive/memory-tree.js'

const sha = 'a'.repeat(40)

describe('revisions', () => {
  it.each([
    ['refs/heads/main', `main@sha1:${sha}`],
    ['refs/heads/feat/x', `feat/x@sha1:${sha}`],
    ['refs/tags/v1', `v1@sha1:${sha}`],
    ['refs/pull/1/head', `1/head@sha1:${sha}`],
    ['HEAD', `sha1:${sha}`],
    [undefined, `sha1:${sha}`],
  ])('of %s', (reference, revision) => {
    expect(shortRevision(reference, sha)).toBe(revision)
  })

  it('in full, and of longer hashes', () => {
    expect(fullRevision('refs/pull/1/head', sha)).toBe(`refs/pull/1/head@sha1:${sha}`)
    expect(fullRevision('', sha)).toBe(`sha1:${sha}`)
    expect(shortRevision('refs/heads/main', 'b'.repeat(64))).toBe(`main@sha256:${'b'.repeat(64)}`)
  })

  it.each([
    [`main/${sha}`, `main@sha1:${sha}`],
    [`feature/branch/${sha}`, `feature/branch@sha1:${sha}`],
    [`HEAD/${sha}`, `sha1:${sha}`],
    [sha, `sha1:${sha}`],
    [`main@sha1:${sha}`, `main@sha1:${sha}`],
    ['', ''],
  ])('%s in today’s form', (old, now) => {
    expect(upgradeRevision(old)).toBe(now)
  })
})

describe('submodules', () => {
  async function urlOf(parent: string, url: string): Promise<string> {
    const root = directoryNode()
    putNode(root, '.gitmodules', fileNode(Buffer.from(`# comment\n[submodule "x"]\n\tpath = vendor/x\n\turl = ${url}\n`)))
    let asked = ''
    await addSubmodules({root, links: new Map([['vendor/x', sha]])}, parent, async (address) => {
      asked = address
      return {root: directoryNode(), links: new Map()}
    })
    expect(new MemoryTree(root).node('vendor/x/.git')).toBeDefined()
    return asked
  }

  it.each([
    ['https://git.example.com/org/app', '../lib', 'https://git.example.com/org/lib'],
    ['https://git.example.com/org/app/', '../../other/lib', 'https://git.example.com/other/lib'],
    ['https://git.example.com/org/app', './sub', 'https://git.example.com/org/app/sub'],
    ['https://git.example.com/org/app', 'https://elsewhere.com/x', 'https://elsewhere.com/x'],
    ['https://git.example.com/org/app', 'git@github.com:org/x.git', 'ssh://git@github.com/org/x.git'],
    ['https://git.example.com/org/app', '"https://quoted.com/x"', 'https://quoted.com/x'],
  ])('from %s, %s is %s', async (parent, url, expected) => {
    expect(await urlOf(parent, url)).toBe(expected)
  })

  it('refuses a path or a name that leaves the tree, and does not follow what the tree does not pin', async () => {
    const modules = (text: string) => {
      const root = directoryNode()
      putNode(root, '.gitmodules', fileNode(Buffer.from(text)))
      return {root, links: new Map([['vendor/x', sha]])}
    }
    const never = async () => {
      throw new Error('asked')
    }
    await expect(
      addSubmodules(modules('[submodule "x"]\npath = ../x\nurl = https://a/b\n'), 'https://h/r', never),
    ).rejects.toThrow('path is invalid')
    await expect(
      addSubmodules(modules('[submodule "../x"]\npath = x\nurl = https://a/b\n'), 'https://h/r', never),
    ).rejects.toThrow('invalid')
    await addSubmodules(modules('[submodule "y"]\npath = y\nurl = https://a/b\n[core]\nurl = x\n'), 'https://h/r', never)
  })

  it('stops at ten levels', async () => {
    let depth = 0
    const level = () => {
      const root = directoryNode()
      putNode(root, '.gitmodules', fileNode(Buffer.from('[submodule "x"]\npath = x\nurl = ../x\n')))
      return {root, links: new Map([['x', sha]])}
    }
    await addSubmodules(level(), 'https://h/r', async () => {
      depth++
      return level()
    })
    expect(depth).toBe(10)
  })
})
