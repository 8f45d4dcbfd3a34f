import fs, {cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import git from 'isomorphic-git'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {checkoutLocal} from '../../../../src/lib/adapters/git/local-repository.js'
import type {GitRefSpec} from '../../../../src/lib/ports/git.js'

const top = mkdtempSync(join(tmpdir(), 'flux-file-url-'))
const dir = join(top, 'repo')
const author = {name: 'n', email: 'n@example.com', timestamp: 0, timezoneOffset: 0}

async function commit(content: string): Promise<string> {
  mkdirSync(join(dir, 'base'), {recursive: true})
  writeFileSync(join(dir, 'base/a.yaml'), content)
  await git.add({fs, dir, filepath: 'base/a.yaml'})
  return git.commit({fs, dir, message: content, author})
}

async function read(ref: GitRefSpec, folder = dir): Promise<string> {
  const result = await checkoutLocal({url: `file://${folder}`, ref})
  return result.unchanged ? 'unchanged' : Buffer.from(await result.tree.read('base/a.yaml')).toString()
}

describe('a repository behind a file URL', () => {
  let first = ''

  beforeAll(async () => {
    await git.init({fs, dir, defaultBranch: 'main'})
    first = await commit('one')
    await git.tag({fs, dir, ref: 'light'})
    await git.annotatedTag({fs, dir, ref: 'heavy', message: 'm', tagger: author})
    await commit('two')
    await git.branch({fs, dir, ref: 'side', checkout: true})
    await commit('three')
    writeFileSync(join(dir, 'base/a.yaml'), 'not committed')
  })

  afterAll(() => rmSync(top, {recursive: true}))

  it('is read at a branch, tag or commit, or at what is checked out', async () => {
    expect(await read({branch: 'main'})).toBe('two')
    expect(await read({tag: 'light'})).toBe('one')
    expect(await read({tag: 'heavy'})).toBe('one')
    expect(await read({commit: first})).toBe('one')
    expect(await read({name: 'HEAD'})).toBe('three')
  })

  it('says what is not there', async () => {
    await expect(read({branch: 'nope'})).rejects.toThrow(`the repository ${dir} has no refs/heads/nope`)
    await expect(read({name: 'HEAD'}, join(dir, 'base'))).rejects.toThrow(`'${join(dir, 'base')}' is no git repository`)
    await expect(read({name: 'HEAD'}, 'elsewhere/x')).rejects.toThrow('names no folder of this machine')
  })

  it('may be bare', async () => {
    const bare = join(top, 'bare.git')
    cpSync(join(dir, '.git'), bare, {recursive: true})
    expect(await read({branch: 'main'}, bare)).toBe('two')
  })
})
