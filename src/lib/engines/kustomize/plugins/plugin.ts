import {printYaml} from '../../../formats/yaml/print.js'
import {KustomizeError, type Place, within} from '../error.js'
import type {Sources} from '../generate/key-values.js'
import {decodeStruct, type Struct} from '../kustomization/decode.js'
import {configValue} from '../node/config-value.js'
import {jsonOf} from '../node/json-of.js'
import {copyNode} from '../node/node.js'
import {doubleNulls, ownLines} from '../resource/factory.js'
import type {ResMap} from '../resource/res-map.js'
import type {Resource} from '../resource/resource.js'
import type {PatchContext} from '../transform/patches.js'
import type {Charts} from './charts.js'

/** What a plugin may use of the kustomization that names it. */
export interface PluginContext extends PatchContext {
  /** a warning about what stands at a place of the kustomization: `['patches', 1]` */
  readonly warnAt: (message: string, place: readonly (string | number)[]) => void
  /** a warning about a place of a file that the kustomization names */
  readonly warnIn: (path: string, message: string, place: readonly (string | number)[]) => void
  /** what generators read from */
  readonly sources: Sources
  /** Reads a file; faults are placed in it. */
  readonly inFile: <T>(path: string, action: (text: string) => T) => T
  /** a place in a text that a field of the kustomization holds */
  readonly placeInText: (field: Place, place: Place, line?: number) => string
  /** name of the kustomization's folder */
  readonly folder: string
  /** absolute folder of the kustomization */
  readonly root: string
  /** absent: charts are refused */
  readonly charts: Charts | undefined
  /** The objects of a text that a plugin has made. */
  readonly resources: (text: string) => Resource[]
}

/** A configured transformer; `undefined` when the configuration names none that is built in. */
export type Prepare = (config: Resource, context: PluginContext) => (map: ResMap) => void

/** Finds and configures the built-in plugin that a configuration object names. @throws KustomizeError for others */
export function configured<T>(table: Readonly<Record<string, T>>, config: Resource, role: string): T {
  const {group, version, kind} = config.gvk
  if (group !== '' || version !== 'builtin') {
    throw new KustomizeError(`external plugins disabled; unable to load external plugin '${config.orgId.kind}'`, {
      hints: ['Only the built-in generators and transformers (apiVersion: builtin) can be used.'],
      field: ['apiVersion'],
    })
  }
  if (Object.hasOwn(table, kind)) return table[kind]!
  throw new KustomizeError(
    KNOWN.has(kind) ? `plugin ${config.orgId} not a ${role}` : `unable to load builtin ${kind}.${version}.[noGrp]`,
    {field: ['kind']},
  )
}

const KNOWN = new Set(
  'ConfigMapGenerator SecretGenerator IAMPolicyGenerator HelmChartInflationGenerator AnnotationsTransformer HashTransformer ImageTagTransformer LabelTransformer NamespaceTransformer PatchJson6902Transformer PatchStrategicMergeTransformer PatchTransformer PrefixSuffixTransformer PrefixTransformer SuffixTransformer ReplacementTransformer ReplicaCountTransformer ValueAddTransformer'.split(
    ' ',
  ),
)

/** A plugin's configuration as sigs.k8s.io/yaml reads what kustomize has printed of it: numbers are text where Go has text. */
export function readConfig<T>(config: Resource, shape: Struct): T {
  const value = configValue(printYaml(jsonOf(config.node!)), shape)
  return within('error unmarshaling JSON: while decoding JSON', () => decodeStruct<T>(value, shape, false))
}

/** Runs a plugin's configuration under the name that kustomize gives to its faults. */
export function configure<T>(config: Resource, action: () => T): T {
  within(`marshalling yaml from res ${config.orgId}`, () => {
    const doubled = doubleNulls(copyNode(config.node!))
    if (doubled !== undefined) throw new KustomizeError(ownLines(doubled, config))
    jsonOf(config.node!)
  })
  return within(`plugin ${config.orgId} fails configuration`, action)
}
