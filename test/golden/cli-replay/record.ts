import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import type {CliCase} from './cases.js'
import {makeFolder} from './folder.js'
import {environmentOf, placesOf} from './places.js'
import type {RunLine} from './run-line.js'
import {startSideServers} from './servers/side-servers.js'
import {recordedChanges} from './snapshot.js'
import {playControllers} from './world.js'
import type {World} from './worlds.js'

/** What is to be recorded. */
export type CaseInput = Pick<CliCase, 'name' | 'setup' | 'argv' | 'env' | 'stdin' | 'controller' | 'dir'>

/** Runs a command line, in a copy of a folder of `assets`, and puts down what it answered and how the cluster differs afterwards. */
export async function record(input: CaseInput, world: World, run: RunLine, assets = ''): Promise<Omit<CliCase, 'family'>> {
  const folder = mkdtempSync(join(tmpdir(), 'flux-record-'))
  const entry: CliCase = {...input, family: '', exit: 0, stdout: '', stderr: ''}
  const places = placesOf(folder, world.server, await startSideServers(entry, ''))
  makeFolder(places.dir, input.dir === undefined ? undefined : join(assets, 'dirs', input.dir))
  const stop = await playControllers(world.server.kube, entry)
  try {
    const line = {
      argv: input.argv.map(places.filled),
      env: environmentOf(entry, places),
      cwd: places.dir,
      stdin: input.stdin ?? '',
    }
    const {exit, stdout, stderr} = await run({...line, closed: false}, world.server)
    await stop()
    const changes = await recordedChanges(world.server.kube, world.before)
    const objects = changes && (JSON.parse(timeless(places.named(JSON.stringify(changes)))) as CliCase['objects'])
    return {...input, exit, stdout: places.named(stdout), stderr: places.named(stderr), ...(objects && {objects})}
  } finally {
    await stop()
    rmSync(folder, {recursive: true, force: true})
  }
}

/** The times of a request differ from run to run. */
function timeless(text: string): string {
  return text.replace(/("(?:reconcile\.fluxcd\.io\/(?:requestedAt|forceAt|resetAt)|lastHandledReconcileAt)":")[^"]+/g, '$1<time>')
}
