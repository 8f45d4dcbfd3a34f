import {FluxError} from '../../../errors/flux-error.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {configValue, TEXTS} from '../node/config-value.js'
import {chartFolder} from '../plugins/chart-folder.js'

/** What a kustomization, or the configuration of a built-in plugin, may make a build read. */
export interface References {
  /** plain files by the field that names them: a build ends at the first of each that is not there */
  readonly files: ReadonlyMap<string, readonly string[]>
  /** plain files that a build may do without */
  readonly perhaps: readonly string[]
  /** files, folders with a kustomization, or remote ones */
  readonly targets: readonly string[]
  /** the same by field, holding configurations that may name files themselves */
  readonly configs: readonly (readonly string[])[]
  /** folders of Helm charts */
  readonly charts: readonly string[]
}

/** Never throws: what cannot be read here is refused by the build. */
export function referencesOf(text: string): References {
  const found = new Found()
  for (const document of text.split(/\n---.*\n/).map(documentOf)) {
    if (isObject(document)) found.addDocument(document)
  }
  const {files, perhaps, targets, configs, charts} = found
  return {files, perhaps: unique(perhaps), targets: unique(targets), configs: configs.map(unique), charts}
}

class Found {
  readonly files = new Map<string, string[]>()
  readonly perhaps: string[] = []
  readonly targets: string[] = []
  readonly configs: string[][] = []
  readonly charts: string[] = []

  addDocument(document: JsonObject): void {
    addAll(this.charts, chartsOf(document))
    for (const item of [document, ...objects(document, 'items')]) {
      for (const [field, paths] of Object.entries(filesOf(item))) this.#addFiles(field, paths)
      addAll(this.perhaps, valueFilesOf(item))
    }
    for (const name of ['resources', 'bases', 'components']) addAll(this.targets, strings(document, name))
    const plugins = ['generators', 'transformers', 'validators'].map((name) => strings(document, name))
    for (const entries of plugins) this.configs.push(entries.filter((entry) => !entry.includes('\n')))
    for (const inline of plugins.flat().filter(mayBeInline)) this.#addPlugin(inline)
  }

  #addPlugin(inline: string): void {
    const {files, perhaps, charts} = referencesOf(inline)
    for (const [field, paths] of files) this.#addFiles(field, paths)
    addAll(this.perhaps, perhaps)
    addAll(this.charts, charts)
  }

  #addFiles(field: string, paths: readonly string[]): void {
    const list = this.files.get(field)
    if (list !== undefined) addAll(list, paths)
    else if (paths.length > 0) this.files.set(field, [...paths])
  }
}

/** Of several lines, or one that is no path: maps in braces fit into one. */
function mayBeInline(entry: string): boolean {
  return entry.includes('\n') || entry.includes('{')
}

function unique(list: readonly string[]): string[] {
  return [...new Set(list)]
}

/** Folders of the charts that a kustomization inflates, in the new way and the old one, or that a plugin does. */
function chartsOf(document: JsonObject): string[] {
  const globals = pick(document, 'helmGlobals')
  const home = isObject(globals) ? text(pick(globals, 'chartHome'))[0] : undefined
  const old = objects(document, 'helmChartInflationGenerator')
  const oldHome = old.flatMap((chart) => text(pick(chart, 'chartHome'))).at(-1)
  return [
    ...objects(document, 'helmCharts').map((chart) => chartFolder({chartHome: home ?? oldHome, ...argsOf(chart)})),
    ...old.map((chart) =>
      chartFolder({
        chartHome: home ?? oldHome,
        name: pick(chart, 'chartName'),
        version: pick(chart, 'chartVersion'),
        repo: pick(chart, 'chartRepoUrl'),
      }),
    ),
    ...(isChartPlugin(document) ? [chartFolder({chartHome: pick(document, 'chartHome'), ...argsOf(document)})] : []),
  ]
}

function isChartPlugin(document: JsonObject): boolean {
  return document.kind === 'HelmChartInflationGenerator'
}

function argsOf(chart: JsonObject) {
  return {name: pick(chart, 'name'), version: pick(chart, 'version'), repo: pick(chart, 'repo')}
}

/** Not by spreading: the stack does not hold millions. */
function addAll(list: string[], more: readonly string[]): void {
  for (const item of more) list.push(item)
}

function documentOf(text: string): JsonValue {
  try {
    return configValue(text, TEXTS)
  } catch (error) {
    if (error instanceof FluxError) return null
    throw error
  }
}

/** What the fields of a kustomization, or of a plugin's configuration, name. */
function filesOf(document: JsonObject): Record<string, string[]> {
  const pathsOf = (name: string) => objects(document, name).flatMap((entry) => text(pick(entry, 'path')))
  return {
    openapi: openapiFile(pick(document, 'openapi')),
    configurations: strings(document, 'configurations'),
    crds: strings(document, 'crds'),
    configMapGenerator: objects(document, 'configMapGenerator').flatMap(generatorFiles),
    secretGenerator: objects(document, 'secretGenerator').flatMap(generatorFiles),
    patchesStrategicMerge: strings(document, 'patchesStrategicMerge'),
    patches: pathsOf('patches'),
    patchesJson6902: pathsOf('patchesJson6902'),
    replacements: pathsOf('replacements'),
    files: generatorFiles(document),
    paths: strings(document, 'paths'),
    path: text(pick(document, 'path')),
    targetFilePath: text(pick(document, 'targetFilePath')),
  }
}

/** What charts take their values from, if they are rendered and do. */
function valueFilesOf(document: JsonObject): string[] {
  const charts = [...objects(document, 'helmCharts'), ...(isChartPlugin(document) ? [document] : [])]
  return [
    ...charts.flatMap((chart) => [...text(pick(chart, 'valuesFile')), ...strings(chart, 'additionalValuesFiles')]),
    ...objects(document, 'helmChartInflationGenerator').flatMap((chart) => text(pick(chart, 'values'))),
  ]
}

function openapiFile(value: JsonValue | undefined): string[] {
  return isObject(value) ? text(pick(value, 'path')) : []
}

function generatorFiles(entry: JsonObject): string[] {
  const files = strings(entry, 'files').map((source) => source.slice(source.indexOf('=') + 1))
  return [...strings(entry, 'envs'), ...text(pick(entry, 'env')), ...files]
}

/** A field by its name; case does not matter to Go. */
function pick(document: JsonObject, name: string): JsonValue | undefined {
  if (document[name] !== undefined) return document[name]
  const lower = name.toLowerCase()
  const key = Object.keys(document).find((other) => other.toLowerCase() === lower)
  return key === undefined ? undefined : document[key]
}

function text(value: JsonValue | undefined): string[] {
  return typeof value === 'string' && value !== '' ? [value] : []
}

function strings(document: JsonObject, name: string): string[] {
  const value = pick(document, name)
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : []
}

function objects(document: JsonObject, name: string): JsonObject[] {
  const value = pick(document, name)
  return Array.isArray(value) ? value.filter(isObject) : []
}
