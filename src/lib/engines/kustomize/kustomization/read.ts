import {goKind} from '../../../formats/json/go-kind.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {KustomizeError, within} from '../error.js'
import {configValue} from '../node/config-value.js'
import {decodeStruct} from './decode.js'
import {KUSTOMIZATION} from './shapes.js'
import type {GeneratorArgs, HelmChart, Image, Kustomization} from './types.js'

/** The names that a kustomization file may have, in the order in which they are looked for. */
export const KUSTOMIZATION_FILES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'] as const

const V1BETA1 = 'kustomize.config.k8s.io/v1beta1'
const V1ALPHA1 = 'kustomize.config.k8s.io/v1alpha1'
const EDIT_FIX = "Run 'kustomize edit fix' to update your Kustomization automatically."

/** Fields with a successor, in the order in which kustomize complains. */
const DEPRECATED: readonly (readonly [field: string, successor: string, note?: string])[] = [
  ['bases', 'resources'],
  ['commonLabels', 'labels'],
  ['imageTags', 'images'],
  ['patchesJson6902', 'patches'],
  ['patchesStrategicMerge', 'patches'],
  ['vars', 'replacements', '[EXPERIMENTAL] '],
]

export interface ReadKustomization {
  readonly kustomization: Kustomization
  /** kustomize's own words about deprecated fields */
  readonly deprecations: readonly {readonly message: string; readonly field: string}[]
}

type Raw = Kustomization & {
  bases: string[]
  imageTags: Image[]
  helmChartInflationGenerator: OldHelmChart[]
  configMapGenerator: (GeneratorArgs & {env: string})[]
  secretGenerator: (GeneratorArgs & {env: string})[]
}

interface OldHelmChart {
  chartName: string
  chartVersion: string
  chartRepoUrl: string
  chartHome: string
  helmHome: string
  values: string
  valuesLocal: JsonObject | undefined
  valuesMerge: string
  releaseName: string
}

/**
 * Reads a kustomization file and brings old fields into their new places.
 * @throws KustomizeError in kustomize's words
 */
export function readKustomization(text: string, folder: string): ReadKustomization {
  const value = within('invalid Kustomization', () => configValue(text))
  const raw = within('invalid Kustomization', () => {
    if (value !== null && !isObject(value)) {
      throw new KustomizeError(`json: cannot unmarshal ${goKind(value)} into Go value of type types.Kustomization`)
    }
    return decodeStruct<Raw>(value, KUSTOMIZATION)
  })
  const given = new Set(Object.keys(value ?? {}).filter((key) => (value as JsonObject)[key] !== null))
  const kustomization = fixed(raw)
  if (isEmptyKustomization(value)) throw new KustomizeError('kustomization.yaml is empty')
  checkType(kustomization, folder)
  return {
    kustomization,
    deprecations: DEPRECATED.filter(([field]) => given.has(field)).map(([field, successor, note = '']) => ({
      message: `# Warning: '${field}' is deprecated. Please use '${successor}' instead. ${note}${EDIT_FIX}`,
      field,
    })),
  }
}

/** True when nothing but apiVersion and kind says anything. */
function isEmptyKustomization(value: JsonValue): boolean {
  if (!isObject(value)) return true
  return Object.entries(value).every(
    ([key, member]) => key === 'apiVersion' || key === 'kind' || member === null || member === '',
  )
}

function fixed(raw: Raw): Kustomization {
  const kind = raw.kind || 'Kustomization'
  const old = raw.helmChartInflationGenerator
  const last = (pick: (chart: OldHelmChart) => string) => old.map(pick).findLast((text) => text !== '') ?? ''
  const globals = {chartHome: last((chart) => chart.chartHome), configHome: last((chart) => chart.helmHome)}
  const hasGlobals = globals.chartHome !== '' || globals.configHome !== ''
  return {
    ...raw,
    kind,
    apiVersion: raw.apiVersion || (kind === 'Component' ? V1ALPHA1 : V1BETA1),
    resources: [...raw.resources, ...raw.bases],
    images: [...raw.images, ...raw.imageTags],
    configMapGenerator: raw.configMapGenerator.map(withEnv),
    secretGenerator: raw.secretGenerator.map(withEnv),
    helmGlobals: raw.helmGlobals ?? (hasGlobals ? globals : undefined),
    helmCharts: [...raw.helmCharts, ...old.map(newHelmChart)],
  }
}

function withEnv(args: GeneratorArgs & {env: string}): GeneratorArgs {
  return args.env === '' ? args : {...args, envs: [...args.envs, args.env]}
}

function newHelmChart(old: OldHelmChart): HelmChart {
  return {
    name: old.chartName,
    version: old.chartVersion,
    repo: old.chartRepoUrl,
    releaseName: old.releaseName,
    valuesFile: old.values,
    valuesInline: old.valuesLocal,
    valuesMerge: old.valuesMerge,
    namespace: '',
    additionalValuesFiles: [],
    includeCRDs: false,
    skipHooks: false,
    apiVersions: [],
    kubeVersion: '',
    nameTemplate: '',
    skipTests: false,
    debug: false,
    devel: false,
  }
}

function checkType({kind, apiVersion}: Kustomization, folder: string): void {
  const faults: string[] = []
  if (kind !== 'Kustomization' && kind !== 'Component') faults.push('kind should be Kustomization or Component')
  const required = kind === 'Component' ? V1ALPHA1 : V1BETA1
  if (apiVersion !== required) faults.push(`apiVersion for ${kind} should be ${required}`)
  if (faults.length === 0) return
  const field = [faults[0]!.startsWith('kind') ? 'kind' : 'apiVersion']
  throw new KustomizeError(`Failed to read kustomization file under ${folder}:\n${faults.join('\n')}`, {field})
}
