import {spawn} from 'node:child_process'
import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {startApiServer} from '../../src/lib/adapters/apiserver/index.js'
import type {KubeObject} from '../../src/lib/ports/kube.js'

type State = 'create' | 'change' | 'delete'

/** Runs one writer until it is killed at a random moment; returns what it was told is done, by name. */
async function writeUntilKilled(runner: string, folder: string, round: number): Promise<Map<string, State>> {
  const child = spawn(process.execPath, [runner, 'crash-writer', folder, String(round)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const acknowledged = new Map<string, State>()
  let rest = ''
  child.stdout.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const [state, name] = line.split(' ')
      if (name === undefined) continue
      // counted from what is done: a busy machine needs longer for the first write
      if (acknowledged.size === 0) setTimeout(() => child.kill('SIGKILL'), Math.random() * 400)
      acknowledged.set(name, state as State)
    }
  })
  await new Promise((resolve) => child.on('close', resolve))
  // the runner's bundle, which a killed process leaves behind
  await rm(join(dirname(runner), '../node_modules/.cache/flux-scripts', `crash-writer.${child.pid}.mjs`), {force: true})
  return acknowledged
}

/** Kills a writing server again and again and returns what was lost or half-written. `runner` is scripts/run.mjs. */
export async function crashRounds(runner: string, rounds: number): Promise<{faults: string[]; acknowledged: number}> {
  const folder = await mkdtemp(join(tmpdir(), 'crash-'))
  const faults: string[] = []
  const all = new Map<string, State>()
  try {
    for (let round = 0; round < rounds; round++) {
      for (const [name, state] of await writeUntilKilled(runner, folder, round)) all.set(name, state)
      faults.push(...(await compare(folder, all)))
    }
  } finally {
    await rm(folder, {recursive: true, force: true})
  }
  return {faults, acknowledged: all.size}
}

async function compare(folder: string, acknowledged: ReadonlyMap<string, State>): Promise<string[]> {
  const server = await startApiServer({dataDir: folder, kubelet: false})
  try {
    const response = await server.transport().request({method: 'GET', path: '/api/v1/namespaces/default/configmaps'})
    const items = (response.body as unknown as {items: KubeObject[]}).items
    const stored = new Map(items.map((item) => [item.metadata.name ?? '', item.data as {n: string; fill: string} | undefined]))
    return [...acknowledged].flatMap(([name, state]) => {
      const data = stored.get(name)
      // the write after the last acknowledged one may or may not have happened
      if (state === 'delete') return data ? [`${name}: deleted, but there`] : []
      if (!data) return Number(name.split('-')[2]) % 3 === 0 && state === 'change' ? [] : [`${name}: ${state}d, but lost`]
      if (data.fill.length !== 500) return [`${name}: half-written`]
      return state === 'change' && data.n !== 'changed' ? [`${name}: its change is lost`] : []
    })
  } finally {
    await server.close()
  }
}
