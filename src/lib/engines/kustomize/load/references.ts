import {FluxError} from '../../../errors/flux-error.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {configValue} from '../node/config-value.js'
import {chartFolder} from '../plugins/chart-folder.js'

/** What a kustomization, or the configuration of a built-in plugin, may make a build read. */
export interface References {
  /** plain files */
  readonly files: readonly string[]
  /** files, folders with a kustomization, or remote ones */
  readonly targets: readonly string[]
  /** the same, holding configurations that may name files themselves */
  readonly configs: readonly string[]
  /** folders of Helm charts */
  readonly charts: readonly string[]
}

/** Never throws: what cannot be read here is refused by the build. */
export function referencesOf(text: string): References {
  const documents = text.split(/\n---.*\n/).map(documentOf)
  const files: string[] = []
  const targets: string[] = []
  const configs: string[] = []
  const charts: string[] = []
  for (const document of documents) {
    if (!isObject(document)) continue
    const plugins = ['generators', 'transformers', 'validators'].flatMap((name) => strings(document, name))
    const inline = plugins.filter((plugin) => plugin.includes('\n'))
    addAll(
      configs,
      plugins.filter((plugin) => !plugin.includes('\n')),
    )
    for (const plugin of [...inline, ...inlinePatches(document)]) {
      const found = referencesOf(plugin)
      addAll(files, found.files)
      addAll(charts, found.charts)
    }
    addAll(charts, chartsOf(document))
    for (const item of objects(document, 'items')) addAll(files, filesOf(item))
    for (const name of ['resources', 'bases', 'components']) addAll(targets, strings(document, name))
    addAll(files, filesOf(document))
  }
  return {files: [...new Set(files)], targets: [...new Set(targets)], configs, charts}
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
    return configValue(text)
  } catch (error) {
    if (error instanceof FluxError) return null
    throw error
  }
}

/** A patch may change what the configuration of a plugin names. */
function inlinePatches(document: JsonObject): string[] {
  return objects(document, 'patches').flatMap((entry) => text(pick(entry, 'patch')))
}

function filesOf(document: JsonObject): string[] {
  return [
    ...['crds', 'configurations', 'patchesStrategicMerge', 'paths'].flatMap((name) => strings(document, name)),
    ...['patches', 'patchesJson6902', 'replacements'].flatMap((name) =>
      objects(document, name).flatMap((entry) => text(pick(entry, 'path'))),
    ),
    ...text(pick(document, 'path')),
    ...text(pick(document, 'targetFilePath')),
    ...openapiFile(pick(document, 'openapi')),
    ...['configMapGenerator', 'secretGenerator'].flatMap((name) => objects(document, name).flatMap(generatorFiles)),
    ...generatorFiles(document),
    ...objects(document, 'helmCharts').flatMap((chart) => [
      ...text(pick(chart, 'valuesFile')),
      ...strings(chart, 'additionalValuesFiles'),
    ]),
    ...objects(document, 'helmChartInflationGenerator').flatMap((chart) => text(pick(chart, 'values'))),
    ...(isChartPlugin(document) ? [...text(pick(document, 'valuesFile')), ...strings(document, 'additionalValuesFiles')] : []),
  ].filter((path) => !path.includes('\n'))
}

function openapiFile(value: JsonValue | undefined): string[] {
  return isObject(value) ? text(pick(value, 'path')) : []
}

function generatorFiles(entry: JsonObject): string[] {
  const files = strings(entry, 'files').map((source) => source.slice(source.indexOf('=') + 1))
  return [...files, ...strings(entry, 'envs'), ...text(pick(entry, 'env'))]
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
