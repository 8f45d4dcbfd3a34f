import type {JsonValue} from '../formats/json/value.js'

/** One rule of `x-kubernetes-validations`. */
export interface ValidationRule {
  readonly rule: string
  readonly message?: string
  readonly messageExpression?: string
  readonly reason?: string
  readonly fieldPath?: string
  readonly optionalOldSelf?: boolean
}

/** What Go's JSON coding of a built-in type does with one field; in the order of the Go declaration. */
export interface GoField {
  readonly name: string
  /** a pointer: zero values are kept, absent stays absent */
  readonly pointer: boolean
  /** `omitempty`: left out when empty (structs, quantities and times are printed all the same) */
  readonly omitEmpty: boolean
  /** `omitzero`: left out when it is the zero value, structs too */
  readonly omitZero: boolean
  /** as the decoder names it in errors: `int32`, `[]v1.ServicePort`, `map[string]string` */
  readonly type: string
  /** names of the embedded structs that hold it */
  readonly embedded?: string
}

/**
 * A node of a structural schema, in OpenAPI's own words. Built-in types and CRDs give the same shape; references
 * are already linked (`properties.spec` IS the node of the spec), so the graph may be cyclic and is never changed.
 */
export interface SchemaNode {
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean'
  readonly format?: string
  readonly nullable?: boolean
  readonly description?: string
  readonly default?: JsonValue
  readonly enum?: readonly JsonValue[]
  readonly properties?: {readonly [name: string]: SchemaNode}
  readonly additionalProperties?: SchemaNode | boolean
  readonly items?: SchemaNode
  readonly required?: readonly string[]
  readonly pattern?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly uniqueItems?: boolean
  readonly minProperties?: number
  readonly maxProperties?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: boolean
  readonly exclusiveMaximum?: boolean
  readonly multipleOf?: number
  readonly allOf?: readonly SchemaNode[]
  readonly anyOf?: readonly SchemaNode[]
  readonly oneOf?: readonly SchemaNode[]
  readonly not?: SchemaNode
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean
  readonly 'x-kubernetes-int-or-string'?: boolean
  readonly 'x-kubernetes-embedded-resource'?: boolean
  readonly 'x-kubernetes-list-type'?: 'atomic' | 'set' | 'map'
  readonly 'x-kubernetes-list-map-keys'?: readonly string[]
  readonly 'x-kubernetes-map-type'?: 'granular' | 'atomic'
  /** built-in types only: `merge`, `replace`, `retainKeys`, comma separated */
  readonly 'x-kubernetes-patch-strategy'?: string
  readonly 'x-kubernetes-patch-merge-key'?: string
  readonly 'x-kubernetes-validations'?: readonly ValidationRule[]
  /** built-in types only: name of the Go struct, e.g. `DeploymentSpec`, and its fields in declared order */
  readonly goStruct?: string
  readonly goFields?: readonly GoField[]
}
