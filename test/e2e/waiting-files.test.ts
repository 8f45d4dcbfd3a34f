import {execFileSync, spawn} from 'node:child_process'
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {open} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'

const program = resolve(import.meta.dirname, '../../bin/dev.js')
const folder = mkdtempSync(join(tmpdir(), 'flux-waiting-'))
const env = {...process.env, HOME: folder, XDG_CACHE_HOME: join(folder, 'cache')}

beforeAll(() => {
  mkdirSync(join(folder, 'app'))
  mkdirSync(join(folder, 'objects'))
  const map = ['apiVersion: v1', 'kind: ConfigMap', 'metadata: {name: linked}', ''].join('\n')
  writeFileSync(join(folder, 'app/map.yaml'), map)
  execFileSync('mkfifo', ['pipe', 'objects/pipe.yaml'], {cwd: folder})
})
afterAll(() => rmSync(folder, {recursive: true, force: true}))

function started(line: string) {
  const child = spawn(process.execPath, [program, ...line.split(' ')], {env, cwd: folder})
  let stderr = ''
  child.stderr.on('data', (data) => {
    stderr += data
  })
  const ended = new Promise((done) => child.once('close', (code, signal) => done({code, signal, stderr})))
  return {child, ended}
}

describe('a pipe in place of a file', () => {
  it.each([
    ['SIGINT', 'get ks --kubeconfig pipe'],
    ['SIGTERM', 'create helmrelease web --source HelmRepository/a --chart a --export --values pipe'],
    ['SIGHUP', 'build kustomization web --dry-run --path app --kustomization-file pipe'],
    ['SIGTERM', 'cluster start --foreground --import pipe'],
  ] as const)('holds nobody whom %s ends: %s', async (signal, line) => {
    const {child, ended} = started(line)
    // opened when the other side is: it reads now, and nothing comes
    const writer = await open(join(folder, 'pipe'), 'w')
    child.kill(signal)
    expect(await ended).toEqual({code: null, signal, stderr: ''})
    await writer.close()
  })

  it('is told in folders, and not read', async () => {
    expect(await started('migrate -f objects --dry-run').ended).toEqual({
      ...{code: 0, signal: null},
      stderr:
        '► starting migration of custom resources\n⚠️ skipping irregular file objects/pipe.yaml\n' +
        '✔ no custom resources found that require migration\n',
    })
    expect(await started('restore -f objects --dry-run').ended).toMatchObject({
      ...{code: 1, stderr: '✗ objects/pipe.yaml: is a pipe, a socket or a device\n'},
    })
  })
})
