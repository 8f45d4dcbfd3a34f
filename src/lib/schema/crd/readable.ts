import type {RawSchema} from './raw.js'

/** Whether a schema can be read as structural, sound or not; what keeps it from that has its own complaint. */
export function isReadable(schema: RawSchema): boolean {
  const unreadable = ['$ref', 'id', 'patternProperties', 'additionalItems', 'definitions', '$schema']
  return !find(
    schema,
    (node) =>
      (Array.isArray(node.items) && node.items.length > 0) ||
      unreadable.some((key) => node[key] !== undefined) ||
      Object.keys(node.dependencies ?? {}).length > 0 ||
      node['x-kubernetes-preserve-unknown-fields'] === false,
  )
}

function find(value: unknown, test: (node: RawSchema) => boolean): boolean {
  if (Array.isArray(value)) return value.some((item) => find(item, test))
  if (typeof value !== 'object' || value === null) return false
  const node = value as RawSchema
  if (test(node)) return true
  return Object.entries(node).some(([key, child]) => {
    if (key === 'properties') return Object.values(child as object).some((property) => find(property, test))
    return ['items', 'additionalProperties', 'not', 'allOf', 'anyOf', 'oneOf'].includes(key) && find(child, test)
  })
}
