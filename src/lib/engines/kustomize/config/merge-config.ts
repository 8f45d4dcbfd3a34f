import {within} from '../error.js'
import {compareBytes} from '../node/fields.js'
import {gvkSortText, kindRanks} from '../resource/kind-order.js'
import type {Gvk} from '../resource/res-id.js'
import type {TransformerConfig} from './default-config.js'
import {defaultConfig, EMPTY_CONFIG} from './default-config.js'
import {type FieldSpec, mergeFieldSpecs, mergeNameReferences} from './field-spec.js'

const FIELD_SPECS = [
  'namePrefix',
  'nameSuffix',
  'namespace',
  'commonAnnotations',
  'commonLabels',
  'labels',
  'templateLabels',
  'varReference',
  'images',
  'replicas',
] as const

/** Runs what belongs to one list of a configuration. */
type EachList = <T>(name: string, action: () => T) => T

const GO_NAMES: Readonly<Record<string, string>> = {namespace: 'NameSpace'}

/**
 * Both configurations in one. Also where nothing was before, each place is compared with those that were taken: in the order
 * of kinds a place of one kind comes before the same place of all kinds, and that one falls out.
 * @throws KustomizeError where they contradict each other
 */
export function mergeConfigs(
  a: TransformerConfig,
  b: TransformerConfig,
  each: EachList = (_, action) => action(),
): TransformerConfig {
  if (b === EMPTY_CONFIG) return a
  // the default ones do not overlap
  if (b === DEFAULT_CONFIG && (a === b || a === EMPTY_CONFIG)) return b
  const merged: Record<string, FieldSpec[]> = {}
  for (const name of FIELD_SPECS) {
    const shown = GO_NAMES[name] ?? name[0]!.toUpperCase() + name.slice(1)
    merged[name] = each(name, () => within(`failed to merge ${shown} fieldSpec`, () => sorted(mergeFieldSpecs(a[name], b[name]))))
  }
  const nameReference = each('nameReference', () =>
    within('failed to merge NameReference fieldSpec', () => sorted(mergeNameReferences(a.nameReference, b.nameReference))),
  )
  return {...merged, nameReference} as unknown as TransformerConfig
}

const RANKS = kindRanks()

function rank({kind}: Gvk): number {
  return RANKS.get(kind) ?? 0
}

/** Kustomize's order of kinds; equal ones stay as they are. */
function sorted<T extends Gvk>(list: readonly T[]): T[] {
  return [...list].sort((a, b) => rank(a) - rank(b) || compareBytes(gvkSortText(a), gvkSortText(b)))
}

/** Every list in kustomize's order of kinds. */
export function sortConfig(config: TransformerConfig): TransformerConfig {
  return Object.fromEntries(Object.entries(config).map(([name, list]) => [name, sorted(list)])) as unknown as TransformerConfig
}

/** The same for all builds: nobody changes a configuration, a merge makes another. */
export const DEFAULT_CONFIG: TransformerConfig = sortConfig(defaultConfig())
