import {createHash} from 'node:crypto'
import {readFileSync} from 'node:fs'
import {FluxError} from '../../errors/flux-error.js'
import {formatDuration} from '../../formats/duration/duration.js'
import {type ClusterState, runningCluster} from './cluster-state.js'
import type {ServeClusterOptions} from './serve-cluster-options.js'

/** The options of a running API that its state tells, by the names of their flags. */
export function notedOptions(options: Omit<ServeClusterOptions, 'port' | 'given'>): Readonly<Record<string, string>> {
  const {rbac, scenario, import: imports = []} = options
  return {
    rbac: String(rbac),
    'ready-after': formatDuration(options['ready-after']),
    ...(scenario === undefined ? {} : {scenario: noted(scenario)}),
    ...(imports.length === 0 ? {} : {import: imports.map(noted).join(', ')}),
  }
}

/** A file by its name and what is in it: one that was changed is another option. */
function noted(path: string): string {
  try {
    return `${path} (${createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 12)})`
  } catch {
    return path
  }
}

/**
 * The API that runs from this folder already; undefined when none does. What it began with is old news.
 * @throws FluxError `already-running` when flags that were given ask for another one
 */
export function foundCluster(folder: string, asked: ServeClusterOptions): ClusterState | undefined {
  const state = runningCluster(folder)
  if (!state) return undefined
  const differs = differences(state, asked)
  if (differs.length === 0) return {...state, imported: undefined}
  const stop = asked['data-dir'] === undefined ? 'flux cluster stop' : `flux cluster stop --data-dir ${asked['data-dir']}`
  throw new FluxError('already-running', `the embedded Kubernetes API at ${state.server} runs already, ${differs.join(', ')}`, {
    hints: [`stop it first: ${stop}`, 'or use it as it is: leave these flags out'],
  })
}

function differences({server, options}: ClusterState, asked: ServeClusterOptions): string[] {
  const given = (name: string) => asked.given?.has(name) ?? true
  const {port} = new URL(server)
  const found = given('port') && asked.port !== 0 && port !== String(asked.port) ? [`not on port ${asked.port}`] : []
  // an older version noted nothing
  if (!options) return found
  const wanted = notedOptions(asked)
  for (const name of ['rbac', 'ready-after', 'scenario', 'import']) {
    if (!given(name) || wanted[name] === options[name]) continue
    const now = options[name] === undefined ? `without --${name}` : `with --${name}=${options[name]}`
    found.push(wanted[name] === undefined ? now : `${now} and not ${wanted[name]}`)
  }
  return found
}
