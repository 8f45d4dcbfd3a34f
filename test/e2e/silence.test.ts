import {type ChildProcess, spawn} from 'node:child_process'
import {closeSync, existsSync, mkdtempSync, openSync, rmSync, writeFileSync} from 'node:fs'
import {createServer, type Server, type Socket} from 'node:net'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'flux-silence-'))
const sockets: Socket[] = []
let server: Server
let port = 0
/** told when somebody has connected */
let connected: () => void = () => undefined

beforeAll(async () => {
  server = createServer((socket) => {
    sockets.push(socket)
    socket.on('error', () => undefined)
    connected()
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  port = (server.address() as {port: number}).port
})

afterAll(() => {
  for (const socket of sockets) socket.destroy()
  server.close()
  rmSync(folder, {recursive: true, force: true})
})

function kubeconfig(name: string, cluster: object, user: object): string {
  const path = join(folder, name)
  const config = {
    'current-context': 'x',
    clusters: [{name: 'x', cluster}],
    users: [{name: 'x', user}],
    contexts: [{name: 'x', context: {cluster: 'x', user: 'x'}}],
  }
  writeFileSync(path, JSON.stringify(config))
  return path
}

function start(args: readonly string[], KUBECONFIG = '', stdout: 'pipe' | number = 'pipe') {
  const child = spawn(process.execPath, [join(root, 'bin/dev.js'), ...args], {
    env: {...process.env, HOME: folder, KUBECONFIG},
    stdio: ['ignore', stdout, 'pipe'],
  })
  let stderr = ''
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const end = new Promise<{code: number | string | null; stderr: string}>((done) =>
    child.once('close', (code, signal) => done({code: code ?? signal, stderr})),
  )
  return {child: child as ChildProcess, end}
}

const places = {
  'a greeting of TLS': () => kubeconfig('tls', {server: `https://127.0.0.1:${port}`}, {}),
  'an answer': () => kubeconfig('http', {server: `http://127.0.0.1:${port}`}, {}),
  'a proxy': () => kubeconfig('proxy', {server: 'https://127.0.0.1:1', 'proxy-url': `http://127.0.0.1:${port}`}, {}),
}

describe('nobody answers', () => {
  it.each(Object.entries(places))('the deadline ends waiting for %s', async (_, place) => {
    const {code, stderr} = await start(['get', 'ks', '-A', '--timeout', '1s'], place()).end
    expect(stderr).toMatch(/^✗ failed to get server groups: Get "https?:\/\/127\.0\.0\.1:\d+\/api": context deadline exceeded\n/)
    expect(code).toBe(1)
  })

  it.each(Object.entries(places))('one Ctrl-C ends waiting for %s, whatever the command makes of failures', async (_, place) => {
    const asked = new Promise<void>((done) => {
      connected = done
    })
    const {child, end} = start(['suspend', 'ks', 'web'], place())
    await asked
    child.kill('SIGINT')
    expect(await end).toEqual({code: 'SIGINT', stderr: ''})
  })

  // what CNCF's flux 2.9.5 has said by then
  const said: Readonly<Record<string, string>> = {
    'get all': '',
    'get ks --watch': '',
    'events --watch': '',
    'suspend ks web other': '',
    'resume ks web': '',
    stats: '',
    check: '► checking prerequisites\n',
    'uninstall -s': '► deleting components in flux-system namespace\n',
    'create tenant dev --with-namespace apps': '► applying namespace apps\n',
  }
  it.each(Object.entries(said))('%s dies by the signal and says nothing more', async (line, stderr) => {
    const asked = new Promise<void>((done) => {
      connected = done
    })
    const {child, end} = start(line.split(' '), places['an answer']())
    await asked
    child.kill('SIGHUP')
    expect(await end).toEqual({code: 'SIGHUP', stderr})
  })

  it('a credential plugin that hangs is ended with the command', async () => {
    const mark = join(folder, 'pid')
    const script = `require('fs').writeFileSync(${JSON.stringify(mark)}, String(process.pid)); setInterval(() => {}, 1000)`
    const exec = {
      apiVersion: 'client.authentication.k8s.io/v1',
      interactiveMode: 'Never',
      command: process.execPath,
      args: ['-e', script],
    }
    const {child, end} = start(['get', 'ks'], kubeconfig('exec', {server: 'https://127.0.0.1:1'}, {exec}))
    while (!existsSync(mark)) await new Promise((later) => setTimeout(later, 20))
    child.kill('SIGTERM')
    expect(await end).toEqual({code: 'SIGTERM', stderr: ''})
  })
})

describe.runIf(existsSync('/dev/full'))('a full disk', () => {
  it.each([['--version'], ['--help'], ['get sources'], ['version --client']])('%s', async (line) => {
    const full = openSync('/dev/full', 'w')
    const {code, stderr} = await start(line.split(' '), '', full).end
    closeSync(full)
    expect({code, stderr}).toEqual({code: 1, stderr: '✗ write /dev/stdout: no space left on device\n'})
  })
})
