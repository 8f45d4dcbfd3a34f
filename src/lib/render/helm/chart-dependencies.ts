import {type Chart, loadChart} from '../../engines/helm/index.js'
import {FluxError, messageOf} from '../../errors/flux-error.js'
import {isObject, type JsonObject, type JsonValue} from '../../formats/json/value.js'
import {parseConstraint} from '../../formats/semver/constraint.js'
import {parseVersion} from '../../formats/semver/version.js'
import type {FileTree} from '../../ports/files.js'
import {cleanPath, resolvePath} from '../tree-path.js'

/** A chart that another one wants. */
export interface ChartDependency {
  readonly name: string
  /** a version or a range */
  readonly version: string
  readonly repository: string
  readonly alias: string
}

/** Gets a chart from the address of its repository. */
export type PullDependency = (wanted: ChartDependency) => Promise<Chart>

export interface DependencyPlaces {
  /** the source: nothing outside of it is a local dependency */
  readonly tree: FileTree
  /** of the chart in it */
  readonly folder: string
  readonly pull: PullDependency
}

/**
 * A chart of a folder with the charts that it depends on and does not have in `charts/`, as source-controller adds them
 * (reference 12.4): those of Chart.lock, if there is one, else those of Chart.yaml. Theirs are not looked for.
 * @throws FluxError `dependency` that names the chart and the reason
 */
export async function withDependencies(chart: Chart, places: DependencyPlaces): Promise<Chart> {
  const missing = missingOf(chart)
  if (missing.length === 0) return chart
  const added = await Promise.all(
    missing.map(async (wanted) => {
      try {
        return renamed(await found(wanted, places), wanted.alias)
      } catch (error) {
        throw failure(chart, wanted, error)
      }
    }),
  )
  return {...chart, dependencies: [...chart.dependencies, ...added]}
}

/** Counted as source-controller counts: as many charts as are wanted are taken for them. */
function missingOf({metadata, lock, dependencies}: Chart): ChartDependency[] {
  const wanted = listed(lock === undefined ? metadata.dependencies : lock.dependencies)
  if (wanted.length === dependencies.length) return []
  const present = new Set(dependencies.map((one) => one.metadata.name))
  return wanted.filter(({name, alias}) => !present.has(alias || name))
}

function listed(value: JsonValue | undefined): ChartDependency[] {
  if (!Array.isArray(value)) return []
  const text = (item: JsonObject, key: string) =>
    typeof item[key] === 'string' ? (item[key] as string) : String(item[key] ?? '')
  return value.filter(isObject).map((item) => ({
    ...{name: text(item, 'name'), version: text(item, 'version')},
    ...{repository: text(item, 'repository'), alias: text(item, 'alias')},
  }))
}

async function found(wanted: ChartDependency, {tree, folder, pull}: DependencyPlaces): Promise<Chart> {
  const {repository, name} = wanted
  if (repository === '') return local(wanted, tree, `${folder}/charts/${name}`)
  if (/^file:\/\//i.test(repository)) return local(wanted, tree, `${folder}/${repository.slice('file://'.length)}`)
  if (/^(?:https?|oci):\/\//i.test(repository)) return pull(wanted)
  if (repository.startsWith('@')) throw new FluxError('dependency', 'aliased repository dependency is not supported')
  throw new FluxError('dependency', `invalid dependency repository URL '${repository}'`)
}

async function local({version, repository}: ChartDependency, tree: FileTree, place: string): Promise<Chart> {
  const path = cleanPath(place)
  if ((await resolvePath(tree, path)) === undefined) {
    throw new FluxError('dependency', `no chart found at '${path}' (reference '${repository}')`)
  }
  const chart = await loadChart(tree, path)
  if (!parseConstraint(version).check(parseVersion(String(chart.metadata.version)))) {
    throw new FluxError('dependency', `can't get a valid version for constraint '${version}'`, {
      hints: [`the chart in '${path}' has the version ${chart.metadata.version}`],
    })
  }
  return chart
}

function renamed(chart: Chart, alias: string): Chart {
  return alias === '' ? chart : {...chart, metadata: {...chart.metadata, name: alias}}
}

function failure(chart: Chart, {name, repository}: ChartDependency, error: unknown): FluxError {
  const hints = error instanceof FluxError ? error.hints : []
  const from = repository === '' ? '' : ` from '${repository}'`
  return new FluxError(
    'dependency',
    `dependency build error: chart '${chart.metadata.name}' depends on '${name}'${from}: ${messageOf(error)}`,
    {hints, cause: error},
  )
}
