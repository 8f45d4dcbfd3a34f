/**
 * Derives what strategic merge needs (lists merged by key, and where) from the OpenAPI document that kustomize 5.8.1
 * carries (`kyaml/openapi/kubernetesapi/v1_21_2/swagger.pb`), as compact JSON for engines/kustomize/schema.
 * node scripts/run.mjs generate-kustomize-schema SWAGGER_PB
 */
import {readFileSync, writeFileSync} from 'node:fs'

const [source] = process.argv.slice(2)
if (source === undefined) throw new Error('usage: generate-kustomize-schema SWAGGER_PB')

type Field = {number: number; value: Uint8Array | number}

function* fields(bytes: Uint8Array): Generator<Field> {
  let at = 0
  const varint = (): number => {
    let value = 0
    let scale = 1
    for (;;) {
      const byte = bytes[at++]!
      value += (byte & 0x7f) * scale
      if (byte < 0x80) return value
      scale *= 128
    }
  }
  while (at < bytes.length) {
    const key = varint()
    const number = Math.floor(key / 8)
    if (key % 8 === 0) yield {number, value: varint()}
    else if (key % 8 === 1) at += 8
    else if (key % 8 === 5) at += 4
    else {
      const length = varint()
      yield {number, value: bytes.subarray(at, at + length)}
      at += length
    }
  }
}

const all = (bytes: Uint8Array, number: number) =>
  [...fields(bytes)].filter((field) => field.number === number).map((field) => field.value as Uint8Array)
const text = (bytes: Uint8Array | undefined) => (bytes === undefined ? '' : Buffer.from(bytes).toString('utf8'))
/** NamedSchema, NamedAny and the like: name = 1, value = 2. */
const named = (bytes: Uint8Array): [string, Uint8Array] => [text(all(bytes, 1)[0]), all(bytes, 2)[0] ?? new Uint8Array()]

type Schema = {
  ref?: string
  type: string[]
  items?: Schema
  extra?: Schema
  properties: Map<string, Schema>
  extensions: Map<string, string>
}

function schema(bytes: Uint8Array): Schema {
  const result: Schema = {type: [], properties: new Map(), extensions: new Map()}
  const ref = text(all(bytes, 1)[0])
  if (ref !== '') result.ref = ref.replace('#/definitions/', '')
  for (const type of all(bytes, 22)) result.type.push(...all(type, 1).map(text))
  for (const items of all(bytes, 23)) for (const item of all(items, 1)) result.items = schema(item)
  for (const extra of all(bytes, 21)) for (const item of all(extra, 1)) result.extra = schema(item)
  for (const list of all(bytes, 25))
    for (const entry of all(list, 1)) {
      const [name, value] = named(entry)
      result.properties.set(name, schema(value))
    }
  for (const entry of all(bytes, 31)) {
    const [name, value] = named(entry)
    result.extensions.set(name, text(all(value, 2)[0]).trim())
  }
  return result
}

const document = readFileSync(source)
const definitions = new Map<string, Schema>()
for (const list of all(document, 9))
  for (const entry of all(list, 1)) {
    const [name, value] = named(entry)
    definitions.set(name, schema(value))
  }

/** A field is worth keeping when a merged list lies at or below it. */
const worth = new Map<string, boolean>()
function merges(node: Schema): boolean {
  if (node.extensions.get('x-kubernetes-patch-strategy')?.split(',').includes('merge')) return true
  if (node.items !== undefined && merges(node.items)) return true
  if (node.extra !== undefined && merges(node.extra)) return true
  if ([...node.properties.values()].some(merges)) return true
  return node.ref !== undefined && definitionMerges(node.ref)
}
function definitionMerges(name: string): boolean {
  const known = worth.get(name)
  if (known !== undefined) return known
  worth.set(name, false)
  const definition = definitions.get(name)
  const result = definition !== undefined && merges(definition)
  worth.set(name, result)
  return result
}

const ids = new Map<string, number>()
type Compact = Record<string, unknown>
const out: Compact[] = []
function idOf(name: string): number {
  const known = ids.get(name)
  if (known !== undefined) return known
  const id = out.length
  ids.set(name, id)
  out.push({})
  out[id] = compact(definitions.get(name)!)
  return id
}
function list(yaml: string): string[] {
  return yaml.split('\n').map((line) => line.replace(/^- /, '').trim())
}
function compact(node: Schema): Compact {
  const result: Compact = {}
  const strategy = node.extensions.get('x-kubernetes-patch-strategy')
  const mergeKey = node.extensions.get('x-kubernetes-patch-merge-key')
  const mapKeys = node.extensions.get('x-kubernetes-list-map-keys')
  if (strategy !== undefined) result.s = strategy
  if (mergeKey !== undefined) result.k = mergeKey
  if (strategy !== undefined && mapKeys !== undefined) result.m = list(mapKeys)
  const properties: Compact = {}
  for (const [name, property] of node.properties) if (merges(property)) properties[name] = link(property)
  if (Object.keys(properties).length > 0) result.p = properties
  if (node.extra !== undefined && merges(node.extra)) result.e = link(node.extra)
  if (node.items !== undefined && merges(node.items)) result.i = link(node.items)
  if (node.type.length === 1 && node.type[0] === 'array' && (result.i !== undefined || result.s !== undefined)) result.a = 1
  return result
}
function link(node: Schema): Compact | number {
  // a reference with siblings loses them, as in kustomize
  return node.ref === undefined ? compact(node) : idOf(node.ref)
}

const kinds: Record<string, number> = {}
for (const [name, definition] of definitions) {
  const gvks = definition.extensions.get('x-kubernetes-group-version-kind')
  if (gvks === undefined) continue
  for (const block of gvks.split(/^- /m).filter((part) => part.trim() !== '')) {
    const field = (key: string) => new RegExp(`^\\s*${key}: *"?([^"\\n]*)"?`, 'm').exec(block)?.[1] ?? ''
    const group = field('group')
    kinds[`${group === '' ? '' : `${group}/`}${field('version')}|${field('kind')}`] = idOf(name)
  }
}
const target = new URL('../src/lib/engines/kustomize/schema/builtin.gen.json', `file://${process.cwd()}/scripts/`)
writeFileSync(target, `${JSON.stringify({kinds, names: [...ids.keys()], definitions: out})}\n`)
console.log(`${Object.keys(kinds).length} kinds, ${out.length} definitions`)
