import type {Value} from '../values.js'

/** `pos` is the offset that cel-go reports: the operator of a binary expression, `(` of a call, `.` of a selection. */
export type Expr = Const | Ident | Select | Call | ListExpr | MapExpr | StructExpr | Macro

export interface Const {
  readonly kind: 'const'
  readonly pos: number
  readonly value: Value
}

export interface Ident {
  readonly kind: 'ident'
  readonly pos: number
  readonly name: string
}

export interface Select {
  readonly kind: 'select'
  readonly pos: number
  readonly operand: Expr
  readonly field: string
  /** `has(a.b)` */
  readonly test: boolean
}

/** Operators are calls of `_+_`, `!_`, `_[_]`, `_?_:_`, `_?._` and so on. */
export interface Call {
  readonly kind: 'call'
  readonly pos: number
  readonly name: string
  readonly target: Expr | undefined
  readonly args: readonly Expr[]
}

export interface ListExpr {
  readonly kind: 'list'
  readonly pos: number
  readonly items: readonly Expr[]
  /** indexes of `?item` */
  readonly optional: readonly number[]
}

export interface MapExpr {
  readonly kind: 'map'
  readonly pos: number
  readonly entries: readonly {readonly pos: number; readonly key: Expr; readonly value: Expr; readonly optional: boolean}[]
}

export interface StructExpr {
  readonly kind: 'struct'
  readonly pos: number
  /** `Object.spec` */
  readonly name: string
  readonly fields: readonly {readonly pos: number; readonly name: string; readonly value: Expr; readonly optional: boolean}[]
}

export type MacroName =
  | 'all'
  | 'exists'
  | 'exists_one'
  | 'map'
  | 'filter'
  | 'transformList'
  | 'transformMap'
  | 'transformMapEntry'
  | 'sortBy'
  | 'optMap'
  | 'optFlatMap'

/** A comprehension or an optional's map: `vars` are bound in `body` and `filter`. */
export interface Macro {
  readonly kind: 'macro'
  readonly pos: number
  readonly name: MacroName
  /** what is iterated, bound or unwrapped */
  readonly range: Expr
  readonly vars: readonly string[]
  readonly filter: Expr | undefined
  readonly body: Expr
}
