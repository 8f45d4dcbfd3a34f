import {FluxError, messageOf} from '../../errors/flux-error.js'
import type {JsonObject} from '../../formats/json/value.js'
import type {Random} from '../../ports/clock.js'
import type {DiskFs} from '../../ports/files.js'

export interface ChartOptions {
  readonly name: string
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
}

export interface ChartNeeds {
  readonly fs: DiskFs
  readonly cwd: string
  readonly random: Random
  readonly now: () => number
}

export interface BuiltChart {
  /** what `helm template NAME PATH` prints */
  readonly yaml: string
  readonly warnings: readonly string[]
}

/** Renders a chart from the disk without a cluster. @throws FluxError with Helm's words */
export async function buildChart(needs: ChartNeeds, path: string, options: ChartOptions): Promise<BuiltChart> {
  const {fs, cwd} = needs
  const helm = await import('../../engines/helm/index.js')
  const absolute = (file: string) => (file.startsWith('/') ? file : `${cwd.replace(/\/+$/, '')}/${file}`)
  const place = await fs.realpath(absolute(path))
  if (place === undefined) throw new FluxError('no-chart', `path ${JSON.stringify(path)} not found`)
  if (options.keyring !== undefined) {
    const {checkArchive} = await import('./helm/verified-archive.js')
    await checkArchive(fs, place, absolute(options.keyring), new Date(needs.now()))
  }
  const chart = await helm.loadChart(fs.tree('/'), place.slice(1))
  const files: JsonObject[] = []
  for (const file of options.valueFiles) files.push(await valuesFile(fs, absolute(file), file))
  const contents = new Map<string, string>()
  for (const name of helm.filesNamedIn(options.setFile)) {
    contents.set(name, await textFile(fs, absolute(name), name, 'failed parsing --set-file data: '))
  }
  const values = helm.userValues({...options, files}, (name) => contents.get(name) ?? '')
  const result = helm.templateChart(chart, values, {
    release: {name: options.name, namespace: options.namespace, revision: 1, isUpgrade: options.isUpgrade},
    capabilities: helm.offlineCapabilities(options.kubeVersion, options.apiVersions),
    environment: {now: needs.now, random: needs.random},
    lookup: () => ({}),
    schemas: options.skipSchemaValidation ? undefined : await helm.schemaChecker(chart),
  })
  return {yaml: helm.templateText(result, options), warnings: result.warnings}
}

async function valuesFile(fs: DiskFs, path: string, name: string): Promise<JsonObject> {
  const {readValuesFile} = await import('../../engines/helm/index.js')
  return readValuesFile(name, await textFile(fs, path, name))
}

async function textFile(fs: DiskFs, path: string, name: string, prefix = ''): Promise<string> {
  try {
    return Buffer.from(await fs.read(path)).toString('utf8')
  } catch (error) {
    const reason = /ENOENT/.test(messageOf(error)) ? 'no such file or directory' : messageOf(error)
    throw new FluxError('no-file', `${prefix}open ${name}: ${reason}`, {cause: error})
  }
}
