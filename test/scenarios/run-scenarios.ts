import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {createLog, silentLog} from '../../src/lib/adapters/system/log.js'
import {createRedactor} from '../../src/lib/errors/redact.js'
import {startClusterWorld} from './cluster-world.js'
import {describe} from './compare.js'
import {startEmbeddedWorld} from './embedded-world.js'
import {loadScenarios, type Scenario} from './format.js'
import {runScenario, type ScenarioResult} from './run-scenario.js'

export interface RunOptions {
  readonly folder: string
  /** `embedded`, or the path of a kubeconfig */
  readonly on: string
  readonly only?: string | undefined
  /** Takes the lines of the controllers' logs. */
  readonly log?: ((line: string) => void) | undefined
  readonly onResult?: ((result: ScenarioResult) => void) | undefined
}

/** Scenarios at a time on the embedded API: each has a world of its own, and most of the wait is for git. */
const SIDE_BY_SIDE = 4

/** Replays every scenario of a folder; results come in the order of their names. */
export async function runScenarios(options: RunOptions): Promise<ScenarioResult[]> {
  const scenarios = loadScenarios(options.folder, options.only)
  const results: Promise<ScenarioResult>[] = []
  const lanes = options.on === 'embedded' ? SIDE_BY_SIDE : 1
  for (const [index, scenario] of scenarios.entries()) {
    const before = results[index - lanes]
    results.push((before ?? Promise.resolve()).then(() => runOne(scenario, options)))
  }
  const done: ScenarioResult[] = []
  for (const result of results) {
    done.push(await result)
    options.onResult?.(await result)
  }
  return done
}

async function runOne(scenario: Scenario, options: RunOptions): Promise<ScenarioResult> {
  const root = mkdtempSync(join(tmpdir(), 'flux-scenario-'))
  const log = options.log
    ? await createLog({level: 'debug', encoding: 'json', clock: Date, redactor: createRedactor(), write: options.log})
    : silentLog
  try {
    const embedded = options.on === 'embedded'
    const world = embedded
      ? await startEmbeddedWorld(scenario, root, log)
      : await startClusterWorld(scenario, root, options.on, log)
    try {
      return await runScenario(scenario, world, root)
    } finally {
      await world.close()
    }
  } catch (error) {
    return {
      name: scenario.name,
      differences: [],
      timedOut: [],
      failure: error instanceof Error ? (error.stack ?? error.message) : String(error),
    }
  } finally {
    rmSync(root, {recursive: true, force: true})
  }
}

/** Whether everything that was recorded came again. */
export function isEqual({differences, failure}: ScenarioResult): boolean {
  return differences.length === 0 && failure === undefined
}

/** One scenario's part of the report: one line when it is equal; with the reason when it is known to differ. */
export function reportOf(result: ScenarioResult, known?: string): string {
  const {name, differences, timedOut, failure} = result
  if (isEqual(result)) return `equal      ${name}${known === undefined ? '' : ', though known to differ'}\n`
  const lines = [...differences.map(describe), ...timedOut.map((wait) => `waited in vain: ${wait}`)].map((line) => `  ${line}\n`)
  const head = known === undefined ? `different  ${name}` : `known      ${name}: ${known}`
  return `${head}\n${lines.join('')}${failure === undefined ? '' : `  stopped: ${failure}\n`}`
}
