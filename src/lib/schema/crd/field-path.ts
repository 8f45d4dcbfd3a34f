import {entriesOf, type RawSchema, schemaOf} from './raw.js'

type Followed = {readonly schema: RawSchema; readonly names: readonly string[]} | {readonly fault: string}

const pattern = /'(?:[^'\\]|\\.)*'|[.[\]]|[^.[\]]+/g

/** Where a path like `.spec.a['b-c']` leads in a schema, or why nowhere. */
export function followPath(path: string, schema: RawSchema, brackets = true): Followed {
  const tokens = [...path.matchAll(pattern)].map(([token]) => token)
  const names: string[] = []
  let at = schema
  while (tokens.length > 0) {
    const name = nextName(tokens, brackets)
    if (typeof name !== 'string') return name
    const child = childOf(at, name)
    if (!child) return {fault: 'does not refer to a valid field'}
    names.push(name)
    at = child
  }
  return {schema: at, names}
}

/** Takes `.name` or `['name']` off the tokens. */
function nextName(tokens: string[], brackets: boolean): string | {fault: string} {
  const opening = tokens.shift()!
  if (opening !== '[' && opening !== '.') return {fault: `expected [ or . but got: ${opening}`}
  if (opening === '[' && !brackets) return {fault: 'array notation is not allowed'}
  const name = tokens.shift()
  if (name === undefined) return {fault: 'unexpected end of JSON path'}
  if (opening === '.') return name
  if (!/^'[\s\S]*'$/.test(name)) return {fault: `expected single quoted string but got ${name}`}
  const close = tokens.shift()
  if (close === undefined) return {fault: 'unexpected end of JSON path'}
  return close === ']' ? name.slice(1, -1).replace(/\\(.)/g, '$1') : {fault: `expected ] but got ${close}`}
}

function childOf(schema: RawSchema, name: string): RawSchema | undefined {
  const properties = entriesOf(schema.properties)
  if (properties.length > 0) return properties.find(([key]) => key === name)?.[1]
  return schemaOf(schema.additionalProperties)
}
