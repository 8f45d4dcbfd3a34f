import type {CelType} from '../../formats/cel/type.js'
import {declType} from '../cel/decl-type.js'
import type {RuleCompiler} from '../cel/rules.js'
import type {SchemaNode} from '../node.js'
import {isSet, type RawSchema} from './raw.js'

const REQUEST = 3 * 1024 * 1024

/** Estimated cost of all rules of one schema. */
export interface CostTotal {
  total: number
  /** paths of the four most expensive */
  expensive: {path: string; cost: number}[]
}

/** Cost limits of one rule and of all rules of a CRD's schema. */
export const RULE_LIMIT = 10_000_000
export const SCHEMA_LIMIT = 100_000_000

/** Types of a place in a schema and how often a value may stand there. */
export class CelContext {
  private constructor(
    readonly schema: RawSchema,
    readonly compiler: RuleCompiler,
    readonly total: CostTotal,
    /** undefined: unbounded */
    readonly cardinality: number | undefined,
    private readonly typeOf: () => CelType | undefined,
  ) {}

  static root(schema: RawSchema, compiler: RuleCompiler, total: CostTotal): CelContext {
    const type = () => declType(schema as unknown as SchemaNode, true)
    return new CelContext(schema, compiler, total, 1, type)
  }

  /** Type of `self`; undefined when CEL cannot see the place. */
  get type(): CelType | undefined {
    return this.typeOf()
  }

  /** That of a property, an item or a value; the server names each type anew. */
  child(child: RawSchema): CelContext {
    const most = maxElements(this.schema)
    const cardinality = this.cardinality === undefined || most === undefined ? undefined : this.cardinality * most
    const typeOf = () => declType(child as unknown as SchemaNode, child['x-kubernetes-embedded-resource'] === true)
    return new CelContext(child, this.compiler, this.total, cardinality, typeOf)
  }

  /** What a rule costs as often as it may run. */
  costOf(once: number, type: CelType): number {
    if (once === 0) return 0
    return once * (this.cardinality ?? Math.floor(REQUEST / ((type.minSize ?? 1) + 1)))
  }

  observe(path: string, cost: number): void {
    this.total.total += cost
    if (cost < SCHEMA_LIMIT / 100) return
    this.total.expensive.push({path, cost})
    this.total.expensive.sort((a, b) => b.cost - a.cost)
    this.total.expensive.length = Math.min(this.total.expensive.length, 4)
  }
}

function maxElements(schema: RawSchema): number | undefined {
  const bound = (value: unknown) => (typeof value === 'number' ? Math.max(value, 0) : undefined)
  if (schema.type === 'array') return bound(schema.maxItems)
  return schema.type === 'object' && isSet(schema.additionalProperties) ? bound(schema.maxProperties) : 1
}

/** The server's words about a cost beyond its limit. */
export function costText(what: string, cost: number, limit: number): string {
  const excess = cost / limit
  const factor = excess > 100 ? 'more than 100x' : excess < 1.5 ? `${excess.toFixed(6)}x` : `${excess.toFixed(1)}x`
  return `${what} exceeds budget by factor of ${factor} (try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared)`
}
