import {mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {createLocalSource} from '../../../../src/lib/adapters/git/local-source.js'
import {createTasks} from '../../../../src/lib/adapters/system/tasks.js'
import type {GitCheckout} from '../../../../src/lib/ports/git.js'
import {GitRepos} from '../../../fakes/git-repo.js'

const tasks = createTasks()
const text = async (checkout: GitCheckout, path: string): Promise<string> => {
  if (checkout.unchanged) throw new Error('unchanged')
  return new TextDecoder().decode(await checkout.tree.read(path))
}
const names = async (checkout: GitCheckout, path = ''): Promise<string[]> => {
  if (checkout.unchanged) throw new Error('unchanged')
  return (await checkout.tree.list(path)).map((entry) => entry.name)
}

describe('local folders as sources', () => {
  const root = mkdtempSync(join(tmpdir(), 'local-source-'))
  const repos = new GitRepos(root)
  const folder = repos.workTree('app')
  let first = ''

  beforeAll(async () => {
    await repos.create('app')
    first = await repos.commit('app', {
      branch: 'main',
      message: 'first\n',
      write: {'fleet/a.yaml': 'a: 1\n', 'b.txt': 'b', '.gitignore': 'ignored/\n'},
      modes: {'b.txt': '0o755'},
      links: {link: 'b.txt'},
    })
    await repos.git('app', ['branch', 'other'])
  })
  afterAll(() => rmSync(root, {recursive: true}))

  it('reads a work tree at its HEAD, whatever the object asks for', async () => {
    const result = await createLocalSource({tasks}, folder).checkout({tag: 'v9'})
    expect(result.commit).toMatchObject({sha: first, revision: `main@sha1:${first}`, message: 'first\n'})
    expect(await text(result, 'fleet/a.yaml')).toBe('a: 1\n')
    if (result.unchanged) return
    expect((await result.tree.stat('b.txt'))?.mode).toBe(0o755)
    expect((await result.tree.stat('link'))?.target).toBe('b.txt')
  })

  it('reads a folder of a work tree, and tells an unchanged revision', async () => {
    const source = createLocalSource({tasks}, join(folder, 'fleet'))
    expect(await names(await source.checkout({}))).toEqual(['a.yaml'])
    expect((await source.checkout({}, `main@sha1:${first}`)).unchanged).toBe(true)
  })

  it('leaves uncommitted files alone unless it is asked for them', async () => {
    writeFileSync(join(folder, 'fleet/new.yaml'), 'n')
    writeFileSync(join(folder, 'fleet/a.yaml'), 'a: 2\n')
    mkdirSync(join(folder, 'ignored'))
    writeFileSync(join(folder, 'ignored/x'), 'x')
    rmSync(join(folder, 'b.txt'))
    const clean = await createLocalSource({tasks}, folder).checkout({})
    expect(await text(clean, 'fleet/a.yaml')).toBe('a: 1\n')
    const source = createLocalSource({tasks}, folder, {dirty: true})
    const dirty = await source.checkout({})
    expect(dirty.commit.revision).toMatch(/^main-dirty@sha1:[0-9a-f]{40}$/)
    expect(await text(dirty, 'fleet/a.yaml')).toBe('a: 2\n')
    expect(await names(dirty)).toEqual(['.gitignore', 'fleet', 'link'])
    expect(await names(dirty, 'fleet')).toEqual(['a.yaml', 'new.yaml'])
    expect((await source.checkout({}, dirty.commit.revision)).unchanged).toBe(true)
    writeFileSync(join(folder, 'fleet/new.yaml'), 'm')
    expect((await source.checkout({}, dirty.commit.revision)).unchanged).toBe(false)
    await repos.git('app', ['checkout', '-q', '--', '.'])
    rmSync(join(folder, 'fleet/new.yaml'))
    expect((await source.checkout({})).commit.revision).toBe(`main@sha1:${first}`)
  })

  it('reads another branch, packed objects and a linked work tree', async () => {
    expect((await createLocalSource({tasks}, folder, {branch: 'other'}).checkout({})).commit.revision).toBe(`other@sha1:${first}`)
    await expect(createLocalSource({tasks}, folder, {branch: 'nope'}).checkout({})).rejects.toThrow("has no branch 'nope'")
    await repos.git('app', ['gc', '-q'])
    await repos.git('app', ['worktree', 'add', '-q', '../linked', 'other'])
    const linked = await createLocalSource({tasks}, join(folder, '../linked')).checkout({})
    expect(linked.commit.revision).toBe(`other@sha1:${first}`)
    expect(await text(linked, 'fleet/a.yaml')).toBe('a: 1\n')
  })

  it('takes a plain folder by its content', async () => {
    const plain = mkdtempSync(join(tmpdir(), 'plain-'))
    mkdirSync(join(plain, 'apps'))
    writeFileSync(join(plain, 'apps/x.yaml'), 'x')
    symlinkSync('/etc/passwd', join(plain, 'out'))
    const source = createLocalSource({tasks}, plain)
    const one = await source.checkout({})
    expect(one.commit.revision).toMatch(/^local@sha1:[0-9a-f]{40}$/)
    expect(await names(one)).toEqual(['apps', 'out'])
    expect((await source.checkout({branch: 'main'})).commit.revision).toBe(one.commit.revision.replace('local', 'main'))
    expect((await source.checkout({}, one.commit.revision)).unchanged).toBe(true)
    writeFileSync(join(plain, 'apps/x.yaml'), 'y')
    expect((await source.checkout({})).commit.revision).not.toBe(one.commit.revision)
    rmSync(plain, {recursive: true})
    await expect(source.checkout({})).rejects.toThrow(`the source folder ${plain} does not exist or is no folder`)
  })

  it('gives a plain folder the id that git gives its tree', async () => {
    const tree = await repos.git('app', ['rev-parse', 'HEAD:fleet'])
    const plain = mkdtempSync(join(tmpdir(), 'plain-'))
    writeFileSync(join(plain, 'a.yaml'), 'a: 1\n')
    expect((await createLocalSource({tasks}, plain).checkout({})).commit.sha).toBe(tree)
    rmSync(plain, {recursive: true})
  })
})
