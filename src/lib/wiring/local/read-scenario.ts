import {readFileSync} from 'node:fs'
import {parseScenario, type ScenarioRule} from '../../adapters/apiserver/index.js'
import {FluxError} from '../../errors/flux-error.js'
import {goErrno} from '../../errors/go-file.js'

/** Reads a scenario file; undefined without one. Throws FluxError that names the file. */
export function readScenario(path: string | undefined): readonly ScenarioRule[] | undefined {
  if (path === undefined) return undefined
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw new FluxError('bad-scenario', `${path} cannot be read: ${goErrno(error)}`, {cause: error})
  }
  return parseScenario(text, path)
}
