import type {Checked} from './checker.js'
import type {Expr} from './syntax/ast.js'
import type {CelType} from './type.js'

/** Greatest sizes of what a list or a map holds. */
export interface EntrySize {
  readonly key: number
  readonly value: number
}

/** A variable of a macro. */
export interface Local {
  /** names from a declared variable down; `@items`, `@keys` and `@values` stand for what a collection holds */
  readonly path: readonly string[]
  readonly size?: number | undefined
  readonly entry?: EntrySize | undefined
}

/**
 * Greatest sizes of expressions as cel-go's cost estimate and Kubernetes' size estimator know them: what was computed, what is
 * written down, what the schema says of the path, what a type needs, in this order.
 */
export class Sizes {
  readonly #sizes = new Map<Expr, number>()
  readonly #entries = new Map<Expr, EntrySize>()
  readonly #paths = new Map<Expr, readonly string[]>()
  #locals: ReadonlyMap<string, Local> = new Map()

  constructor(
    private readonly checked: Checked,
    /** type of the variable that all paths are looked up in, whatever they begin with */
    private readonly root: CelType | undefined,
  ) {}

  type(expr: Expr): CelType {
    return this.checked.types.get(expr) ?? {kind: 'dyn'}
  }

  setSize(expr: Expr, size: number | undefined): void {
    if (size !== undefined) this.#sizes.set(expr, size)
  }

  setEntry(expr: Expr, entry: EntrySize | undefined): void {
    if (entry) this.#entries.set(expr, entry)
  }

  setPath(expr: Expr, path: readonly string[]): void {
    this.#paths.set(expr, path)
  }

  path(expr: Expr): readonly string[] {
    if (expr.kind === 'ident') return this.#locals.get(expr.name)?.path ?? [expr.name]
    return this.#paths.get(expr) ?? []
  }

  /** Runs with more variables. */
  within<T>(locals: readonly (readonly [name: string, local: Local])[], run: () => T): T {
    const outer = this.#locals
    this.#locals = new Map([...outer, ...locals])
    const result = run()
    this.#locals = outer
    return result
  }

  /** undefined: unknown */
  size(expr: Expr): number | undefined {
    const known = this.#sizes.get(expr) ?? literalSize(expr)
    if (known !== undefined) return known
    const declared = this.at(this.path(expr))
    if (declared !== undefined) return declared
    if (isScalar(this.type(expr))) return 1
    return expr.kind === 'ident' ? this.#locals.get(expr.name)?.size : undefined
  }

  most(expr: Expr): number {
    return this.size(expr) ?? Number.POSITIVE_INFINITY
  }

  entry(expr: Expr): EntrySize | undefined {
    return this.#entries.get(expr) ?? (expr.kind === 'ident' ? this.#locals.get(expr.name)?.entry : undefined)
  }

  /** The size that the schema allows at a path; its first name is taken for the root's. */
  at(path: readonly string[]): number | undefined {
    if (path.length === 0) return undefined
    let type = this.root
    for (const name of path.slice(1)) type = type && below(type, name)
    return type && (type.maxSize ?? 0)
  }
}

/** The union of two collections' entries; unknown when one is. */
export function eitherEntry(a: EntrySize | undefined, b: EntrySize | undefined): EntrySize | undefined {
  return a && b && {key: Math.max(a.key, b.key), value: Math.max(a.value, b.value)}
}

function below(type: CelType, name: string): CelType | undefined {
  switch (name) {
    case '@items':
    case '@values':
      return type.kind === 'list' ? type.item : type.kind === 'map' ? type.value : undefined
    case '@keys':
      return type.kind === 'map' ? type.key : undefined
    default:
      return type.kind === 'object' ? type.field(name) : undefined
  }
}

function literalSize(expr: Expr): number | undefined {
  if (expr.kind === 'list') return expr.items.length
  if (expr.kind === 'map') return expr.entries.length
  if (expr.kind !== 'const') return undefined
  if (typeof expr.value === 'string') return [...expr.value].length
  return expr.value instanceof Uint8Array ? expr.value.length : 1
}

const scalars = new Set(['bool', 'double', 'duration', 'int', 'timestamp', 'uint'])

function isScalar(type: CelType): boolean {
  return type.kind === 'optional' ? isScalar(type.of) : scalars.has(type.kind)
}
