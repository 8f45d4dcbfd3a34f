import {goQuote} from '../../../errors/go-quote.js'
import {isObject, type JsonValue} from '../../../formats/json/value.js'
import {splitFieldPath} from '../config/field-spec.js'
import {inside, KustomizeError, type Place, within, wrapped} from '../error.js'
import {decodeStruct, type Shape} from '../kustomization/decode.js'
import {REPLACEMENT} from '../kustomization/shapes.js'
import type {
  FieldOptions,
  Replacement,
  ReplacementField,
  Selector,
  SourceSelector,
  TargetSelector,
} from '../kustomization/types.js'
import {configValue} from '../node/config-value.js'
import {copyNode, isNilOrEmpty, isNull, type Node, type NodeKind, SCALAR, scalar} from '../node/node.js'
import {lookupParts, matchPath} from '../node/path.js'
import {countNodes, demandFew, type Grow, partsOf} from '../resource/growth.js'
import {isSelected, ResId} from '../resource/res-id.js'
import type {ResMap} from '../resource/res-map.js'
import type {Resource} from '../resource/resource.js'
import {setInText} from '../text/structured-text.js'
import {SelectorMatcher, selectorText} from './selector.js'

const DEFAULT_PATH = 'metadata.name'

/** A replacement with where it stands: in a file, or right in the kustomization when `path` is empty. */
export interface LoadedReplacement {
  readonly replacement: Replacement
  readonly path: string
  /** in that file */
  readonly place: Place
}

/** Reads a replacement, or all that stand in the file that it names. */
export function loadReplacements(
  field: ReplacementField,
  inFile: <T>(path: string, read: (text: string) => T) => T,
): LoadedReplacement[] {
  const {path} = field
  if (path === '') return [{replacement: field, path, place: []}]
  if (field.source !== undefined || (field.targets ?? []).length > 0) {
    throw new KustomizeError('cannot specify both path and inline replacement')
  }
  return inFile(path, fromFile).map(({replacement, place}) => ({replacement, path, place}))
}

function fromFile(text: string): {replacement: Replacement; place: Place}[] {
  const value = within('error converting YAML to JSON', () => readAs(REPLACEMENT, text))
  const read = (item: JsonValue, place: Place) =>
    within('error unmarshaling JSON: while decoding JSON', () => ({
      replacement: decodeStruct<Replacement>(item, REPLACEMENT, false, place),
      place,
    }))
  if (Array.isArray(value)) return value.map((item, i) => read(item, [i]))
  if (isObject(value)) return [read(value, [])]
  const kind = value === null ? 'invalid' : typeof value === 'boolean' ? 'bool' : typeof value === 'string' ? 'string' : 'float64'
  throw new KustomizeError(`unsupported replacement type encountered within replacement path: ${kind}`)
}

/** One, or a list of them. */
function readAs(shape: Shape, text: string): JsonValue {
  return configValue(text, Array.isArray(configValue(text)) ? {list: shape} : shape)
}

/** Copies values from fields of resources into fields of others. Faults of one replacement are placed by `placed`. */
export function replace(
  map: ResMap,
  replacements: readonly Replacement[],
  warn: (message: string, index: number, below: Place) => void,
  placed: (index: number, action: () => void) => void = (_, action) => action(),
): void {
  replacements.forEach((replacement, index) => {
    placed(index, () => replaceOne(map, replacement, (message, below) => warn(message, index, below)))
  })
  map.changed()
}

function replaceOne(map: ResMap, replacement: Replacement, warn: (message: string, below: Place) => void): void {
  const {source, sourceValue, targets} = replacement
  if ((source === undefined && sourceValue === undefined) || targets === undefined) {
    throw new KustomizeError('replacements must specify a source and at least one target')
  }
  const value = inside([source === undefined ? 'sourceValue' : 'source'], () => sourceOf(map, replacement))
  for (const [i, target] of targets.entries()) {
    const count = inside(['targets', i], () => replaceIn(map, value, target))
    if (count === 0) warn(`replacement target ${selectorText(target.select!)} selects no resource`, ['targets', i, 'select'])
  }
}

function sourceOf(map: ResMap, {source, sourceValue}: Replacement): Node {
  if (source !== undefined && sourceValue !== undefined) {
    throw new KustomizeError('value and resource selectors are mutually exclusive')
  }
  if (source === undefined) return scalar(sourceValue!)
  const resource = selectSource(map, source)
  const path = source.fieldPath || DEFAULT_PATH
  const found = inside(['fieldPath'], () => {
    const node = within('error looking up replacement source', () => lookupParts(resource.node!, splitFieldPath(path)))
    if (isNilOrEmpty(node)) {
      throw new KustomizeError(`fieldPath \`${path}\` is missing for replacement source ${sourceId(source)}`)
    }
    return node!
  })
  return inside(['options'], () => refined(found, source.options))
}

function sourceId({group, version, kind, name, namespace}: SourceSelector): ResId {
  return new ResId(group, version, kind, name, namespace)
}

function selectSource(map: ResMap, source: SourceSelector): Resource {
  const id = sourceId(source)
  const matches = map.resources.filter((resource) =>
    resource.allIds.some(
      (other) =>
        (source.name === '' || source.name === other.name) &&
        (source.namespace === '' || id.effectiveNamespace === withoutScope(other).effectiveNamespace) &&
        isSelected(other, source),
    ),
  )
  if (matches.length > 1) throw new KustomizeError(`multiple matches for selector ${sourceText(source)}`)
  if (matches.length === 0) throw new KustomizeError(`nothing selected by ${sourceText(source)}`)
  return matches[0]!
}

/** Replacements compare namespaces without asking whether the kind has any. */
function withoutScope(id: ResId): ResId {
  return id.clusterScoped ? new ResId(id.group, id.version, id.kind, id.name, id.namespace) : id
}

function sourceText(source: SourceSelector): string {
  const {options} = source
  const parts = [String(sourceId(source))]
  if (source.fieldPath !== '') parts.push(source.fieldPath)
  if (options !== undefined && (options.delimiter !== '' || options.create)) {
    parts.push(`${options.delimiter}(${options.index}), create=${options.create}`)
  }
  return parts.join(':')
}

function refined(node: Node, options: FieldOptions | undefined): Node {
  if (options === undefined || options.delimiter === '') return node
  if (node.kind !== SCALAR) throw new KustomizeError('delimiter option can only be used with scalar nodes')
  const parts = partsOf(node.value, options.delimiter)
  const part = options.index < 0 ? undefined : parts[options.index]
  if (part === undefined) throw new KustomizeError(`options.index ${options.index} is out of bounds for value ${node.value}`)
  const copy = copyNode(node)
  copy.value = part
  return copy
}

/** @returns how many resources were selected */
function replaceIn(map: ResMap, value: Node, target: TargetSelector): number {
  const {select} = target
  if (select === undefined) throw new KustomizeError('target must specify resources to select')
  const {selects, rejects} = within('error creating target selector', () => ({
    selects: new SelectorMatcher(select),
    rejects: target.reject.map((selector) => ({selector, matcher: new SelectorMatcher(selector)})),
  }))
  let count = 0
  for (const resource of map.resources) {
    if (!selects.matchesBoth(resource)) continue
    if (rejects.some(({selector, matcher}) => hasLabels(selector) && matcher.matchesBoth(resource))) continue
    const ids = resource.allIds
    if (rejects.some(({selector, matcher}) => hasId(selector) && ids.some((id) => matchesId(matcher, id)))) continue
    if (!ids.some((id) => matchesId(selects, id))) continue
    copyTo(resource.node!, value, target, map.grow)
    count++
  }
  return count
}

function hasLabels(selector: Selector): boolean {
  return selector.labelSelector !== '' || selector.annotationSelector !== ''
}

function hasId({group, version, kind, name, namespace}: Selector): boolean {
  return group + version + kind + name + namespace !== ''
}

function matchesId(matcher: SelectorMatcher, id: ResId): boolean {
  return matcher.matchesGvk(id) && matcher.matchesName(id.name) && matcher.matchesNamespace(id.namespace)
}

function copyTo(root: Node, value: Node, target: TargetSelector, grow: Grow): void {
  const paths = target.fieldPaths.length === 0 ? [DEFAULT_PATH] : target.fieldPaths
  const create: NodeKind | undefined = target.options?.create ? value.kind : undefined
  for (const [i, path] of paths.entries()) inside(['fieldPaths', i], () => copyToField(root, path, value, create, target, grow))
}

function copyToField(
  root: Node,
  path: string,
  value: Node,
  create: NodeKind | undefined,
  {options}: TargetSelector,
  grow: Grow,
): void {
  const parts = splitFieldPath(path)
  if (setInText(root, parts, value, create, grow)) return
  const fault = `unable to find ${create === undefined ? '' : 'or create '}field ${goQuote(path)} in replacement target`
  let fields: Node[] | undefined
  try {
    fields = matchPath(root, parts, create)
  } catch (error) {
    throw wrapped(error, fault)
  }
  if (fields === undefined || fields.length === 0) throw new KustomizeError(fault)
  for (const field of fields) setValue(field, value, options, grow)
}

function setValue(field: Node, source: Node, options: FieldOptions | undefined, grow: Grow): void {
  const copied = countNodes(source)
  demandFew(copied)
  grow(copied - countNodes(field))
  const value = copyNode(source)
  if (options !== undefined && options.delimiter !== '') {
    if (field.kind !== SCALAR) throw new KustomizeError('delimiter option can only be used with scalar nodes')
    const parts = partsOf(field.value, options.delimiter)
    const text = isNull(value) ? '' : value.value
    if (options.index < 0) parts.unshift(text)
    else if (options.index >= parts.length) parts.push(text)
    else parts[options.index] = text
    value.value = parts.join(options.delimiter)
    grow(0, value.value.length - field.value.length)
  }
  // a scalar keeps its own type: text stays text, a number a number
  if (field.kind === SCALAR) field.value = value.value
  else field.assign(value)
}
