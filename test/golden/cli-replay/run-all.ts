import {mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {type CliCase, loadCases} from './cases.js'
import {cleanUp} from './clean-up.js'
import {replay} from './replay.js'
import type {RunLine} from './run-line.js'
import type {ReplayServer} from './servers/api-server.js'
import {sameSnapshot, takeSnapshot} from './snapshot.js'
import {makeWorld, type World, Worlds} from './worlds.js'

export interface CaseResult {
  readonly entry: CliCase
  /** empty: equal */
  readonly differences: readonly string[]
}

export interface ReplayAllOptions {
  /** folder with FAMILY.jsonl, setup/ and dirs/ */
  readonly corpus: string
  /** folder with setup/ and dirs/ when it is another one */
  readonly assets?: string | undefined
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
  const lend = options.cluster ? await onCluster(options.cluster, options.assets ?? options.corpus) : await onEmbedded(options)
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

export async function onEmbedded({
  start,
  corpus,
  assets = corpus,
}: Pick<ReplayAllOptions, 'start' | 'corpus' | 'assets'>): Promise<Lender> {
  const worlds = new Worlds(start, assets)
  return {use: (setup, work) => worlds.use(setup, work), close: () => worlds.close()}
}

/** One world at a time; the next case with the same set-up finds it as it was, when nothing was written and nothing ages. */
export async function onCluster(server: ReplayServer, corpus: string): Promise<Lender> {
  const base = await takeSnapshot(server.kube)
  // cases count on what is there, and what is there is deleted between them
  const foreign = [...base.values()].filter(({apiVersion}) => apiVersion.includes('fluxcd.io/'))
  if (foreign.length > 0)
    throw new Error(
      `the cluster must hold no objects of Flux, but it has ${[...base.keys()].find((key) => base.get(key) === foreign[0])}`,
    )
  let kept: {key: string; world: World} | undefined
  const fresh = async (setup: readonly string[]) => {
    if (kept?.key === setup.join(' ') && sameSnapshot(kept.world.before, await takeSnapshot(server.kube))) return kept.world
    await cleanUp(server.kube, base)
    const world = await makeWorld(server, corpus, setup)
    kept = setup.some((file) => ages(corpus, file)) ? undefined : {key: setup.join(' '), world}
    return world
  }
  return {use: async (setup, work) => work(await fresh(setup)), close: () => cleanUp(server.kube, base)}
}

/** Times of a set-up that count from now; Events and Pods, which snapshots leave out, come in such files too. */
const ages = (corpus: string, file: string) => /<now-|kind: (Pod|Event)\b/.test(readFileSync(join(corpus, 'setup', file), 'utf8'))

async function replayOne(
  entry: CliCase,
  use: Lender['use'],
  {corpus, assets = corpus, run}: ReplayAllOptions,
): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'flux-cli-'))
  try {
    return await use(entry.setup, (world) => replay(entry, world, {corpus: assets, folder, run}))
  } catch (error) {
    return [`  ${(error as Error).stack}`]
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}
