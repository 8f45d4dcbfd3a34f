// N Kustomizations of 4 objects from one GitRepository: time to all Ready, and what the same objects cost as bare
// server-side applies. On the embedded API; with --on on a real one that has no namespace `bench` yet; with --beside-cncf
// on kube-apiserver, ours and then CNCF's controllers, each on a fresh one that the bench starts (peers in $FLUX_PEERS/bin).
// usage: npm run bench -- reconcile [monorepo|shared] [N...] [--on KUBECONFIG | --beside-cncf] [--qps N]
import {execFile} from 'node:child_process'
import {parseArgs, promisify} from 'node:util'
import {missingPeers, PEERS_BIN} from '../test/handover/control-plane.js'
import {cncfIn} from '../test/handover/controller-processes.js'
import {OBJECTS, type Shape} from './reconcile/fleet.js'
import {type Measured, measure} from './reconcile/ours.js'
import {measureProcesses, onControlPlane} from './reconcile/processes.js'

interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: string
}

const SHAPES: readonly Shape[] = ['monorepo', 'shared']
const MARK = 'measured: '
/** Requests per second that either side may send to a real server: more than it can answer. */
const QPS = 2000

export async function run(args: readonly string[]): Promise<Figure[]> {
  const {values, positionals} = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      on: {type: 'string'},
      qps: {type: 'string', default: String(QPS)},
      'beside-cncf': {type: 'boolean'},
      /** what a process of its own is asked for */
      one: {type: 'boolean'},
    },
  })
  const qps = Number(values.qps)
  const counts = positionals.map(Number).filter((count) => count > 0)
  const shapes = SHAPES.filter((shape) => positionals.includes(shape))
  if (values.one) {
    console.log(MARK + JSON.stringify(await measure(counts[0]!, shapes[0]!, values.on, qps)))
    return []
  }
  const beside = values['beside-cncf']
  const missing = beside ? missingPeers(PEERS_BIN, {controllers: false}) : []
  if (missing.length > 0) {
    console.log(`skipped: ${missing.join(', ')} missing in ${PEERS_BIN}`)
    return []
  }
  const figures: Figure[] = []
  for (const shape of shapes.length > 0 ? shapes : SHAPES) {
    const ready = new Map<number, number>()
    for (const count of counts.length > 0 ? counts : [100, 300, 1000]) {
      const own = beside
        ? await besideCncf(shape, count, qps)
        : figuresOf(await inOwnProcess(shape, count, values.on, qps), shape, count, values.on)
      figures.push(...own)
      ready.set(count, own[0]!.value)
    }
    const [some, many] = [ready.get(300), ready.get(1000)]
    if (some && many && !beside && !values.on)
      figures.push({name: `${shape}.growth`, value: many / some, unit: 'x of 300 for 1,000'})
  }
  return figures
}

function figuresOf(
  {ready, again, bare, peak, cpu, serverCpu}: Measured,
  shape: Shape,
  count: number,
  on: string | undefined,
): Figure[] {
  const of = `${on ? 'cluster.' : ''}${shape}.${count}`
  return [
    {name: `${of}.ready`, value: ready / 1000, unit: 's'},
    {name: `${of}.cpu`, value: cpu / 1000, unit: 's'},
    ...(serverCpu === undefined ? [] : [{name: `${of}.server.cpu`, value: serverCpu / 1000, unit: 's'}]),
    {name: `${of}.throughput`, value: (count * OBJECTS * 1000) / ready, unit: 'objects/s'},
    {name: `${of}.unchanged`, value: again / 1000, unit: 's'},
    {name: `${of}.limit`, value: ready / bare, unit: 'x'},
    {name: `${of}.peak`, value: peak, unit: 'MiB'},
  ]
}

async function besideCncf(shape: Shape, count: number, qps: number): Promise<Figure[]> {
  const ours = await onControlPlane((kubeconfig) =>
    inOwnProcess(shape, count, kubeconfig, qps).then((measured) => ({
      measured,
      figures: figuresOf(measured, shape, count, kubeconfig),
    })),
  )
  const cncf = await measureProcesses(cncfIn(PEERS_BIN), {count, shape, qps})
  const of = `cluster.${shape}.${count}`
  const peaks = {'source-controller': cncf.sourcePeak, 'kustomize-controller': cncf.kustomizePeak}
  return [
    ...ours.figures,
    {name: `${of}.cncf.ready`, value: cncf.ready / 1000, unit: 's'},
    {name: `${of}.cncf.server.cpu`, value: cncf.serverCpu / 1000, unit: 's'},
    ...Object.entries(peaks).flatMap(([name, value]) =>
      value === undefined ? [] : [{name: `${of}.${name}.peak`, value, unit: 'MiB'}],
    ),
    {name: `${of}.ratio`, value: ours.measured.ready / cncf.ready, unit: "x CNCF's time"},
  ]
}

/** A process of its own, so that its peak of memory is that of one workload. */
async function inOwnProcess(shape: Shape, count: number, on: string | undefined, qps: number): Promise<Measured> {
  const asked = ['--one', shape, String(count), '--qps', String(qps), ...(on ? ['--on', on] : [])]
  const words = [...process.execArgv, process.argv[1]!, 'reconcile', ...asked]
  const {stdout} = await promisify(execFile)(process.execPath, words, {maxBuffer: 2 ** 26})
  const line = stdout.split('\n').find((text) => text.startsWith(MARK))
  if (!line) throw new Error(`${shape} ${count}: ${stdout}`)
  return JSON.parse(line.slice(MARK.length)) as Measured
}
