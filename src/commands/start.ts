import type {PackageJson} from './host.js'
import {main} from './main.js'

/** The whole life of the process around one command line: resolves with its exit code once all that it wrote is taken. */
export async function start(argv: readonly string[], root: string, pjson: PackageJson): Promise<number> {
  const {endByInterrupt, processHost, stderrDrained} = await import('../lib/wiring/process-host.js')
  const host = processHost(root, pjson)
  const exitCode = await main(argv, host)
  await stderrDrained(host.signal)
  endByInterrupt(host.signal, exitCode)
  return exitCode
}
