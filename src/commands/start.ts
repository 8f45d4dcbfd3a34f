import type {PackageJson} from './host.js'
import {main} from './main.js'

/** The whole life of the process around one command line: resolves with its exit code once stdout is drained. */
export async function start(argv: readonly string[], root: string, pjson: PackageJson): Promise<number> {
  const {processHost} = await import('../lib/wiring/process-host.js')
  return main(argv, processHost(root, pjson))
}
