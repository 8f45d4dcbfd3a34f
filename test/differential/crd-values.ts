import type {Body, Json} from './bodies.js'
import {someText} from './crd-schemas.js'
import type {Dice} from './dice.js'

const ODD: readonly Json[] = [null, 'x', 1, 1.5, true, [], {}, ['a', 'a'], {a: 1}, '', -1, 1e19, [null], {q: {r: 1}}]

/** A value that fits a schema, now and then one that does not. */
export function fitting(dice: Dice, schema: Body): Json {
  if (dice.chance(0.04)) return dice.of(ODD)
  if (schema.nullable === true && dice.chance(0.3)) return null
  if (Array.isArray(schema.enum) && schema.enum.length > 0 && dice.chance(0.85)) return dice.of(schema.enum)
  if (schema['x-kubernetes-int-or-string'] === true) return dice.of<Json>([1, 3, 7, 'a', 'ab', '50%', '10'])
  switch (schema.type) {
    case 'string':
      return textFor(dice, schema)
    case 'integer':
      return dice.of([0, 1, 2, 3, 4, 6, 9])
    case 'number':
      return dice.of([0, 1, 2, 0.5, 2.5, 6])
    case 'boolean':
      return dice.chance(0.5)
    case 'array':
      return listFor(dice, schema)
    default:
      return objectFor(dice, schema)
  }
}

const OF_FORMAT: Readonly<Record<string, string>> = {
  date: '2020-01-01',
  'date-time': '2020-01-01T00:00:00Z',
  datetime: '2020-01-01T00:00:00Z',
  duration: '1h',
  byte: 'YQ==',
  ipv4: '10.0.0.1',
  ipv6: '::1',
  cidr: '10.0.0.0/24',
  mac: 'aa:bb:cc:dd:ee:ff',
  uri: 'http://a.b/c?x=1',
  email: 'a@b.c',
  uuid: '123e4567-e89b-12d3-a456-426614174000',
  hexcolor: '#fff',
}

function textFor(dice: Dice, {format, maxLength}: Body): string {
  const known = typeof format === 'string' ? OF_FORMAT[format] : undefined
  if (known !== undefined && dice.chance(0.7)) return known
  const text = someText(dice)
  return typeof maxLength === 'number' && text.length > maxLength && dice.chance(0.8) ? text.slice(0, maxLength) : text
}

function listFor(dice: Dice, schema: Body): Json[] {
  const most = typeof schema.maxItems === 'number' && dice.chance(0.9) ? schema.maxItems : 3
  const count = Math.min(dice.below(4), most)
  return Array.from({length: count}, () => fitting(dice, (schema.items ?? {}) as Body))
}

function objectFor(dice: Dice, schema: Body): Body {
  const out: Body = {}
  const properties = (schema.properties ?? {}) as Record<string, Body>
  const required = (schema.required ?? []) as string[]
  for (const [name, property] of Object.entries(properties)) {
    if (dice.chance(required.includes(name) ? 0.95 : 0.6)) out[name] = fitting(dice, property)
  }
  const extra = schema.additionalProperties
  if (typeof extra === 'object' && extra !== null)
    for (const name of dice.some(['x', 'y', 'a'], 0.5)) out[name] = fitting(dice, extra as Body)
  if (schema['x-kubernetes-embedded-resource'] === true && dice.chance(0.85))
    Object.assign(
      out,
      {apiVersion: 'v1', kind: 'Thing'},
      dice.chance(0.5) ? {metadata: dice.of<Json>([{name: 'x'}, {name: 'X_'}, {labels: {a: 1}}, {labels: {a: 'b'}}])} : {},
    )
  if (dice.chance(schema['x-kubernetes-preserve-unknown-fields'] === true ? 0.5 : 0.06))
    out.other = dice.of<Json>([1, 'x', {y: null}, [1]])
  return out
}
