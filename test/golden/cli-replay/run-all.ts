import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {type CliCase, loadCases} from './cases.js'
import {cleanUp} from './clean-up.js'
import {replay} from './replay.js'
import type {RunLine} from './run-line.js'
import type {ReplayServer} from './servers/api-server.js'
import {takeSnapshot} from './snapshot.js'
import {makeWorld, type World, Worlds} from './worlds.js'

export interface CaseResult {
  readonly entry: CliCase
  /** empty: equal */
  readonly differences: readonly string[]
}

export interface ReplayAllOptions {
  /** folder with FAMILY.jsonl, setup/ and dirs/ */
  readonly corpus: string
  readonly run: RunLine
  /** starts an embedded server */
  start(): Promise<ReplayServer>
  /** cases run one after the other on this server instead */
  readonly cluster?: ReplayServer | undefined
  readonly atOnce?: number | undefined
}

/** Replays cases; the results come in their order. `wanted` leaves cases out. */
export async function replayAll(
  families: readonly string[],
  wanted: (entry: CliCase) => boolean,
  options: ReplayAllOptions,
): Promise<CaseResult[]> {
  const cases = families.flatMap((family) => loadCases(options.corpus, family)).filter(wanted)
  const lend = options.cluster ? await onCluster(options.cluster, options.corpus) : await onEmbedded(options)
  const results: CaseResult[] = new Array(cases.length)
  let next = 0
  const work = async () => {
    for (let index = next++; index < cases.length; index = next++) {
      const entry = cases[index]!
      results[index] = {entry, differences: await replayOne(entry, lend.use, options)}
    }
  }
  await Promise.all(Array.from({length: options.cluster ? 1 : (options.atOnce ?? 4)}, work))
  await lend.close()
  return results
}

interface Lender {
  use<T>(setup: readonly string[], work: (world: World) => Promise<T>): Promise<T>
  close(): Promise<void>
}

async function onEmbedded({start, corpus}: ReplayAllOptions): Promise<Lender> {
  const worlds = new Worlds(start, corpus)
  return {use: (setup, work) => worlds.use(setup, work), close: () => worlds.close()}
}

async function onCluster(server: ReplayServer, corpus: string): Promise<Lender> {
  const base = await takeSnapshot(server.kube)
  return {
    async use(setup, work) {
      try {
        return await work(await makeWorld(server, corpus, setup))
      } finally {
        await cleanUp(server.kube, base)
      }
    },
    close: async () => undefined,
  }
}

async function replayOne(entry: CliCase, use: Lender['use'], {corpus, run}: ReplayAllOptions): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'flux-cli-'))
  try {
    return await use(entry.setup, (world) => replay(entry, world, {corpus, folder, run}))
  } catch (error) {
    return [`  ${(error as Error).stack}`]
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}
