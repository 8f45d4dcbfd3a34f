import {FluxError} from '../../../errors/flux-error.js'
import {printYaml} from '../../../formats/yaml/print.js'
import {KustomizeError, within, wrapped} from '../error.js'
import {joinPath} from '../files/closed-files.js'
import type {HelmChart, HelmGlobals} from '../kustomization/types.js'
import {strategicMerge} from '../merge/merge.js'
import {jsonOf} from '../node/json-of.js'
import {isNull, type Node} from '../node/node.js'
import {parseScalarDocument} from '../node/parse.js'
import {HELM_GENERATED} from '../resource/build-annotations.js'
import type {Resource} from '../resource/resource.js'
import {chartFolder} from './chart-folder.js'
import {type Charts, demandCharts} from './charts.js'
import type {PluginContext} from './plugin.js'

export type ChartArgs = HelmChart & HelmGlobals

const MERGES = ['merge', 'override', 'replace']

/** A chart of a kustomization, checked; what comes back renders it. @throws KustomizeError */
export function prepareChart(args: ChartArgs, context: PluginContext): () => Resource[] {
  const charts = demandCharts(context)
  if (args.name === '') throw new KustomizeError('chart name cannot be empty')
  for (const file of args.additionalValuesFiles) within('could not load additionalValuesFile', () => context.sources.load(file))
  if (args.valuesMerge !== '' && !MERGES.includes(args.valuesMerge)) {
    throw new KustomizeError(`valuesMerge must be one of [${MERGES.join(' ')}]`)
  }
  const folder = chartFolder(args)
  const path = folder.startsWith('/') ? joinPath('/', folder) : joinPath(context.root, folder)
  return () => inflated(args, path, charts, context)
}

function inflated(args: ChartArgs, path: string, {inflator, read}: Charts, context: PluginContext): Resource[] {
  const chart = read.get(path)
  if (chart === undefined || chart === 'file') throw missingChart(args, chart === 'file' ? path : '')
  if (args.name.includes('/')) {
    throw new KustomizeError(`failed to write values file: the name of a chart has no slash: '${args.name}'`, {
      hints: ['Say in helmGlobals.chartHome where charts lie.'],
    })
  }
  const values = [
    {name: `${args.name}-kustomize-values.yaml`, text: mainValues(args, path, context)},
    ...args.additionalValuesFiles.map((file) => ({name: file, text: context.load(file)})),
  ]
  const {text, warnings} = rendered(() =>
    inflator.template(chart, {
      ...{releaseName: args.releaseName, nameTemplate: args.nameTemplate, namespace: args.namespace},
      ...{values, apiVersions: args.apiVersions, kubeVersion: args.kubeVersion, includeCrds: args.includeCRDs},
      ...{hooks: !args.skipHooks, tests: !args.skipTests},
    }),
  )
  for (const warning of warnings) context.warn(`chart ${args.name}: ${warning}`)
  const resources = within('could not parse rnode slice into resource map', () => context.resources(text))
  for (const resource of resources) resource.setAnnotation(HELM_GENERATED, 'true')
  return resources
}

function missingChart({name, repo, version}: ChartArgs, path: string): KustomizeError {
  if (repo === '') {
    return new KustomizeError(`no repo specified for pull, no chart found at '${path}'`, {
      hints: ['Charts lie in the folder charts beside the kustomization, or where helmGlobals.chartHome says.'],
    })
  }
  const home = version === '' ? 'charts' : `charts/${name}-${version}`
  const [from, what] = repo.startsWith('oci://') ? ['', `${repo}/${name}`] : [` --repo ${repo}`, name]
  const at = version === '' ? '' : ` --version ${version}`
  return new KustomizeError(`the chart '${name}' of ${repo} has not been pulled`, {
    hints: [`Charts are not pulled by a build. Pull it first: helm pull --untar --untardir ${home}${from} ${what}${at}`],
  })
}

function rendered<T>(action: () => T): T {
  try {
    return action()
  } catch (error) {
    if (!(error instanceof FluxError) || error instanceof KustomizeError) throw error
    throw new KustomizeError(error.message, {hints: error.hints, cause: error})
  }
}

/** The first values file: as it is, or merged with what the kustomization says. */
function mainValues(args: ChartArgs, path: string, context: PluginContext): string {
  const {valuesInline, valuesMerge} = args
  const file = args.valuesFile === '' ? `${path}/values.yaml` : args.valuesFile
  if (valuesInline === undefined || Object.keys(valuesInline).length === 0) return context.load(file)
  if (valuesMerge === 'replace') return printYaml(valuesInline)
  const own = parseScalarDocument(printYaml(valuesInline))
  const fromFile = valuesNode(context.load(file))
  const merged = within('could not merge values', () =>
    valuesMerge === 'merge' ? strategicMerge(own, fromFile, context.schemas) : strategicMerge(fromFile, own, context.schemas),
  )
  return printYaml(merged === undefined ? {} : jsonOf(merged))
}

function valuesNode(text: string): Node {
  const prefix = 'could not parse values file into rnode'
  let node: Node
  try {
    node = parseScalarDocument(text)
  } catch (error) {
    throw wrapped(error, prefix)
  }
  if (isNull(node)) throw new KustomizeError(`${prefix}: EOF`)
  return node
}
