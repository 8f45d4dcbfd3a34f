import {goKind} from '../../../formats/json/go-kind.js'
import {isObject} from '../../../formats/json/value.js'
import {splitPath} from '../config/field-spec.js'
import {KustomizeError, within} from '../error.js'
import {decodeStruct, type Struct} from '../kustomization/decode.js'
import {VALUE_TARGET} from '../kustomization/shapes.js'
import type {Selector} from '../kustomization/types.js'
import {configValue} from '../node/config-value.js'
import {demandKind, lookupPath, setScalar} from '../node/fields.js'
import {MAP, type Node, SCALAR, SEQ, scalar} from '../node/node.js'
import {indexOf, lookupParts} from '../node/path.js'
import type {ResMap} from '../resource/res-map.js'
import {setResourceNamespace} from './namespace.js'
import {select} from './selector.js'

export interface ValueTarget {
  readonly selector: Selector | undefined
  readonly fieldPath: string
  readonly filePathPosition: number
}

/** Targets of a ValueAddTransformer, those of its file included. */
export function valueTargets(given: readonly ValueTarget[], path: string, load: (path: string) => string): ValueTarget[] {
  const targets = path === '' ? [...given] : [...given, ...targetsIn(load(path))]
  if (targets.length === 0) throw new KustomizeError('must specify at least one target')
  for (const {fieldPath, filePathPosition} of targets) {
    if (fieldPath === '') throw new KustomizeError('fieldPath cannot be empty')
    if (filePathPosition < 0) throw new KustomizeError(`value of FilePathPosition (${filePathPosition}) cannot be negative`)
  }
  return targets
}

const TARGETS: Struct = {name: '', fields: {targets: {list: VALUE_TARGET}}}

const TARGETS_TYPE =
  'value of type struct { Targets []builtins.Target "json:\\"targets,omitempty\\" yaml:\\"targets,omitempty\\"" }'

function targetsIn(text: string): readonly ValueTarget[] {
  const value = within('error converting YAML to JSON', () => configValue(text, TARGETS))
  return within('error unmarshaling JSON: while decoding JSON', () => {
    if (value !== null && !isObject(value))
      throw new KustomizeError(`json: cannot unmarshal ${goKind(value)} into Go ${TARGETS_TYPE}`)
    return decodeStruct<{targets: readonly ValueTarget[]}>(value, TARGETS, false).targets
  })
}

/** Writes a value into a field, or into a part of a path that the field holds. */
export function addValue(map: ResMap, value: string, targets: readonly ValueTarget[]): void {
  for (const target of targets) {
    const resources = target.selector === undefined ? map.resources : select(map, target.selector)
    for (const resource of resources) {
      if (target.fieldPath === 'metadata/namespace') {
        setResourceNamespace(resource, value)
        continue
      }
      const field = fieldAt(resource.node!, splitPath(target.fieldPath))
      if (field === undefined) continue
      demandKind(field, SCALAR)
      const text = target.filePathPosition > 0 ? insertPart(field.value, target.filePathPosition - 1, value) : value
      setScalar(field, scalar(text))
    }
  }
  map.changed()
}

function isNoName(part: string): boolean {
  return indexOf(part) !== undefined || /^(?:[-*]|\[.*\])$/.test(part)
}

/** The field at a path; names on the way are made, elements of lists are not. */
function fieldAt(root: Node, path: readonly string[]): Node | undefined {
  let node: Node | undefined = root
  for (let i = 0; i < path.length && node !== undefined; i++) {
    const next = path[i + 1]
    const kind = next === undefined ? SCALAR : isNoName(next) ? SEQ : MAP
    node = isNoName(path[i]!) ? lookupParts(node, [path[i]!]) : lookupPath(node, [path[i]!], kind)
  }
  return node
}

/** The part counts from 0, a leading slash apart. */
function insertPart(path: string, position: number, part: string): string {
  const absolute = path.startsWith('/')
  const parts = path.split('/').filter((piece) => piece !== '')
  parts.splice(Math.min(position, parts.length), 0, part)
  return (absolute ? '/' : '') + parts.join('/')
}
