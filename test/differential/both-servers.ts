import {parseArgs} from 'node:util'
import {startApiServer} from '../../src/lib/adapters/apiserver/index.js'
import type {Target} from '../conformance/case.js'
import {embeddedTarget, kubeconfigTarget} from '../conformance/targets.js'

export interface BothServers {
  readonly real: Target
  readonly embedded: Target
  /** The first seed, how many runs there are to be, and how many that differ are to be shown. */
  readonly seed: number
  readonly runs: number
  readonly keep: number
  /** Plays every seed, a few at a time. */
  each(play: (seed: number) => Promise<void>, atOnce: number): Promise<void>
  close(): Promise<void>
}

/**
 * A real kube-apiserver and an embedded one for a comparison, by the words of a script's line:
 * `KUBECONFIG [--seed N] [--runs N] [--keep N]`.
 * @throws Error without a kubeconfig
 */
export async function bothServers(runs: string): Promise<BothServers> {
  const {values, positionals} = parseArgs({
    allowPositionals: true,
    options: {seed: {type: 'string', default: '1'}, runs: {type: 'string', default: runs}, keep: {type: 'string', default: '20'}},
  })
  const kubeconfig = positionals[0]
  if (!kubeconfig) throw new Error('which kubeconfig?')
  const server = await startApiServer({controllers: false})
  const [first, count] = [Number(values.seed), Number(values.runs)]
  return {
    real: kubeconfigTarget(kubeconfig),
    embedded: embeddedTarget(server, {sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms))}),
    seed: first,
    runs: count,
    keep: Number(values.keep),
    async each(play, atOnce) {
      let next = first
      const worker = async () => {
        while (next < first + count) await play(next++)
      }
      await Promise.all(Array.from({length: atOnce}, worker))
    },
    close: () => server.close(),
  }
}

/** Where two answers differ, a line for each place, with what the real server said first. */
export function differences(a: unknown, b: unknown, path = ''): string[] {
  if (JSON.stringify(a) === JSON.stringify(b)) return []
  const plain = (value: unknown) => typeof value !== 'object' || value === null
  if (plain(a) || plain(b)) return [`${path}: real ${JSON.stringify(a)}\n      ours ${JSON.stringify(b)}`]
  const keys = new Set([...Object.keys(a as object), ...Object.keys(b as object)])
  return [...keys].flatMap((key) => differences((a as never)[key], (b as never)[key], `${path}.${key}`))
}
