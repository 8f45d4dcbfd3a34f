import {spawnSync} from 'node:child_process'
import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {afterAll, describe, expect, it} from 'vitest'
import {createRedactor} from '../../src/lib/errors/redact.js'
import type {KubeClient} from '../../src/lib/ports/kube.js'
import {connect} from '../../src/lib/wiring/connect.js'
import {capturedOut} from '../fakes/captured-out.js'

const root = resolve(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'flux-durable-'))
const data = join(folder, 'data')

function flux(...args: string[]) {
  return spawnSync(process.execPath, [join(root, 'bin/dev.js'), ...args, '--data-dir', data], {encoding: 'utf8', cwd: folder})
}

async function client(): Promise<KubeClient> {
  const {out} = capturedOut()
  const signal = new AbortController().signal
  const {ctx} = await connect({kubeconfig: join(data, 'kubeconfig'), env: {}, out, signal}, createRedactor())
  return ctx.kube
}

describe('flux cluster start --data-dir', () => {
  afterAll(() => {
    flux('cluster', 'stop')
    rmSync(folder, {recursive: true, force: true})
  })

  it('loses nothing that was acknowledged when it is killed under writes', async () => {
    expect(flux('cluster', 'start').status).toBe(0)
    const {pid} = JSON.parse(flux('cluster', 'status', '-o', 'json').stdout) as {pid: number}
    const kube = await client()
    const acknowledged = new Map<string, string>()
    const writer = async (id: number) => {
      for (let n = 0; ; n++) {
        const name = `c-${id}-${n % 20}`
        const object = {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name, namespace: 'default'}, data: {n: String(n)}}
        await kube.apply(object, {fieldManager: 'test', force: true})
        acknowledged.set(name, String(n))
        // writers are not equally fast: all objects are there, and some were written again
        if (n >= 25 && acknowledged.size === 80) process.kill(pid, 'SIGKILL')
      }
    }
    await Promise.allSettled(Array.from({length: 4}, (_, id) => writer(id)))
    expect(acknowledged.size).toBe(80)
    expect(flux('cluster', 'status').status).toBe(1)

    expect(flux('cluster', 'start').status).toBe(0)
    const {items} = await (await client()).list({apiVersion: 'v1', kind: 'ConfigMap'}, {namespace: 'default'})
    const kept = new Map(items.map((object) => [object.metadata.name!, Number((object['data'] as {n?: string})?.n)]))
    const lost = [...acknowledged].filter(([name, n]) => !(kept.get(name)! >= Number(n)))
    expect(lost).toEqual([])
  })
})
