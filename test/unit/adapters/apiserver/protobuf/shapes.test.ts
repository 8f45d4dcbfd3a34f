import {expect, it} from 'vitest'
import {decodeObject} from '../../../../../src/lib/adapters/apiserver/protobuf/decode-object.js'
import {encodeObject, hasMessage} from '../../../../../src/lib/adapters/apiserver/protobuf/encode-object.js'
import {MessageTable} from '../../../../../src/lib/adapters/apiserver/protobuf/message-table.js'
import type {JsonObject, JsonValue} from '../../../../../src/lib/formats/json/value.js'
import {builtinResources, builtinSchema} from '../../../../../src/lib/schema/builtin.js'
import type {SchemaNode} from '../../../../../src/lib/schema/node.js'

const table = new MessageTable()
/** times whose schema does not say so */
const MICRO_TIMES = new Set(['eventTime', 'lastObservedTime', 'acquireTime', 'renewTime', 'pingTime'])

/** A value of a schema whose every field says something, as deep as types do not come again. */
function filled(node: SchemaNode, above: readonly SchemaNode[]): JsonValue {
  if (node['x-kubernetes-int-or-string']) return 'text'
  if (node.format?.endsWith('time') || node.format?.endsWith('Time')) return '2026-11-26T01:50:27Z'
  if (node.format === 'quantity') return '1'
  if (node.format === 'byte') return 'AAEC'
  if (node.type === 'array') return above.includes(node.items!) ? [] : [filled(node.items!, above)]
  if (node.type === 'integer') return 7
  if (node.type === 'number') return 1.5
  if (node.type === 'boolean') return true
  if (node.type === 'string') return 'text'
  if (typeof node.additionalProperties === 'object') return {key: filled(node.additionalProperties, above)}
  const object: JsonObject = {}
  for (const [name, property] of Object.entries(node.properties ?? {})) {
    if (!above.includes(property))
      object[name] =
        MICRO_TIMES.has(name) && property.type === 'string' ? '2026-11-26T01:50:27.000001Z' : filled(property, [...above, node])
  }
  return object
}

/** Lists, objects and scalars of two values at the same places; what differs. */
function differences(before: JsonValue | undefined, after: JsonValue | undefined, path: string): string[] {
  const [wanted, got] = [shape(before), shape(after)]
  if (wanted !== got) return [`${path}: ${wanted}, then ${got}`]
  if (Array.isArray(before)) return before.flatMap((item, index) => differences(item, (after as JsonValue[])[index], `${path}[]`))
  if (typeof before !== 'object' || before === null) return []
  return Object.keys(before).flatMap((key) => differences(before[key], (after as JsonObject)[key], `${path}.${key}`))
}

const shape = (value: JsonValue | undefined) => (Array.isArray(value) ? 'list' : value === undefined ? 'nothing' : typeof value)

it('every field of every built-in kind keeps its type on its way through Protobuf', () => {
  const found = new Set<string>()
  let kinds = 0
  for (const {group, version, kind} of builtinResources()) {
    const apiVersion = group === '' ? version : `${group}/${version}`
    const schema = builtinSchema({group, version, kind})
    // schemas hold schemas: those have a test of their own
    if (kind === 'CustomResourceDefinition') continue
    if (!schema || !hasMessage(apiVersion, kind, table)) continue
    kinds++
    const object = {...(filled(schema, []) as JsonObject), apiVersion, kind}
    for (const text of differences(object, decodeObject(encodeObject(object, table), table), kind)) found.add(text)
  }
  expect(kinds).toBeGreaterThan(60)
  // embedded objects do not travel with their kind, in Go either
  const embedded = ['kind', 'apiVersion'].map((name) => `StatefulSet.spec.volumeClaimTemplates[].${name}: string, then nothing`)
  expect([...found]).toEqual(embedded)
})
