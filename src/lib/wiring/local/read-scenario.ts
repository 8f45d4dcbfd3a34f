import {parseScenario, type ScenarioRule} from '../../adapters/apiserver/index.js'
import type {DiskFs} from '../../ports/files.js'
import {textOf} from './text-of.js'

/** Reads a scenario file; undefined without one. Throws FluxError that names the file. */
export async function readScenario(
  fs: Pick<DiskFs, 'read'>,
  path: string | undefined,
): Promise<readonly ScenarioRule[] | undefined> {
  return path === undefined ? undefined : parseScenario(await textOf(fs, path, 'bad-scenario'), path)
}
