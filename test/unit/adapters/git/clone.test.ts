import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {createGit} from '../../../../src/lib/adapters/git/git-client.js'
import {createHttp} from '../../../../src/lib/adapters/system/http.js'
import {createTasks} from '../../../../src/lib/adapters/system/tasks.js'
import type {GitCheckout, GitCloneOptions} from '../../../../src/lib/ports/git.js'
import {type GitHttp, startGitHttp} from '../../../fakes/git-http.js'
import {GitRepos} from '../../../fakes/git-repo.js'

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

describe('cloning over http', () => {
  const root = mkdtempSync(join(tmpdir(), 'git-clone-'))
  const repos = new GitRepos(root)
  const tasks = createTasks()
  const http = createHttp(tasks)
  const git = createGit({http, tasks})
  let server: GitHttp
  const sha: string[] = []

  const clone = (options: Omit<GitCloneOptions, 'url'> & {url?: string}): Promise<GitCheckout> =>
    git.clone({url: `${server.url}/app`, ...options})

  beforeAll(async () => {
    server = await startGitHttp({root: repos.served})
    await repos.create('app')
    sha.push(
      await repos.commit('app', {
        branch: 'main',
        message: 'first',
        write: {'a.txt': '1', 'bin/run.sh': '#!/bin/sh\n'},
        modes: {'bin/run.sh': '0o755'},
      }),
    )
    await repos.tag('app', 'v1.0.0', {annotated: true, commit: sha[0]!})
    sha.push(
      await repos.commit('app', {branch: 'main', message: 'second\n\nbody', write: {'a.txt': '2'}, links: {link: 'a.txt'}}),
    )
    await repos.tag('app', 'v1.1.0', {annotated: false, commit: sha[1]!})
    sha.push(await repos.commit('app', {branch: 'feat/x', message: 'third', write: {'a.txt': '3'}}))
    await repos.git('app', ['push', '-q', 'origin', 'HEAD:refs/pull/7/head'])
    await repos.create('empty')
  })
  afterAll(async () => {
    await server.close()
    http.close()
    rmSync(root, {recursive: true})
  })

  it('a branch at depth 1, with modes and symlinks', async () => {
    const result = await clone({ref: {branch: 'main'}})
    if (result.unchanged) throw new Error('unchanged')
    expect(result.commit).toMatchObject({
      sha: sha[1],
      message: 'second\n\nbody\n',
      reference: 'refs/heads/main',
      revision: `main@sha1:${sha[1]}`,
    })
    expect(result.commit.author).toMatchObject({name: 'Rec', email: 'rec@example.com'})
    expect(text(await result.tree.read('a.txt'))).toBe('2')
    expect(await result.tree.stat('bin/run.sh')).toEqual({type: 'file', mode: 0o755, size: 10})
    expect((await result.tree.stat('link'))?.target).toBe('a.txt')
    expect((await result.tree.list('')).map((entry) => entry.name)).toEqual(['a.txt', 'bin', 'link'])
  })

  it.each([
    ['an annotated tag', {tag: 'v1.0.0'}, 0, 'v1.0.0@sha1:'],
    ['a lightweight tag', {tag: 'v1.1.0'}, 1, 'v1.1.0@sha1:'],
    ['semver', {semver: '>=1.0.0 <1.1.0'}, 0, 'v1.0.0@sha1:'],
    ['semver, tag wins', {semver: '*', tag: 'v1.0.0'}, 0, 'v1.0.0@sha1:'],
    ['a branch with a slash', {branch: 'feat/x'}, 2, 'feat/x@sha1:'],
    ['a commit in history', {commit: '@0'}, 0, 'sha1:'],
    ['a commit on its branch', {commit: '@2', branch: 'feat/x'}, 2, 'feat/x@sha1:'],
    ['a full name', {name: 'refs/heads/main'}, 1, 'refs/heads/main@sha1:'],
    ['a tag by name', {name: 'refs/tags/v1.0.0'}, 0, 'refs/tags/v1.0.0@sha1:'],
    ['a pull request', {name: 'refs/pull/7/head'}, 2, 'refs/pull/7/head@sha1:'],
  ])('%s', async (_title, ref, index, prefix) => {
    const filled = Object.fromEntries(
      Object.entries(ref).map(([key, value]) => [key, value.replace(/^@(\d)$/, (_all, n) => sha[n]!)]),
    )
    const result = await clone({ref: filled})
    expect(result.commit.revision).toBe(prefix + sha[index])
    expect(result.unchanged).toBe(false)
  })

  it('the same revision comes back without a tree and without a pack', async () => {
    const from = server.requests.length
    const result = await clone({ref: {branch: 'main'}, lastRevision: `main@sha1:${sha[1]}`})
    expect(result).toMatchObject({unchanged: true, commit: {revision: `main@sha1:${sha[1]}`}})
    expect(server.requests.slice(from)).toEqual(['GET /app/info/refs?service=git-upload-pack'])
    expect((await clone({ref: {branch: 'main'}, lastRevision: `main/${sha[1]}`})).unchanged).toBe(true)
    expect((await clone({ref: {tag: 'v1.0.0'}, lastRevision: `v1.0.0@sha1:${sha[0]}`})).unchanged).toBe(true)
    expect((await clone({ref: {name: 'refs/heads/main'}, lastRevision: `refs/heads/main@sha1:${sha[1]}`})).unchanged).toBe(true)
    expect((await clone({ref: {branch: 'main'}, lastRevision: `main@sha1:${sha[0]}`})).unchanged).toBe(false)
  })

  it('the tag object comes with an annotated tag', async () => {
    expect((await clone({ref: {tag: 'v1.0.0'}})).commit.tag).toMatchObject({name: 'v1.0.0', message: 'v1.0.0\n'})
    expect((await clone({ref: {tag: 'v1.1.0'}})).commit.tag).toEqual({name: 'v1.1.0', sha: '', message: ''})
  })

  it('a commit in history without all files, where the server can', async () => {
    await repos.create('filtering')
    const old = await repos.commit('filtering', {branch: 'main', message: 'first', write: {'a.txt': '1'}})
    await repos.commit('filtering', {branch: 'main', message: 'second', write: {'big.bin': 'x'.repeat(100_000)}})
    const stray = await repos.commit('filtering', {branch: 'gone', message: 'stray', write: {'b.txt': '1'}})
    await repos.git('filtering', ['push', '-q', 'origin', 'gone:refs/other/x', ':gone'])
    for (const name of ['allowFilter', 'allowReachableSHA1InWant', 'allowAnySHA1InWant']) {
      await repos.gitServed('filtering', ['config', `uploadpack.${name}`, 'true'])
    }
    const from = server.requests.length
    const result = await clone({url: `${server.url}/filtering`, ref: {commit: old}})
    expect(result.commit.revision).toBe(`sha1:${old}`)
    if (!result.unchanged) expect((await result.tree.list('')).map((entry) => entry.name)).toEqual(['a.txt'])
    expect(server.requests.slice(from)).toHaveLength(3)
    await expect(clone({url: `${server.url}/filtering`, ref: {commit: stray}})).rejects.toThrow(
      `unable to resolve commit object for '${stray}': object not found`,
    )
  })

  it('sparse directories by prefix', async () => {
    const result = await clone({ref: {branch: 'main'}, sparse: ['./bin']})
    if (result.unchanged) throw new Error('unchanged')
    expect((await result.tree.list('')).map((entry) => entry.name)).toEqual(['bin'])
  })

  it.each([
    ['a missing branch', {ref: {branch: 'nope'}}, `unable to clone 'URL': couldn't find remote ref "refs/heads/nope"`],
    ['a missing tag', {ref: {tag: 'v9'}}, `unable to clone 'URL': couldn't find remote ref "refs/tags/v9"`],
    ['the default branch', {ref: {}}, `unable to clone 'URL': couldn't find remote ref "refs/heads/master"`],
    [
      'a missing commit',
      {ref: {commit: '1'.repeat(40)}},
      `unable to resolve commit object for '${'1'.repeat(40)}': object not found`,
    ],
    ['a short name', {ref: {name: 'main'}}, "unable to resolve ref 'main' to a specific commit"],
    ['HEAD', {ref: {name: 'HEAD'}}, `unable to resolve commit object for '${'0'.repeat(40)}': object not found`],
    [
      'a name with a slash at its end',
      {ref: {name: 'refs/'}},
      "ref refs/ is invalid; Git refs cannot begin or end with a slash '/'",
    ],
    ['no range', {ref: {semver: 'not a range'}}, 'semver parse error: improper constraint: "not a range"'],
    ['no version in range', {ref: {semver: '>=9'}}, 'no match found for semver: >=9'],
    [
      'both credentials',
      {ref: {}, auth: {username: 'u', bearerToken: 't'}},
      'basic auth and bearer token cannot be set at the same time',
    ],
  ])('%s', async (_title, options, message) => {
    await expect(clone(options)).rejects.toThrow(message.replace('URL', `${server.url}/app`))
  })

  it('a repository that is missing, empty or unreachable', async () => {
    const url = `${server.url}/nothing`
    await expect(clone({url, ref: {branch: 'main'}})).rejects.toThrow(`unable to clone '${url}': repository not found: `)
    const empty = `${server.url}/empty`
    await expect(clone({url: empty, ref: {branch: 'main'}})).rejects.toMatchObject({
      code: 'git-empty',
      message: 'remote repository is empty',
    })
    await expect(clone({url: empty, ref: {semver: '*'}})).rejects.toThrow(
      `unable to clone: remote repository is empty: git repository: '${empty}'`,
    )
    await expect(clone({url: 'http://127.0.0.1:1/app', ref: {branch: 'main'}})).rejects.toThrow(
      `unable to clone 'http://127.0.0.1:1/app': Get "http://127.0.0.1:1/app/info/refs?service=git-upload-pack": dial tcp 127.0.0.1:1: connect: connection refused`,
    )
    await expect(clone({url: 'http://', ref: {branch: 'main'}})).rejects.toThrow(
      `unable to clone 'http://': Get "http:///info/refs?service=git-upload-pack": http: no Host in request URL`,
    )
  })
})
