// Plays scenes on a real kube-apiserver with kube-controller-manager (no kubelet) and on the embedded one, and compares what
// is there after each step.
// usage: node scripts/run.mjs differential-workloads KUBECONFIG [--scene START_OF_NAMES]
import {parseArgs} from 'node:util'
import {startApiServer} from '../src/lib/adapters/apiserver/index.js'
import {embeddedTarget, kubeconfigTarget} from '../test/conformance/targets.js'
import {playScene, type Snapshot} from '../test/differential/workload-play.js'
import {type Scene, scenes} from '../test/differential/workload-scenes.js'

const {values, positionals} = parseArgs({allowPositionals: true, options: {scene: {type: 'string'}}})
const kubeconfig = positionals[0]
if (!kubeconfig) throw new Error('which kubeconfig?')
const real = kubeconfigTarget(kubeconfig)
const server = await startApiServer({kubelet: false})
const embedded = embeddedTarget(server, {sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms))})
const stamp = Date.now().toString(36)

function differences(a: unknown, b: unknown, path = ''): string[] {
  if (JSON.stringify(a) === JSON.stringify(b)) return []
  const plain = (value: unknown) => typeof value !== 'object' || value === null
  if (plain(a) || plain(b) || Array.isArray(a) !== Array.isArray(b)) {
    return [`${path}: real ${JSON.stringify(a)}, ours ${JSON.stringify(b)}`]
  }
  const keys = new Set([...Object.keys(a as object), ...Object.keys(b as object)])
  return [...keys].flatMap((key) => differences((a as never)[key], (b as never)[key], `${path}.${key}`))
}

function report(scene: Scene, at: number, expected: Snapshot | undefined, got: Snapshot | undefined): void {
  const lines = differences(expected, got)
  if (lines.length === 0) return
  console.log(`  step ${at} ${JSON.stringify(scene.steps[at]).slice(0, 160)}`)
  for (const line of lines.slice(0, 14)) console.log(`    ! ${line.slice(0, 700)}`)
}

async function compare(scene: Scene): Promise<boolean> {
  const [expected, got] = await Promise.all([
    playScene(real, scene, `w-${stamp}-${scene.name}`),
    playScene(embedded, scene, `w-${stamp}-${scene.name}`),
  ])
  const equal = JSON.stringify(expected) === JSON.stringify(got)
  console.log(`${equal ? 'equal' : 'DIFFERS'} ${scene.name}`)
  if (!equal) for (const at of scene.steps.keys()) report(scene, at, expected[at], got[at])
  return equal
}

const wanted = scenes.filter(({name}) => values.scene === undefined || name.startsWith(values.scene))
let equal = 0
for (let at = 0; at < wanted.length; at += 6) {
  const results = await Promise.all(wanted.slice(at, at + 6).map(compare))
  equal += results.filter(Boolean).length
}
console.log(`${equal} of ${wanted.length} scenes equal`)
await server.close()
process.exitCode = equal === wanted.length ? 0 : 1
