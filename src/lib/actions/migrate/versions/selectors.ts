import {isScalar, type Scalar} from 'yaml'
import {Patterns} from '../../../formats/regex/regex.js'
import type {Source} from '../fields/advice.js'
import {isVersion, type Targets} from '../targets.js'
import {pairOf, rangeOf, type YamlSelector} from '../yaml-objects.js'
import {OUR_NAMES, type Upgrade, type Warning} from './judge.js'
import type {Schemas} from './refusals.js'

/** Where kustomize chooses objects: targets of patches, replacements, and lists of its `configurations`. */
const PLACES = new Set([
  ...['target', 'source', 'select', 'reject', 'nameReference', 'fieldSpecs', 'varReference', 'images', 'replicas', 'namespace'],
  ...['commonLabels', 'labels', 'templateLabels', 'commonAnnotations', 'namePrefix', 'nameSuffix'],
])
/** Old versions that a pattern may be about. */
const OLD = ['v1alpha1', 'v1alpha2', 'v1beta1', 'v1beta2', 'v2alpha1', 'v2beta1', 'v2beta2']

const patterns = new Patterns()

interface Selector {
  readonly group: string | undefined
  readonly kind: string | undefined
  readonly version: string
  /** the key that it stands at */
  readonly key: string
  readonly written: Scalar
}

/** Selectors of our kinds in versions that their objects will not have any more. */
export function inSelectors(
  found: readonly YamlSelector[],
  source: Source,
  {targets, schemas}: {targets: Targets; schemas: Schemas},
): (Upgrade | Warning)[] {
  return found.flatMap((one): (Upgrade | Warning)[] => {
    const selector = selectorOf(one)
    if (!selector) return []
    const {group, kind, version, key, written} = selector
    const names = chosen(group, kind, targets)
    const name = names.find((each) => isStale(version, targets.get(each)!))
    if (name === undefined) return []
    const why = whyNot(selector, {name, alone: names.length === 1, to: targets.get(name)!}, source, schemas)
    if (why === '') return []
    const [start, end] = rangeOf(written)
    const line = source.lines.lineAt(start)
    const shown = [group, version, kind].filter(Boolean).join('/')
    if (why !== undefined) return [{line, message: `${key} ${shown} left as it is: ${why}`}]
    const [ownGroup, ownKind] = name.split('/') as [string, string]
    const at = source.text.slice(start, end).indexOf(version)
    return [{line, kind: ownKind, group: ownGroup, from: version, to: targets.get(name)!, start: start + at, place: key}]
  })
}

function selectorOf({map, key}: YamlSelector): Selector | undefined {
  const [group, kind, version] = ['group', 'kind', 'version'].map((name) => textOf(pairOf(map, name)?.value))
  const written = pairOf(map, 'version')?.value as Scalar
  // a custom resource of its own may have fields of these names
  if (pairOf(map, 'apiVersion') || !version || !written.range || (!group && !kind)) return undefined
  return {group, kind, version, key, written}
}

/** Why a selector stays as it is: undefined when it does not, `''` when that is nothing to speak of. */
function whyNot(
  {group, kind, version, key, written}: Selector,
  {name, alone, to}: {name: string; alone: boolean; to: string},
  source: Source,
  schemas: Schemas,
): string | undefined {
  const [ownGroup, ownKind] = name.split('/') as [string, string]
  const whole = group === ownGroup && kind === ownKind
  const isNow = `${ownKind} is ${to} now`
  if (!PLACES.has(key)) return whole ? isNow : ''
  if (!whole && (group || !kind || !OUR_NAMES.has(kind))) {
    // kinds of others have the same names
    if (!source.text.includes('fluxcd.io')) return ''
    return alone && kind === ownKind ? `it does not name the group of ${kind}` : `it may be about several kinds, ${isNow}`
  }
  if (!isVersion(version)) return `${isNow}, which the pattern does not match`
  if (schemas.has(`${ownGroup}/${version} ${ownKind}`)) return `objects may stay ${version}, which is served`
  const [start, end] = rangeOf(written)
  return written.anchor || !source.text.slice(start, end).includes(version) ? isNow : undefined
}

const textOf = (value: unknown) => (isScalar(value) && typeof value.value === 'string' ? value.value : undefined)

/** Our kinds that a group and a kind, which may be patterns, match. */
function chosen(group: string | undefined, kind: string | undefined, targets: Targets): string[] {
  return [...targets.keys()].filter((name) => {
    const [ownGroup, ownKind] = name.split('/') as [string, string]
    return matches(group, ownGroup) && matches(kind, ownKind)
  })
}

function matches(pattern: string | undefined, text: string): boolean {
  if (!pattern || pattern === text) return true
  return /[*+?|[(.]/.test(pattern) && patterns.find(`^(?:${pattern})$`, text)
}

/** True for a version, or pattern of versions, that matches old ones and not the wanted one. */
function isStale(version: string, to: string): boolean {
  if (matches(version, to)) return false
  return isVersion(version) || OLD.some((old) => matches(version, old))
}
