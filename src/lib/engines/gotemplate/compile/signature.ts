import {CERTIFICATE} from '../go/certificate-type.js'
import {ANY, BOOL, DICT, FLOAT, type GoType, INT, INT64, LIST, STRING} from '../go/types.js'
import {Boxed, type GoValue, NIL_DICT, NIL_LIST, typeName} from '../go/value.js'
import type {NumberNode} from '../parse/node.js'
import {DURATION, TIME} from '../time/time-type.js'
import type {Frame} from './frame.js'

/** One parameter of a function: how a value of a template becomes an argument. */
export interface Parameter {
  readonly type: GoType
  /** what nil becomes; absent when the type has no nil */
  readonly nil?: () => GoValue
  /** the argument for a value; undefined (the invalid value) has been dealt with */
  readonly accept: (value: GoValue) => GoValue | typeof REFUSED
  /** the argument for a constant without a type, when numbers are taken */
  readonly number?: (node: NumberNode) => GoValue | typeof REFUSED
  /** what the messages call such a constant */
  readonly numeral?: string
}

export const REFUSED = Symbol('refused')

const UINT32: GoType = {name: 'uint32', kind: 'uint32'}
/** builtins get what is there, even if it is nothing at all */
const REFLECTED: GoType = {name: 'reflect.Value', kind: 'struct'}

const PARAMETERS: Readonly<Record<string, Parameter>> = {
  any: {type: ANY, nil: () => null, accept: (value) => (value instanceof Boxed && value.type.copied ? copied(value) : value)},
  value: {type: REFLECTED, nil: () => undefined, accept: (value) => value},
  string: {type: STRING, accept: (value) => (typeof value === 'string' ? value : REFUSED)},
  bool: {type: BOOL, accept: (value) => (typeof value === 'boolean' ? value : REFUSED)},
  // as a number: no function counts beyond 2^53
  int: {
    type: INT,
    accept: (value) => (typeof value === 'bigint' ? Number(value) : REFUSED),
    number: (node) => (node.int === undefined ? REFUSED : Number(node.int)),
    numeral: 'integer',
  },
  int64: {
    type: INT64,
    accept: (value) => (value instanceof Boxed && value.type === INT64 ? value.value : REFUSED),
    number: (node) => node.int ?? REFUSED,
    numeral: 'integer',
  },
  uint32: {
    type: UINT32,
    accept: (value) => (value instanceof Boxed && value.type.name === 'uint32' ? Number(value.value) : REFUSED),
    number: (node) => (node.uint === undefined ? REFUSED : Number(BigInt.asUintN(32, node.uint))),
    numeral: 'unsigned integer',
  },
  float64: {
    type: FLOAT,
    accept: (value) => (typeof value === 'number' ? value : REFUSED),
    number: (node) => node.float ?? REFUSED,
    numeral: 'float',
  },
  dict: {type: DICT, nil: () => NIL_DICT, accept: acceptDict},
  list: {type: LIST, nil: () => NIL_LIST, accept: acceptList},
  duration: {
    type: DURATION,
    accept: (value) => (value instanceof Boxed && value.type === DURATION ? value.value : REFUSED),
    number: (node) => node.int ?? REFUSED,
    numeral: 'integer',
  },
  time: {type: TIME, accept: (value) => acceptStruct(TIME, value)},
  version: {
    type: {name: '*semver.Version', kind: 'ptr'},
    accept: (value) => (value instanceof Boxed && value.type.name === '*semver.Version' ? value : REFUSED),
  },
  // nothing in a template is one
  writer: {type: {name: 'io.Writer', kind: 'ptr'}, nil: () => null, accept: () => REFUSED},
  certificate: {type: CERTIFICATE, accept: (value) => acceptStruct(CERTIFICATE, value)},
}

function copied({type, value}: Boxed): Boxed {
  return new Boxed(type.copied!, value)
}

function acceptDict(value: GoValue): GoValue {
  if (!(value instanceof Boxed)) {
    return typeof value === 'object' && !Array.isArray(value) && !(value instanceof Uint8Array) ? value : REFUSED
  }
  if (value.type.kind !== 'map' || value.type.elem !== ANY) return REFUSED
  return value.value ?? NIL_DICT
}

function acceptList(value: GoValue): GoValue {
  if (Array.isArray(value)) return value
  if (!(value instanceof Boxed) || value.type.kind !== 'slice' || value.type.elem !== ANY) return REFUSED
  return value.value ?? NIL_LIST
}

function acceptStruct(type: GoType, value: GoValue): GoValue {
  if (!(value instanceof Boxed)) return REFUSED
  if (value.type === type) return value
  return value.type.kind === 'ptr' && value.type.elem === type && value.value !== null ? value.value : REFUSED
}

export interface Signature {
  /** the frame comes as the first argument */
  readonly context: boolean
  readonly fixed: readonly Parameter[]
  readonly variadic: Parameter | undefined
}

/** Reads `@ string int ...any`: `@` for the frame, names of parameters, dots before the last when it repeats. */
function readSignature(text: string): Signature {
  const words = text.split(' ').filter((word) => word !== '')
  const context = words[0] === '@'
  const names = context ? words.slice(1) : words
  const last = names.at(-1)
  const variadic = last?.startsWith('...') ? parameter(last.slice(3)) : undefined
  return {context, fixed: (variadic ? names.slice(0, -1) : names).map(parameter), variadic}
}

/** Signatures that were read once. */
export class Signatures {
  readonly #known = new Map<string, Signature>()

  of(text: string): Signature {
    let signature = this.#known.get(text)
    if (!signature) {
      signature = readSignature(text)
      this.#known.set(text, signature)
    }
    return signature
  }
}

function parameter(name: string): Parameter {
  const found = PARAMETERS[name]
  if (!found) throw new Error(`unknown parameter type ${name}`)
  return found
}

/** The argument for a value. @throws TemplateError in Go's words when the types do not fit */
export function convert(frame: Frame, value: GoValue, parameter: Parameter): GoValue {
  if (value === undefined) {
    if (parameter.nil) return parameter.nil()
    throw frame.fault(`invalid value; expected ${parameter.type.name}`)
  }
  if (value === null && parameter.type !== ANY && parameter.type !== REFLECTED) throw mismatch(frame, parameter, 'interface {}')
  const result = parameter.accept(value)
  if (result === REFUSED) throw mismatch(frame, parameter, typeName(value))
  return result
}

function mismatch(frame: Frame, parameter: Parameter, got: string) {
  return frame.fault(`wrong type for value; expected ${parameter.type.name}; got ${got}`)
}
