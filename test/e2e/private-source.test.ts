import {spawn} from 'node:child_process'
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {type GitHttp, startGitHttp} from '../fakes/git-http.js'
import {GitRepos} from '../fakes/git-repo.js'
import {type GitSsh, startGitSsh} from '../fakes/git-ssh.js'
import {sshKeyPair} from '../fakes/ssh-keys.js'

const root = resolve(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'flux-private-'))
const {NODE_EXTRA_CA_CERTS: _, KUBECONFIG: __, ...rest} = process.env
const PASSWORD = 'hush-hush-4711'

function run(args: readonly string[], more: Record<string, string> = {}) {
  const env = {...rest, HOME: folder, XDG_CACHE_HOME: join(folder, 'cache'), ...more}
  const words = ['run', '--embedded', '--once', '--timeout', '60s', '--ready-after', '0s', '-o', 'json', ...args]
  const child = spawn(process.execPath, [join(root, 'bin/dev.js'), ...words], {
    ...{env, cwd: folder},
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [out, err] = ['', '']
  child.stdout.on('data', (chunk) => (out += chunk))
  child.stderr.on('data', (chunk) => (err += chunk))
  return new Promise<{code: number | null; out: string; err: string}>((done) =>
    child.once('close', (code) => done({code, out, err})),
  )
}

describe('a fleet in a repository that needs a login', () => {
  const repos = new GitRepos(folder)
  let http: GitHttp
  let ssh: GitSsh

  beforeAll(async () => {
    mkdirSync(repos.served)
    await repos.create('fleet.git')
    const map = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  namespace: default\ndata:\n  a: "1"\n'
    await repos.commit('fleet.git', {branch: 'main', message: 'first', write: {'clusters/a/map.yaml': map}})
    const basic = `Basic ${Buffer.from(`me:${PASSWORD}`).toString('base64')}`
    http = await startGitHttp({root: repos.served, allow: (_path, authorization) => authorization === basic})
    const [server, client] = [sshKeyPair('ecdsa'), sshKeyPair('ed25519')]
    writeFileSync(join(folder, 'id'), client.private, {mode: 0o600})
    ssh = await startGitSsh({root: repos.served, hostKeys: [server.private], authorized: [client.public]})
  })
  afterAll(async () => {
    await http.close()
    await ssh.close()
    rmSync(folder, {recursive: true, force: true})
  })

  it('is read over http with a user and the password of the environment, which nobody sees', async () => {
    const args = ['--source', `${http.url}/fleet.git`, '--path', 'clusters/a', '--username', 'me', '--log-level', 'debug']
    const {code, out, err} = await run(args, {GIT_PASSWORD: PASSWORD})
    expect(err).toContain('► the login of the source is in the Secret flux-system/flux-system')
    expect(JSON.parse(out)).toMatchObject({ready: true, applied: [{objects: ['ConfigMap/default/a']}]})
    expect(code).toBe(0)
    expect(out + err).not.toContain(PASSWORD)
    expect(out + err).not.toContain(Buffer.from(PASSWORD).toString('base64'))
  })

  it('is read over ssh with a key, and without one says which flag brings it', async () => {
    const source = ['--source', `ssh://127.0.0.1:${ssh.port}/fleet.git`, '--path', 'clusters/a']
    const {code, out, err} = await run([...source, '--private-key-file', 'id'])
    expect(err).toContain('► collected public key from SSH server:\n[127.0.0.1]:')
    expect(JSON.parse(out)).toMatchObject({ready: true, applied: [{objects: ['ConfigMap/default/a']}]})
    expect(code).toBe(0)
    const without = await run(source)
    expect(without.code).toBe(1)
    expect(without.err).toMatch(/✗ ssh:.* needs an SSH key\n► give it with: --private-key-file FILE/)
  })

  it('is named as a URL', async () => {
    const {code, err} = await run(['--source', 'git@git.example.com:team/fleet.git'])
    expect([code, err]).toEqual([
      1,
      '✗ the source git@git.example.com:team/fleet.git is in the form of scp, and no URL\n' +
        '► write it as: --source ssh://git@git.example.com/team/fleet.git\n',
    ])
  })

  it('holds no token in its URL', async () => {
    const {code, out, err} = await run(['--source', 'https://ghp_canary@git.example.com/fleet.git'])
    expect([code, err.split('\n')[0]]).toEqual([1, '✗ the URL of --source holds a user or token'])
    expect(out + err).not.toContain('ghp_canary')
  })
})
