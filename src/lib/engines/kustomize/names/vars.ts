import {goFloat} from '../../../errors/go-float.js'
import type {FieldSpec} from '../config/field-spec.js'
import {splitFieldPath} from '../config/field-spec.js'
import {at, KustomizeError} from '../error.js'
import type {Var} from '../kustomization/types.js'
import {compareBytes} from '../node/fields.js'
import {jsonOf} from '../node/json-of.js'
import {isNull, isTextual, LITERAL, MAP, type Node, PLAIN, SCALAR, TAG} from '../node/node.js'
import {lookupParts} from '../node/path.js'
import type {Grow} from '../resource/growth.js'
import {placeOf} from '../resource/place.js'
import type {ResMap} from '../resource/res-map.js'
import type {Resource} from '../resource/resource.js'
import {FieldFilter} from '../transform/field-filter.js'
import {varText} from './var-text.js'

/** What a var may stand for; other values are left as they are written. */
type VarValue = string | number | bigint | boolean | undefined

/** Replaces `$(NAME)` by the values of vars; returns the names that were never used. */
export function resolveVars(
  map: ResMap,
  vars: ReadonlyMap<string, Var>,
  specs: readonly FieldSpec[],
  placeOfVar: (variable: Var) => string | undefined,
): string[] {
  if (vars.size === 0) return []
  const values = new Map<string, VarValue>()
  for (const name of [...vars.keys()].sort(compareBytes)) {
    const variable = vars.get(name)!
    const read = () => readVar(map, variable)
    values.set(
      name,
      at(() => placeOfVar(variable), read),
    )
  }
  const used = new Set<string>()
  const expand = (text: string) => expandVars(text, values, used)
  const filters = specs.map((spec) => new FieldFilter(spec))
  for (const resource of map.resources) {
    const apply = () => {
      for (const filter of filters) filter.apply(resource.node!, (field) => setExpanded(field, expand, map.grow))
    }
    at(() => placeOf(resource), apply)
  }
  return [...values.keys()].filter((name) => !used.has(name))
}

function readVar(map: ResMap, variable: Var): VarValue {
  const path = variable.fieldref.fieldPath || 'metadata.name'
  const resource = map.resources.find((candidate) => candidate.refVarNames.includes(variable.name))
  const shown: Var = {...variable, fieldref: {fieldPath: path}}
  if (resource === undefined) {
    throw new KustomizeError(`var '${varText(shown)}' cannot be mapped to a field in the set of known resources`)
  }
  return fieldValue(resource, path, shown)
}

function fieldValue(resource: Resource, path: string, variable: Var): VarValue {
  const fault = () => new KustomizeError(`field specified in var '${varText(variable)}' not found in corresponding resource`)
  let node: Node | undefined
  try {
    node = lookupParts(resource.node!, splitFieldPath(path).flatMap(withIndex))
  } catch (error) {
    if (error instanceof KustomizeError) throw fault()
    throw error
  }
  if (node === undefined) throw fault()
  if (node.kind !== SCALAR) return undefined
  if (node.tag === TAG.int) return integerOf(node.value) ?? fail(fault())
  if (node.tag !== TAG.float && node.tag !== TAG.bool) return node.value
  const value = jsonOf(node)
  // JSON has no such zero, but a text that it stands in shows it
  if (value === 0 && node.value.startsWith('-')) return -0
  return value === null || typeof value === 'object' ? undefined : value
}

/** kustomize reads the digits of an integer, whatever YAML makes of them: 017 is 17, and 0x50 and 1_000 are none. */
function integerOf(text: string): bigint | undefined {
  if (!/^[+-]?\d+$/.test(text)) return undefined
  const value = BigInt(text.replace('+', ''))
  return BigInt.asIntN(64, value) === value ? value : undefined
}

function fail(error: Error): never {
  throw error
}

/** `ports[0]` is a field and an index. */
function withIndex(part: string): string[] {
  const match = /^(.*)\[(\d+)\]$/.exec(part)
  return match === null ? [part] : [match[1]!, match[2]!]
}

function setExpanded(node: Node, expand: (text: string) => VarValue, grow: Grow): void {
  if (isNull(node)) return
  if (node.kind === SCALAR) {
    if (isTextual(node)) update(node, expand(node.value), grow)
    return
  }
  const {content} = node
  for (let i = 0; i < content.length; i++) {
    const item = content[i]!
    if (node.kind === MAP && i % 2 === 0) {
      if (!isTextual(item)) throw new KustomizeError(`invalid map key: value='${item.value}', tag='${item.tag}'`)
      continue
    }
    if (isTextual(item)) update(item, expand(item.value), grow)
    else if (node.kind !== MAP) throw new KustomizeError('invalid value type expect a string')
  }
}

function update(node: Node, value: VarValue, grow: Grow): void {
  if (typeof value === 'boolean') node.tag = TAG.bool
  else if (typeof value === 'bigint') node.tag = TAG.int
  else if (typeof value === 'number') node.tag = TAG.float
  else node.tag = TAG.string
  const written = String(value)
  grow(0, written.length - node.value.length)
  node.value = written
  node.style = PLAIN
  if (node.tag === TAG.string && node.value.includes('\n')) node.style = LITERAL
}

function expandVars(input: string, values: ReadonlyMap<string, VarValue>, used: Set<string>): VarValue {
  if (!input.includes('$')) return input
  let out = ''
  let checkpoint = 0
  for (let at = 0; at < input.length; at++) {
    if (input[at] !== '$' || at + 1 >= input.length) continue
    out += input.slice(checkpoint, at)
    const [read, isVar, advance] = readName(input, at + 1)
    if (isVar) {
      const mapped = valueFor(read, values, used)
      if (input === `$(${read})`) return mapped
      out += Object.is(mapped, -0) ? '-0' : typeof mapped === 'number' ? goFloat(mapped) : String(mapped)
    } else out += read
    at += advance
    checkpoint = at + 1
  }
  return out + input.slice(checkpoint)
}

function valueFor(name: string, values: ReadonlyMap<string, VarValue>, used: Set<string>): VarValue {
  const value = values.get(name)
  if (value === undefined) return `$(${name})`
  used.add(name)
  return value
}

/** What follows a `$`: a name in parentheses, an escaped `$`, or nothing special. */
function readName(input: string, at: number): [read: string, isVar: boolean, advance: number] {
  const char = input[at]!
  if (char === '$') return ['$', false, 1]
  if (char !== '(') return [`$${char}`, false, 1]
  const end = input.indexOf(')', at + 1)
  return end < 0 ? ['$(', false, 1] : [input.slice(at + 1, end), true, end - at + 1]
}
