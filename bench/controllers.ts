// Our source- and kustomize-controller as processes beside CNCF's, each pair on a fresh kube-apiserver and etcd: N
// Kustomizations of 4 objects from one Git repository, from their creation to all Ready and from a push that changes every
// app to all Ready at its revision, and the memory of each process. Peers in $FLUX_PEERS/bin.
// usage: npm run bench -- controllers [monorepo|shared] [N...] [--qps N]
import {resolve} from 'node:path'
import {parseArgs} from 'node:util'
import {missingPeers, PEERS_BIN} from '../test/handover/control-plane.js'
import {cncfIn, oursIn} from '../test/handover/controller-processes.js'
import type {Shape} from './reconcile/fleet.js'
import {measureProcesses, type ProcessesMeasured} from './reconcile/processes.js'

interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: string
}

const SHAPES: readonly Shape[] = ['shared', 'monorepo']

export async function run(args: readonly string[]): Promise<Figure[]> {
  const options = {qps: {type: 'string', default: '2000'}} as const
  const {values, positionals} = parseArgs({args: [...args], allowPositionals: true, options})
  const missing = missingPeers(PEERS_BIN, {controllers: false})
  if (missing.length > 0) {
    console.log(`skipped: ${missing.join(', ')} missing in ${PEERS_BIN}`)
    return []
  }
  const counts = positionals.map(Number).filter((count) => count > 0)
  const shapes = SHAPES.filter((shape) => positionals.includes(shape))
  const figures: Figure[] = []
  for (const shape of shapes.length > 0 ? shapes : SHAPES) {
    for (const count of counts.length > 0 ? counts : [100, 1000]) {
      const workload = {count, shape, qps: Number(values.qps), push: true}
      const ours = await measureProcesses(oursIn(resolve('.')), workload)
      const cncf = await measureProcesses(cncfIn(PEERS_BIN), workload)
      figures.push(...figuresOf(`${shape}.${count}`, ours, cncf))
    }
  }
  return figures
}

function figuresOf(of: string, ours: ProcessesMeasured, cncf: ProcessesMeasured): Figure[] {
  const sides = Object.entries({ours, cncf}).flatMap(([side, measured]): Figure[] => [
    {name: `${of}.${side}.ready`, value: measured.ready / 1000, unit: 's'},
    {name: `${of}.${side}.push`, value: measured.push / 1000, unit: 's'},
    {name: `${of}.${side}.server.cpu`, value: measured.serverCpu / 1000, unit: 's'},
    {name: `${of}.${side}.cpu`, value: (measured.cpu ?? 0) / 1000, unit: 's'},
    {name: `${of}.${side}.source-controller.peak`, value: measured.sourcePeak ?? 0, unit: 'MiB'},
    {name: `${of}.${side}.kustomize-controller.peak`, value: measured.kustomizePeak ?? 0, unit: 'MiB'},
  ])
  const memory = (measured: ProcessesMeasured) => (measured.sourcePeak ?? 0) + (measured.kustomizePeak ?? 0)
  return [
    ...sides,
    {name: `${of}.ratio.ready`, value: ours.ready / cncf.ready, unit: "x CNCF's time"},
    {name: `${of}.ratio.push`, value: ours.push / cncf.push, unit: "x CNCF's time"},
    {name: `${of}.ratio.memory`, value: memory(ours) / memory(cncf), unit: "x CNCF's memory"},
  ]
}
