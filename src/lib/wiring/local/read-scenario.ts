import {readFileSync} from 'node:fs'
import {parseScenario, type ScenarioRule} from '../../adapters/apiserver/index.js'
import {fileFault} from '../../errors/file-fault.js'
import {FluxError} from '../../errors/flux-error.js'

/** Reads a scenario file; undefined without one. Throws FluxError that names the file. */
export function readScenario(path: string | undefined): readonly ScenarioRule[] | undefined {
  if (path === undefined) return undefined
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw new FluxError('bad-scenario', `${path} cannot be read: ${fileFault(error)}`, {cause: error})
  }
  return parseScenario(text, path)
}
