/** One piece of a parsed text: literal text or an expression. */
export type SubstituteNode = string | SubstituteExpression

/** `${param}` or `${param<operator>args}`; `operator` is empty for the plain form, `#` without args is the length. */
export interface SubstituteExpression {
  readonly param: string
  readonly operator: string
  readonly args: readonly SubstituteNode[]
}
