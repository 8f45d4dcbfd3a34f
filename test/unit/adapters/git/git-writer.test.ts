import {chmodSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {createGitWriter} from '../../../../src/lib/adapters/git/write/git-writer.js'
import {createHttp} from '../../../../src/lib/adapters/system/http.js'
import {createTasks} from '../../../../src/lib/adapters/system/tasks.js'
import type {GitAuth} from '../../../../src/lib/ports/git.js'
import {type GitHttp, startGitHttp} from '../../../fakes/git-http.js'
import {GitRepos} from '../../../fakes/git-repo.js'
import {type GitSsh, startGitSsh} from '../../../fakes/git-ssh.js'
import {sshKeyPair} from '../../../fakes/ssh-keys.js'

const key = sshKeyPair('ed25519')
const hostKey = sshKeyPair('ed25519')
const AUTHOR = {name: 'Flux', email: 'flux@example.com', when: 1_700_000_000}
const files = (content: Readonly<Record<string, string>>) =>
  new Map(Object.entries(content).map(([path, text]): [string, Uint8Array] => [path, Buffer.from(text)]))

describe('writing to Git', () => {
  const root = mkdtempSync(join(tmpdir(), 'git-write-'))
  const repos = new GitRepos(root)
  const tasks = createTasks()
  const git = createGitWriter({http: createHttp(tasks), tasks})
  let http: GitHttp
  /** Whose pushes are taken and never answered. */
  let mute = ''
  let ssh: GitSsh

  beforeAll(async () => {
    http = await startGitHttp({
      root: repos.served,
      intercept: ({method, url}, response) => {
        const lost = method === 'POST' && url === `/${mute}/git-receive-pack`
        if (lost) response.writeHead = () => response.destroy()
        return false
      },
      allow: (path, authorization) => !path.startsWith('/private') || authorization === `Basic ${btoa('me:secret')}`,
    })
    ssh = await startGitSsh({hostKeys: [hostKey.private], authorized: [key.public], root: repos.served})
  })
  afterAll(async () => {
    await http.close()
    await ssh.close()
    rmSync(root, {recursive: true, force: true})
  })

  const sshAuth = (): GitAuth => ({
    identity: key.private,
    knownHosts: `[127.0.0.1]:${ssh.port} ${hostKey.public.split(' ').slice(0, 2).join(' ')}`,
  })
  const open = (path: string, auth?: GitAuth) => git.open({url: `${http.url}/${path}`, branch: 'main', auth})
  const served = (path: string, ...args: string[]) => repos.gitServed(path, args)

  it('makes the first commit of an empty repository, then another', async () => {
    await repos.create('empty')
    const first = await open('empty')
    expect(first.head).toBeUndefined()
    const sha = await first.commit({files: files({'a/b/c.yaml': 'one\n', 'z.txt': 'z'}), message: 'Add things', author: AUTHOR})
    expect(first.head).toBe(sha)
    await first.push()
    expect(await served('empty', 'rev-parse', 'main')).toBe(sha)
    expect(await served('empty', 'log', '-1', '--format=%an <%ae> %at %cn%n%B')).toBe(
      'Flux <flux@example.com> 1700000000 Flux\nAdd things',
    )
    const again = await first.commit({files: files({'a/b/d.yaml': 'two\n'}), message: 'More\n\n[ci skip]', author: AUTHOR})
    await first.push()
    expect(await served('empty', 'rev-parse', 'main', 'main~1')).toBe(`${again}\n${sha}`)
    expect(await served('empty', 'ls-tree', '-r', '--name-only', 'main')).toBe('a/b/c.yaml\na/b/d.yaml\nz.txt')
    expect(await served('empty', 'fsck', '--strict')).toBe('')
  })

  it('keeps what it does not write, and makes no empty commit', async () => {
    await repos.create('full')
    await repos.commit('full', {
      branch: 'main',
      message: 'old',
      write: {'run.sh': 'x', 'dir/keep.yaml': 'k', 'dir.txt': 'd', 'dir-a': 'a'},
      modes: {'run.sh': '493'},
      links: {link: 'dir/keep.yaml'},
    })
    const before = await served('full', 'ls-tree', '-r', 'main')
    const workspace = await open('full')
    expect(String(await workspace.tree.read('dir/keep.yaml'))).toBe('k')
    const same = files({'dir/keep.yaml': 'k', 'run.sh': 'x'})
    expect(await workspace.commit({files: same, message: 'nothing', author: AUTHOR})).toBeUndefined()
    await workspace.push()
    await workspace.commit({files: files({'dir/new.yaml': 'n', 'run.sh': 'y'}), message: 'new', author: AUTHOR})
    await workspace.push()
    const after = (await served('full', 'ls-tree', '-r', 'main')).split('\n')
    expect(after.filter((line) => !/new\.yaml|run\.sh/.test(line))).toEqual(
      before.split('\n').filter((line) => !/run\.sh/.test(line)),
    )
    expect(after.find((line) => line.endsWith('run.sh'))).toMatch(/^100755 /)
    expect(await served('full', 'fsck', '--strict')).toBe('')
  })

  it('does not overwrite what somebody pushed meanwhile', async () => {
    await repos.create('busy')
    await repos.commit('busy', {branch: 'main', message: 'old', write: {a: '1'}})
    const workspace = await open('busy')
    const theirs = await repos.commit('busy', {branch: 'main', message: 'theirs', write: {b: '2'}})
    await workspace.commit({files: files({c: '3'}), message: 'ours', author: AUTHOR})
    await expect(workspace.push()).rejects.toMatchObject({
      code: 'git-conflict',
      message: 'failed to push to remote: non-fast-forward update: refs/heads/main',
    })
    expect(await served('busy', 'rev-parse', 'main')).toBe(theirs)
  })

  it('has pushed when the server took the commit, even if its answer got lost', async () => {
    await repos.create('lost')
    mute = 'lost'
    const workspace = await open('lost')
    for (const content of ['1', '2']) {
      await workspace.commit({files: files({a: content}), message: content, author: AUTHOR})
      await workspace.push()
      expect(await served('lost', 'rev-parse', 'main')).toBe(workspace.head)
    }
    // what the server did not take is told as before
    const hook = join(repos.served, 'lost/hooks/pre-receive')
    writeFileSync(hook, '#!/bin/sh\nexit 1\n', {mode: 0o755})
    await workspace.commit({files: files({a: '3'}), message: '3', author: AUTHOR})
    await expect(workspace.push()).rejects.toMatchObject({code: 'git-network', message: /^failed to push to remote: /})
  })

  it('tells why the server refuses', async () => {
    await repos.create('guarded')
    await repos.commit('guarded', {branch: 'main', message: 'old', write: {a: '1'}})
    const hook = join(repos.served, 'guarded/hooks/pre-receive')
    writeFileSync(hook, '#!/bin/sh\necho "GH006: Protected branch update failed" >&2\nexit 1\n')
    chmodSync(hook, 0o755)
    const workspace = await open('guarded')
    await workspace.commit({files: files({c: '3'}), message: 'ours', author: AUTHOR})
    await expect(workspace.push()).rejects.toMatchObject({
      code: 'git-refused',
      message: 'failed to push to remote: command error on refs/heads/main: pre-receive hook declined',
      hints: ['the server said: GH006: Protected branch update failed'],
    })
  })

  it('logs in, and says when it may not', async () => {
    await repos.create('private')
    await expect(open('private')).rejects.toMatchObject({code: 'git-auth'})
    const workspace = await open('private', {username: 'me', password: 'secret'})
    await workspace.commit({files: files({a: '1'}), message: 'first', author: AUTHOR})
    await workspace.push()
    expect(await served('private', 'rev-parse', 'main')).toBe(workspace.head)
  })

  it('pushes over ssh, also to an empty repository', async () => {
    await repos.create('keyed')
    const url = `ssh://git@${ssh.host}/keyed`
    for (const content of ['1', '2']) {
      const workspace = await git.open({url, branch: 'main', auth: sshAuth()})
      await workspace.commit({files: files({a: content}), message: content, author: AUTHOR})
      await workspace.push()
      expect(await served('keyed', 'rev-parse', 'main')).toBe(workspace.head)
    }
    expect(await served('keyed', 'rev-list', '--count', 'main')).toBe('2')
  })

  it('says when a key is wanted of an agent that is not there', async () => {
    const opened = git.open({url: `ssh://git@${ssh.host}/keyed`, branch: 'main', auth: {agent: ''}})
    await expect(opened).rejects.toThrow(
      /^unable to construct auth method with options: error creating SSH agent: "SSH agent requested but SSH_AUTH_SOCK not-specified"$/,
    )
  })

  it('names a branch and a repository that are missing', async () => {
    await repos.create('other')
    await repos.commit('other', {branch: 'main', message: 'old', write: {a: '1'}})
    const missing = git.open({url: `${http.url}/other`, branch: 'release'})
    await expect(missing).rejects.toThrow(`unable to clone '${http.url}/other': couldn't find remote ref "refs/heads/release"`)
    await expect(open('nowhere')).rejects.toMatchObject({code: 'git-not-found'})
  })

  it('signs commits in a form that git reads', async () => {
    await repos.create('signed')
    const workspace = await open('signed')
    let payload = ''
    const armoured = '-----BEGIN SSH SIGNATURE-----\nabc\ndef\n-----END SSH SIGNATURE-----\n'
    const sign = async (bytes: Uint8Array) => {
      payload = Buffer.from(bytes).toString()
      return armoured
    }
    await workspace.commit({files: files({a: '1'}), message: 'signed', author: AUTHOR, sign})
    await workspace.push()
    const raw = await served('signed', 'cat-file', 'commit', 'main')
    expect(raw).toContain('\ngpgsig -----BEGIN SSH SIGNATURE-----\n abc\n def\n -----END SSH SIGNATURE-----\n\nsigned')
    expect(payload).toBe(raw.replace(/gpgsig [\s\S]*?-----END SSH SIGNATURE-----\n/, ''))
    expect(await served('signed', 'fsck', '--strict')).toBe('')
  })

  it('refuses paths that lead out of the repository or through a file', async () => {
    await repos.create('paths')
    await repos.commit('paths', {branch: 'main', message: 'old', write: {file: '1'}})
    const workspace = await open('paths')
    const commit = (path: string) => workspace.commit({files: files({[path]: 'x'}), message: 'x', author: AUTHOR})
    await expect(commit('../x')).rejects.toMatchObject({code: 'git-invalid'})
    await expect(commit('file/x')).rejects.toMatchObject({code: 'git-invalid', message: "'file' is no folder"})
  })

  it('does not write through a symbolic link, as Flux would not read through it', async () => {
    await repos.create('linked')
    await repos.commit('linked', {branch: 'main', message: 'old', write: {'a/file': '1'}, links: {l: 'a'}})
    const workspace = await open('linked')
    await expect(workspace.commit({files: files({'l/x': 'x'}), message: 'x', author: AUTHOR})).rejects.toMatchObject({
      code: 'git-invalid',
      message: "'l' is a symbolic link, which Flux does not follow: name the folder that it leads to",
    })
  })
})
