import {FluxError} from '../../../errors/flux-error.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {configValue} from '../node/config-value.js'

/** What a kustomization, or the configuration of a built-in plugin, may make a build read. */
export interface References {
  /** plain files */
  readonly files: readonly string[]
  /** files, folders with a kustomization, or remote ones */
  readonly targets: readonly string[]
  /** the same, holding configurations that may name files themselves */
  readonly configs: readonly string[]
}

/** Never throws: what cannot be read here is refused by the build. */
export function referencesOf(text: string): References {
  const documents = text.split(/\n---.*\n/).map(documentOf)
  const files: string[] = []
  const targets: string[] = []
  const configs: string[] = []
  for (const document of documents) {
    if (!isObject(document)) continue
    const plugins = ['generators', 'transformers', 'validators'].flatMap((name) => strings(document, name))
    const inline = plugins.filter((plugin) => plugin.includes('\n'))
    configs.push(...plugins.filter((plugin) => !plugin.includes('\n')))
    for (const plugin of inline) files.push(...referencesOf(plugin).files)
    targets.push(...['resources', 'bases', 'components'].flatMap((name) => strings(document, name)))
    files.push(...filesOf(document))
  }
  return {files, targets, configs}
}

function documentOf(text: string): JsonValue {
  try {
    return configValue(text)
  } catch (error) {
    if (error instanceof FluxError) return null
    throw error
  }
}

function filesOf(document: JsonObject): string[] {
  return [
    ...['crds', 'configurations', 'patchesStrategicMerge', 'paths'].flatMap((name) => strings(document, name)),
    ...['patches', 'patchesJson6902', 'replacements', 'Replacements'].flatMap((name) =>
      objects(document, name).flatMap((entry) => text(entry.path)),
    ),
    ...text(document.path),
    ...(isObject(document.openapi) ? text(document.openapi.path) : []),
    ...['configMapGenerator', 'secretGenerator'].flatMap((name) => objects(document, name).flatMap(generatorFiles)),
    ...generatorFiles(document),
    ...objects(document, 'helmCharts').flatMap((chart) => [
      ...text(chart.valuesFile),
      ...strings(chart, 'additionalValuesFiles'),
    ]),
  ].filter((path) => !path.includes('\n'))
}

function generatorFiles(entry: JsonObject): string[] {
  const files = strings(entry, 'files').map((source) => source.slice(source.indexOf('=') + 1))
  return [...files, ...strings(entry, 'envs'), ...text(entry.env)]
}

function text(value: JsonValue | undefined): string[] {
  return typeof value === 'string' && value !== '' ? [value] : []
}

function strings(document: JsonObject, name: string): string[] {
  const value = document[name]
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : []
}

function objects(document: JsonObject, name: string): JsonObject[] {
  const value = document[name]
  return Array.isArray(value) ? value.filter(isObject) : []
}
