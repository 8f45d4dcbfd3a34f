// Whole processes beside `node -e 0`, interleaved, medians. usage: npm run bench -- startup [ROUNDS]
import {spawnSync} from 'node:child_process'
import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

const root = join(import.meta.dirname, '..')
const flux = join(root, 'bin/run.js')

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!

export async function run(args: readonly string[]): Promise<{name: string; value: number; unit: string}[]> {
  const rounds = Number(args[0] ?? 15)
  const folder = mkdtempSync(join(tmpdir(), 'flux-bench-'))
  // NODE_EXTRA_CA_CERTS costs Node 20 about 40 ms at every start; it says nothing about the tool
  const {NODE_EXTRA_CA_CERTS: _, ...env} = process.env
  const node = (words: readonly string[], more = {}) => {
    const started = performance.now()
    const {status, stderr} = spawnSync(process.execPath, words, {env: {...env, ...more}, encoding: 'utf8'})
    if (status !== 0) throw new Error(`${words.join(' ')}: exit ${status}: ${stderr}`)
    return performance.now() - started
  }
  const cluster = ['--data-dir', folder]
  node([flux, 'cluster', 'start', ...cluster])
  const kube = {KUBECONFIG: join(folder, 'kubeconfig')}
  try {
    node(
      [flux, 'run', '--source', join(root, 'examples/fleet'), '--path', 'clusters/production', '--once', '--install-crds'],
      kube,
    )
    const lines: Record<string, () => number> = {
      'node -e 0': () => node(['-e', '0']),
      '--version': () => node([flux, '--version']),
      'get kustomizations': () => node([flux, 'get', 'kustomizations'], kube),
      '--help': () => node([flux, '--help']),
    }
    const times = new Map(Object.keys(lines).map((name) => [name, [] as number[]]))
    for (let round = -2; round < rounds; round++) {
      for (const [name, measure] of Object.entries(lines)) {
        const ms = measure()
        if (round >= 0) times.get(name)!.push(ms)
      }
    }
    const bare = median(times.get('node -e 0')!)
    return [...times].flatMap(([name, values]) => [
      {name: `${name} ms`, value: median(values), unit: 'ms'},
      ...(name === 'node -e 0' ? [] : [{name, value: median(values) / bare, unit: 'x node -e 0'}]),
    ])
  } finally {
    node([flux, 'cluster', 'stop', ...cluster])
    rmSync(folder, {recursive: true, force: true})
  }
}
