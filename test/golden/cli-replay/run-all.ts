import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {contextNamespace} from '../../../src/lib/wiring/connect.js'
import {type CliCase, FAMILIES, loadCases, skipReason} from './cases.js'
import {type ReplayServer, replay} from './replay.js'
import {embeddedServer} from './servers.js'

export interface CaseResult {
  readonly entry: CliCase
  /** empty: equal */
  readonly differences: readonly string[]
}

export interface ReplayAllOptions {
  /** folder with FAMILY.jsonl and setup/ */
  readonly corpus: string
  readonly root: string
  /** replayed one after the other on this server; without it each case gets an embedded API of its own */
  readonly cluster?: ReplayServer | undefined
  readonly only?: ((entry: CliCase) => boolean) | undefined
  readonly atOnce?: number | undefined
}

/** Replays all cases of a family that this command line can answer. */
export async function replayFamily(family: string, options: ReplayAllOptions): Promise<{results: CaseResult[]; skipped: number}> {
  const all = loadCases(options.corpus, family)
  const cases = all.filter((entry) => !skipReason(entry))
  const wanted = cases.filter(options.only ?? (() => true))
  const results: CaseResult[] = []
  const queue = [...wanted]
  const work = async () => {
    for (let entry = queue.shift(); entry; entry = queue.shift())
      results.push({entry, differences: await replayOne(entry, options)})
  }
  const workers = options.cluster ? 1 : (options.atOnce ?? 4)
  await Promise.all(Array.from({length: workers}, work))
  return {
    results: results.toSorted((a, b) => wanted.indexOf(a.entry) - wanted.indexOf(b.entry)),
    skipped: all.length - cases.length,
  }
}

async function replayOne(entry: CliCase, options: ReplayAllOptions): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'flux-cli-'))
  const embedded = options.cluster ? undefined : await embeddedServer()
  try {
    return await replay(entry, (options.cluster ?? embedded)!, {
      ...{corpus: options.corpus, root: options.root, folder, contextNamespace},
    })
  } catch (error) {
    return [`  ${(error as Error).stack}`]
  } finally {
    await embedded?.close()
    rmSync(folder, {recursive: true, force: true})
  }
}

export {FAMILIES}
