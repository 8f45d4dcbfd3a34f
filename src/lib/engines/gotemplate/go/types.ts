/** What Go's reflect package calls a kind; `invalid` is the kind of nil. */
export type Kind =
  | 'invalid'
  | 'bool'
  | 'int'
  | 'int32'
  | 'int64'
  | 'uint'
  | 'uint8'
  | 'uint32'
  | 'uint64'
  | 'float64'
  | 'complex128'
  | 'string'
  | 'slice'
  | 'map'
  | 'struct'
  | 'ptr'
  | 'func'
  | 'interface'

/** A Go type as far as templates can see it. */
export interface GoType {
  /** as `%T` prints it */
  readonly name: string
  readonly kind: Kind
  /** of slices, maps and pointers */
  readonly elem?: GoType
  /** exported and unexported fields of a struct in their order */
  readonly fields?: readonly string[]
  /** a signature (see `compile/signature.ts`) and the function, which gets the receiver first */
  readonly methods?: Readonly<Record<string, GoMethod>>
  /** the String or Error method */
  readonly text?: (value: never) => string
  /** the String method of a pointer to it, which counts where the value is printed from its place */
  readonly pointerText?: (value: never) => string
  /** fields of a struct, texts all, that a copy of it does not have */
  readonly hidden?: readonly string[]
  /** what it becomes as an argument of a function: a copy that nobody can point to, without what pointers have */
  readonly copied?: GoType
  /** the MarshalJSON method: JSON text */
  readonly json?: (value: never) => string
  /** false for a type that has a name of its own: `map[string]interface {}` is not `common.Values` */
  readonly named?: boolean
  /** what a copy of a struct is whose fields are hidden: `deepCopy` finds nothing in it */
  readonly blank?: unknown
}

// biome-ignore lint/suspicious/noExplicitAny: a template function takes what its signature says, which TypeScript cannot follow
export type GoMethod = readonly [signature: string, call: (...args: any[]) => unknown]

export const ANY: GoType = {name: 'interface {}', kind: 'interface'}
export const BOOL: GoType = {name: 'bool', kind: 'bool'}
export const INT: GoType = {name: 'int', kind: 'int'}
export const INT64: GoType = {name: 'int64', kind: 'int64'}
export const UINT8: GoType = {name: 'uint8', kind: 'uint8'}
export const UINT64: GoType = {name: 'uint64', kind: 'uint64'}
export const FLOAT: GoType = {name: 'float64', kind: 'float64'}
export const COMPLEX: GoType = {name: 'complex128', kind: 'complex128'}
export const STRING: GoType = {name: 'string', kind: 'string'}
export const LIST: GoType = sliceOf(ANY)
export const STRINGS: GoType = sliceOf(STRING)
export const INTS: GoType = sliceOf(INT)
export const BYTES: GoType = sliceOf(UINT8)
export const LISTS: GoType = sliceOf(LIST)
export const DICT: GoType = mapOf(ANY)
export const STRING_MAP: GoType = mapOf(STRING)

export function sliceOf(elem: GoType): GoType {
  return {name: `[]${elem.name}`, kind: 'slice', elem}
}

/** A map with string keys: templates make no others. */
export function mapOf(elem: GoType): GoType {
  return {name: `map[string]${elem.name}`, kind: 'map', elem}
}

export function pointerTo(elem: GoType): GoType {
  return {
    name: `*${elem.name}`,
    kind: 'ptr',
    elem,
    ...(elem.methods && {methods: elem.methods}),
    ...(elem.text && {text: elem.text}),
    ...(elem.json && {json: elem.json}),
  }
}
