import {type ChildProcess, spawn, spawnSync} from 'node:child_process'
import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'flux-e2e-'))
const {NODE_EXTRA_CA_CERTS: _, KUBECONFIG: __, ...rest} = process.env
const env = {...rest, HOME: folder, XDG_CACHE_HOME: join(folder, 'cache')}
const program = [join(root, 'bin/dev.js')]

function flux(args: readonly string[], more: Record<string, string> = {}) {
  return spawnSync(process.execPath, [...program, ...args], {env: {...env, ...more}, encoding: 'utf8', cwd: folder})
}

function ended(child: ChildProcess): Promise<{code: number | null; signal: string | null}> {
  return new Promise((done) => child.once('close', (code, signal) => done({code, signal})))
}

describe('flux as a process', () => {
  let kubeconfig = ''

  beforeAll(() => {
    const started = flux(['cluster', 'start', '--ready-after', '0s'])
    expect(started.stderr).toContain('✔ Kubernetes API at https://127.0.0.1:')
    kubeconfig = started.stdout.trim()
  })

  afterAll(() => {
    expect(flux(['cluster', 'stop']).stderr).toBe('✔ embedded Kubernetes API stopped\n')
    expect(flux(['cluster', 'status']).status).toBe(1)
    rmSync(folder, {recursive: true, force: true})
  })

  it('writes a kubeconfig that only its owner reads, and says where it is', () => {
    expect(statSync(kubeconfig).mode & 0o777).toBe(0o600)
    const status = flux(['cluster', 'status', '-o', 'json'])
    expect(JSON.parse(status.stdout)).toMatchObject({kubeconfig, server: expect.stringMatching(/^https:\/\/127\.0\.0\.1:\d+$/)})
    const again = flux(['cluster', 'start'])
    expect(again.stdout.trim()).toBe(kubeconfig)
    expect(again.stderr).toMatch(
      /^⚠️ runs already since \S+, with what others have put there: nothing was started\n✔ Kubernetes API at /,
    )
  })

  it('refuses a cluster without our kinds and says what helps', () => {
    const run = flux(['run', '--once'], {KUBECONFIG: kubeconfig})
    expect(run.status).toBe(1)
    expect(run.stderr).toMatch(/✗ the cluster does not know the kind GitRepository .*\n► flux run --install-crds/)
  })

  it('reconciles a fleet in that cluster, shows it, and leaves the leases free', () => {
    const source = ['--source', join(root, 'examples/fleet'), '--path', 'clusters/production']
    const run = flux(['run', ...source, '--once', '--install-crds'], {KUBECONFIG: kubeconfig})
    expect(run.stderr).toContain('✔ Kustomization flux-system/apps: Applied revision: main@sha1:')
    expect(run.status).toBe(0)
    expect(run.stdout).toMatch(/Kustomization flux-system\/apps applied 7 objects of main@sha1:[0-9a-f]{8}\n {2}Namespace\/shop/)
    expect(flux(['get', 'ks', 'apps', '--no-header'], {KUBECONFIG: kubeconfig}).stdout).toMatch(
      /^apps\tmain@sha1:[0-9a-f]{8}\tFalse\tTrue\t/,
    )
    const again = flux(['run', ...source, '--once', '-o', 'json'], {KUBECONFIG: kubeconfig})
    expect(JSON.parse(again.stdout)).toMatchObject({ready: true, notReady: []})
  })

  it('ends in time, with the address, when the API goes away', async () => {
    const dataDir = join(folder, 'gone')
    const config = flux(['cluster', 'start', '--data-dir', dataDir]).stdout.trim()
    const state = JSON.parse(flux(['cluster', 'status', '--data-dir', dataDir, '-o', 'json']).stdout)
    const source = ['--source', join(root, 'examples/fleet'), '--path', 'clusters/production']
    const words = ['run', '--once', '--timeout', '5s', '--install-crds', ...source]
    const child = spawn(process.execPath, [...program, ...words], {
      env: {...env, KUBECONFIG: config},
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let said = ''
    child.stderr!.on('data', (chunk) => {
      if (!said.includes('► running') && `${said}${chunk}`.includes('► running')) process.kill(state.pid, 'SIGKILL')
      said += chunk
    })
    expect(await ended(child)).toEqual({code: 1, signal: null})
    expect(said).toContain(`✗ the Kubernetes API at ${state.server} does not answer any more`)
  })

  it.runIf(existsSync('/proc/self/cmdline'))('shows no secret of its line in lists of processes', async () => {
    const words = ['bootstrap', 'git', '--url=https://me:canary-1@127.0.0.1:1/x', '--token-auth', '--gpg-passphrase=canary-2']
    // waits for the password on stdin
    const child = spawn(process.execPath, [...program, ...words], {env, stdio: ['pipe', 'pipe', 'ignore']})
    await new Promise<void>((done) =>
      child.stdout!.on('data', (chunk) => {
        if (String(chunk).includes('password: ')) done()
      }),
    )
    const shown = readFileSync(`/proc/${child.pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trimEnd()
    child.stdin!.end()
    expect(await ended(child)).toEqual({code: 1, signal: null})
    expect(shown).toBe('flux bootstrap git --url=https://me:***@127.0.0.1:1/x --token-auth --gpg-passphrase=***')
  })

  it('says all of a long error to a pipe, however slow its reader is', async () => {
    const chart = join(folder, 'endless')
    mkdirSync(join(chart, 'templates'), {recursive: true})
    writeFileSync(join(chart, 'Chart.yaml'), 'apiVersion: v2\nname: endless\nversion: 1.0.0\n')
    writeFileSync(join(chart, 'templates/a.yaml'), '{{ define "a" }}{{ include "a" . }}{{ end }}{{ include "a" . }}\n')
    // a pipe of the shell: what a child of Node's has written and nobody read is thrown away when the child ends
    const slowly = '"$@" 2>&1 >/dev/null | { sleep 1.5; cat; }; exit ${PIPESTATUS[0]}'
    const line = [process.execPath, ...program, 'build', 'chart', chart]
    const {status, stdout: text} = spawnSync('bash', ['-c', slowly, 'bash', ...line], {env, encoding: 'utf8', maxBuffer: 2 ** 24})
    expect(status).toBe(1)
    expect(text.length).toBeGreaterThan(65_536)
    expect(text).toMatch(/rendering template has a nested reference name: a: unable to execute template\n/)
  })

  it('ends by SIGPIPE, without a word, when nobody reads its output', async () => {
    const child = spawn(process.execPath, [...program, '--help'], {env, stdio: ['ignore', 'pipe', 'pipe']})
    child.stdout!.destroy()
    let said = ''
    child.stderr!.on('data', (chunk) => (said += chunk))
    expect(await ended(child)).toEqual({code: null, signal: 'SIGPIPE'})
    expect(said).toBe('')
  })

  it('gives up its work at the first Ctrl-C and reports what is there', async () => {
    const source = ['--source', join(root, 'examples/fleet'), '--path', 'clusters/production']
    const child = spawn(process.execPath, [...program, 'run', '--embedded', ...source], {env, stdio: ['ignore', 'pipe', 'pipe']})
    let out = ''
    let said = ''
    child.stdout!.on('data', (chunk) => (out += chunk))
    const running = new Promise<void>((done) =>
      child.stderr!.on('data', (chunk) => {
        said += chunk
        if (said.includes('✔ Kustomization flux-system/flux-system')) done()
      }),
    )
    await running
    child.kill('SIGINT')
    expect(await ended(child)).toEqual({code: 0, signal: null})
    expect(out).toContain('kustomization/flux-system')
  })

  it('leaves no kubeconfig behind, even when Ctrl-C is pressed twice', async () => {
    const child = spawn(process.execPath, [...program, 'run', '--embedded'], {env, stdio: ['ignore', 'pipe', 'pipe']})
    const written = await new Promise<string>((done) => {
      let said = ''
      child.stderr!.on('data', (chunk) => {
        said += chunk
        const path = /export KUBECONFIG=(.*)\n/.exec(said)?.[1]
        if (path) done(path)
      })
    })
    expect(existsSync(written)).toBe(true)
    child.kill('SIGINT')
    setTimeout(() => child.kill('SIGINT'), 5)
    await ended(child)
    expect(existsSync(written)).toBe(false)
  })
})
