import {spawn, spawnSync} from 'node:child_process'
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {accessFromText} from '../../src/lib/adapters/kube/access/load-access.js'
import {createKubeClient} from '../../src/lib/adapters/kube/client.js'
import {createHttpsTransport} from '../../src/lib/adapters/kube/https/https-transport.js'
import {createDiskFs} from '../../src/lib/adapters/system/disk-fs.js'
import {systemRandom} from '../../src/lib/adapters/system/random.js'
import {createSystemClock} from '../../src/lib/adapters/system/system-clock.js'
import {createTasks} from '../../src/lib/adapters/system/tasks.js'
import type {KubeClient, KubeTransport} from '../../src/lib/ports/kube.js'

const root = resolve(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'flux-interrupt-'))
const {NODE_EXTRA_CA_CERTS: _, KUBECONFIG: __, ...rest} = process.env
const program = [join(root, 'bin/dev.js')]
const dataDir = join(folder, 'data')
const source = join(folder, 'fleet')
const env: Record<string, string | undefined> = {...rest, HOME: folder, XDG_CACHE_HOME: join(folder, 'cache')}

const flux = (...args: string[]) => spawnSync(process.execPath, [...program, ...args], {env, encoding: 'utf8', cwd: folder})

/** As many as a machine that is busy elsewhere while it looks for the first of them does not finish meanwhile. */
const MANY = 1200

/** A fleet of ConfigMaps m0, m1, ... */
function publish(count: number): void {
  const maps = Array.from({length: count}, (_, index) =>
    ['apiVersion: v1', 'kind: ConfigMap', 'metadata:', `  name: m${index}`, '  namespace: default', ''].join('\n'),
  )
  mkdirSync(source, {recursive: true})
  writeFileSync(join(source, 'maps.yaml'), maps.join('---\n'))
}

describe('a run that is cut off in the middle of an apply', () => {
  let kube: KubeClient
  let transport: KubeTransport

  beforeAll(async () => {
    const started = flux('cluster', 'start', '--data-dir', dataDir, '--ready-after', '0s')
    env.KUBECONFIG = started.stdout.trim()
    const [clock, tasks, random] = [createSystemClock(), createTasks(), systemRandom]
    const needs = {clock, tasks, random, fs: createDiskFs(tasks, random)}
    const access = await accessFromText(readFileSync(env.KUBECONFIG, 'utf8'), needs)
    transport = createHttpsTransport({access, ...needs, userAgent: 'test'})
    kube = createKubeClient({transport, clock, random, userAgent: 'test'})
  })
  afterAll(async () => {
    await transport.close()
    flux('cluster', 'stop', '--data-dir', dataDir)
    rmSync(folder, {recursive: true, force: true})
  })

  const present = async () => {
    const {items} = await kube.list({apiVersion: 'v1', kind: 'ConfigMap'}, {namespace: 'default'})
    return items.map(({metadata}) => metadata.name!).filter((name) => /^m\d+$/.test(name))
  }
  const inventory = async () => {
    const ref = {
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      namespace: 'flux-system',
      name: 'flux-system',
    }
    const {status} = (await kube.get(ref)) as unknown as {status: {inventory: {entries: {id: string}[]}}}
    return status.inventory.entries.map(({id}) => id.split('_')[1]!)
  }
  const run = () => flux('run', '--once', '--install-crds', '--source', source)
  const cutOff = async (signal: NodeJS.Signals) => {
    const child = spawn(process.execPath, [...program, 'run', '--once', '--source', source], {
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let said = ''
    child.stderr.on('data', (chunk) => (said += chunk))
    const end = new Promise<number | string | null>((done) => child.once('close', (code, signal) => done(code ?? signal)))
    while (child.exitCode === null && (await present()).length < 10) await new Promise((done) => setTimeout(done, 10))
    child.kill(signal)
    return {code: await end, said}
  }

  it('a closed terminal: what it made is in the inventory, and pruned when it leaves Git', async () => {
    publish(1)
    expect(run().status).toBe(0)
    publish(MANY)
    const {code, said} = await cutOff('SIGHUP')
    expect(code).toBe('SIGHUP')
    expect(said).toMatch(/Kustomization flux-system\/flux-system was interrupted: .*, the next run takes up what was left\n$/)
    const made = await present()
    expect(made.length).toBeLessThan(MANY)
    expect(await inventory()).toEqual(expect.arrayContaining(made))
    publish(1)
    expect(run().status).toBe(0)
    expect(await present()).toEqual(['m0'])
  })

  it('kill -9: the same, and its leases keep nobody waiting', async () => {
    publish(MANY)
    await cutOff('SIGKILL')
    const made = await present()
    expect(made.length).toBeLessThan(MANY)
    expect(await inventory()).toEqual(expect.arrayContaining(made))
    publish(1)
    const next = run()
    expect(next.stderr).toMatch(/► Lease flux-system\/\S+ was left behind by flux-run_\S+, a run that is over\n/)
    expect(next.status).toBe(0)
    expect(await present()).toEqual(['m0'])
  })
})
