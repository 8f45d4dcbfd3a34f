import {FluxError} from '../../errors/flux-error.js'
import type {JsonObject} from '../../formats/json/value.js'
import {printable} from '../../formats/yaml/reader.js'
import {type Blocking, unguarded} from '../../ports/blocking.js'
import type {Random} from '../../ports/clock.js'
import {chartOnDisk} from './helm/chart-on-disk.js'
import {writtenChart} from './helm/written-chart.js'
import {type ValuesPlaces, valuesReader} from './values-reader.js'

export interface ChartOptions {
  readonly name: string
  /** makes the name */
  readonly nameTemplate?: string | undefined
  readonly namespace: string
  readonly valueFiles: readonly string[]
  readonly set: readonly string[]
  readonly setString: readonly string[]
  readonly setJson: readonly string[]
  readonly setFile: readonly string[]
  readonly setLiteral: readonly string[]
  readonly includeCrds: boolean
  readonly kubeVersion: string | undefined
  readonly apiVersions: readonly string[]
  readonly hooks: boolean
  readonly tests: boolean
  readonly isUpgrade: boolean
  readonly showOnly: readonly string[]
  readonly skipSchemaValidation: boolean
  /** file with public keys: the archive must be signed by one of them */
  readonly keyring?: string | undefined
  /** folder, as typed, that gets a file per template */
  readonly outputDir?: string | undefined
  /** below it a folder with the release's name */
  readonly releaseNameFolder?: boolean | undefined
}

export interface ChartNeeds extends ValuesPlaces {
  readonly random: Random
  readonly now: () => number
  readonly blocking?: Blocking | undefined
  /** gets warnings, those of a chart that cannot be rendered too */
  readonly warnings?: string[] | undefined
}

export interface BuiltChart {
  /** what `helm template NAME PATH` prints: manifests, or which files it wrote */
  readonly yaml: string
}

/** Renders a chart from the disk without a cluster. @throws FluxError with Helm's words */
export async function buildChart(needs: ChartNeeds, path: string, options: ChartOptions): Promise<BuiltChart> {
  const {fs, cwd} = needs
  const helm = await import('../../engines/helm/index.js')
  const absolute = (file: string) => (file.startsWith('/') ? file : `${cwd.replace(/\/+$/, '')}/${file}`)
  const environment = {now: needs.now, random: needs.random}
  const name = options.nameTemplate ? helm.nameFromTemplate(options.nameTemplate, environment) : options.name
  const place = await chartOnDisk(fs, absolute(path), path)
  if (options.keyring !== undefined) {
    const {checkArchive} = await import('./helm/verified-archive.js')
    await checkArchive(fs, place, absolute(options.keyring), new Date(needs.now()))
  }
  const values = await givenValues(needs, options)
  const loading = helm.loadChart(fs.tree('/'), place.slice(1), undefined, helm.warningsInto(needs.warnings ?? []))
  const chart = await loading.catch(unreadableArchive)
  const schemas = options.skipSchemaValidation ? undefined : await helm.schemaChecker(chart)
  const templating = {
    release: {name, namespace: options.namespace, revision: 1, isUpgrade: options.isUpgrade},
    capabilities: helm.offlineCapabilities(options.kubeVersion, options.apiVersions),
    environment,
    lookup: () => ({}),
    ...{schemas, warnings: needs.warnings},
  }
  const result = (needs.blocking ?? unguarded)(() => helm.templateChart(chart, values, templating))
  if (!options.outputDir) return {yaml: helm.templateText(result, options)}
  // as with Helm, there is nothing to choose from in what is written
  if (options.showOnly[0] !== undefined) throw helm.noTemplate(options.showOnly[0])
  const folder = options.releaseNameFolder ? `${options.outputDir}/${name}` : options.outputDir
  return {yaml: await writtenChart(fs, folder, absolute, helm.partsOfChart(result, options))}
}

/** Helm tells nothing of what is wrong with an archive: that is a hint. */
function unreadableArchive(error: unknown): never {
  if (!(error instanceof FluxError) || !['bad-archive', 'limit-exceeded'].includes(error.code)) throw error
  throw new FluxError('bad-chart', 'unable to load chart archive', {hints: [error.message, ...error.hints], cause: error})
}

async function givenValues(places: ValuesPlaces, options: ChartOptions): Promise<JsonObject> {
  const {filesNamedIn, readValuesFile, userValues, valuesSource} = await import('../../engines/helm/index.js')
  const read = valuesReader(places)
  const files: JsonObject[] = []
  for (const name of options.valueFiles) files.push(readValuesFile(name, await read(name)))
  const given = {...options, files}
  const contents = new Map<string, string | FluxError>()
  for (const name of new Set(filesNamedIn(given))) contents.set(name, await read(name).then(printable, faultOf))
  return userValues(given, (name) => {
    const content = contents.get(name) ?? ''
    if (typeof content !== 'string') throw content
    // what has been read from the standard input is not there a second time
    if (valuesSource(name) === 'stdin') contents.set(name, '')
    return content
  })
}

/** A file that cannot be read is told where its assignment is carried out. */
function faultOf(error: unknown): FluxError {
  if (error instanceof FluxError) return error
  throw error
}
