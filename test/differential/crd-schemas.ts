import type {Body, Json} from './bodies.js'
import {ruleOf} from './crd-rules.js'
import type {Dice} from './dice.js'

/* Random structural schemas, some of them faulty. */

const FORMATS = [
  'date',
  'date-time',
  'duration',
  'byte',
  'ipv4',
  'ipv6',
  'cidr',
  'mac',
  'uri',
  'email',
  'hostname',
  'uuid',
  'uuid4',
  'isbn',
  'creditcard',
  'ssn',
  'hexcolor',
  'rgbcolor',
  'password',
  'bsonobjectid',
  'int32',
  'foo',
  'k8s-short-name',
  'k8s-long-name',
  'datetime',
  'quantity',
]
const TEXTS = [
  'a',
  'ab',
  'abc',
  '',
  '10.0.0.1',
  '10.0.0.0/24',
  '::1',
  '1.2.3',
  'v1.2',
  '5Gi',
  '100m',
  'http://a.b/c?x=1',
  'https://[::1]:80/',
  '2020-01-01',
  '2020-01-01T00:00:00Z',
  '1h',
  'YQ==',
  'aa:bb:cc:dd:ee:ff',
  'a@b.c',
  'x.y',
  '123e4567-e89b-12d3-a456-426614174000',
  '#fff',
  'true',
  '3',
  'A-b',
  'ä',
  'a,b,c',
]
const NAMES = ['a', 'b', 'c', 'd']

/** A value that a plain string field may hold. */
export const someText = (dice: Dice): string => dice.of(TEXTS)

/** A schema; `depth` levels may follow. */
export function schemaOf(dice: Dice, depth: number, open = false): Body {
  const faulty = dice.chance(0.015)
  const made = plainSchema(dice, depth, open)
  if (dice.chance(0.08)) made.nullable = true
  if (dice.chance(0.3))
    made['x-kubernetes-validations'] = Array.from({length: dice.chance(0.2) ? 2 : 1}, () => ruleOf(dice, String(made.type ?? '')))
  if (dice.chance(0.08)) Object.assign(made, combined(dice, made))
  if (faulty) Object.assign(made, dice.of(FAULTS))
  return made
}

const FAULTS: readonly Body[] = [
  {type: 'strange'},
  {type: ''},
  {uniqueItems: true},
  {'x-kubernetes-list-type': 'set'},
  {'x-kubernetes-list-type': 'bag'},
  {'x-kubernetes-map-type': 'atomic'},
  {'x-kubernetes-embedded-resource': true},
  {'x-kubernetes-int-or-string': true},
  {'x-kubernetes-list-map-keys': ['a']},
  {'x-kubernetes-preserve-unknown-fields': false},
  {additionalProperties: {type: 'string'}},
  {properties: {z: {type: 'string'}}},
  {items: {type: 'string'}},
  {required: ['q']},
  {default: {q: 1}},
  {default: 'x'},
  {pattern: '('},
  {minLength: -1},
  {maximum: 1, minimum: 3},
  {enum: []},
  {not: {type: 'string'}},
  {definitions: {a: {type: 'string'}}},
  {patternProperties: {a: {type: 'string'}}},
  {$ref: '#/x'},
  {nullable: true, default: null},
  {dependencies: {a: ['b']}},
  {additionalItems: true},
  {id: 'x'},
  {allOf: [{properties: {a: {default: 1}}}]},
  {anyOf: [{description: 'x', properties: {nope: {type: 'string'}}}]},
  {multipleOf: 0},
  {externalDocs: {url: 'x'}},
  {example: 1},
]

function plainSchema(dice: Dice, depth: number, open: boolean): Body {
  const roll = dice.below(depth > 0 ? 16 : 8)
  if (roll < 4) return textSchema(dice)
  if (roll < 6) return numberSchema(dice)
  if (roll === 6) return {type: 'boolean', ...(dice.chance(0.3) ? {default: dice.chance(0.8) ? true : 'x'} : {})}
  if (roll === 7) return intOrString(dice)
  if (roll < 11) return listSchema(dice, depth - 1)
  if (roll === 11) return mapSchema(dice, depth - 1)
  if (roll === 12) return openSchema(dice)
  return objectSchema(dice, depth - 1, open)
}

function textSchema(dice: Dice): Body {
  return {
    type: 'string',
    ...(dice.chance(0.2) ? {minLength: dice.below(3)} : {}),
    ...(dice.chance(0.4) ? {maxLength: 1 + dice.below(12)} : {}),
    ...(dice.chance(0.15) ? {pattern: dice.of(['^a', '^[a-z]*$', '\\d', '^(a|b)+$'])} : {}),
    ...(dice.chance(0.35) ? {format: dice.of(FORMATS)} : {}),
    ...(dice.chance(0.12)
      ? {
          enum: dice.of<Json>([
            ['a', 'b'],
            ['a', ''],
            ['a', 'a'],
            ['1', '2', 'abc'],
          ]),
        }
      : {}),
    ...(dice.chance(0.15) ? {default: someText(dice)} : {}),
  }
}

function numberSchema(dice: Dice): Body {
  const type = dice.of(['integer', 'integer', 'number'])
  return {
    type,
    ...(dice.chance(0.3) ? {minimum: dice.of([0, 1, -1, 2.5])} : {}),
    ...(dice.chance(0.3) ? {maximum: dice.of([3, 10, 1.5])} : {}),
    ...(dice.chance(0.1) ? {exclusiveMinimum: true} : {}),
    ...(dice.chance(0.1) ? {exclusiveMaximum: true} : {}),
    ...(dice.chance(0.12) ? {multipleOf: dice.of([2, 0.5, 3])} : {}),
    ...(dice.chance(0.2) ? {format: dice.of(['int32', 'int64', 'float', 'double', 'byte'])} : {}),
    ...(dice.chance(0.1) ? {enum: [1, 2, 3]} : {}),
    ...(dice.chance(0.15) ? {default: dice.of<Json>([1, 2, 0, 2.5, 'x'])} : {}),
  }
}

function intOrString(dice: Dice): Body {
  const both = [{type: 'integer'}, {type: 'string'}]
  return {
    'x-kubernetes-int-or-string': true,
    ...(dice.chance(0.5) ? {anyOf: both} : {}),
    ...(dice.chance(0.15) ? {allOf: [{anyOf: both}, {pattern: '^a'}]} : {}),
    ...(dice.chance(0.2) ? {pattern: '^[0-9]+%?$'} : {}),
    ...(dice.chance(0.2) ? {maximum: 5} : {}),
    ...(dice.chance(0.2) ? {default: dice.of<Json>([1, 'a', '50%', true])} : {}),
  }
}

function listSchema(dice: Dice, depth: number): Body {
  const sizes = {
    ...(dice.chance(0.15) ? {minItems: dice.below(3)} : {}),
    ...(dice.chance(0.5) ? {maxItems: 1 + dice.below(4)} : {}),
  }
  const roll = dice.below(8)
  if (roll < 3)
    return {
      type: 'array',
      ...sizes,
      ...(dice.chance(0.3) ? {'x-kubernetes-list-type': 'atomic'} : {}),
      items: schemaOf(dice, depth),
    }
  if (roll < 5) {
    const items = dice.chance(0.9) ? (dice.chance(0.6) ? textSchema(dice) : numberSchema(dice)) : schemaOf(dice, depth)
    return {
      type: 'array',
      'x-kubernetes-list-type': 'set',
      ...sizes,
      items,
      ...(dice.chance(0.1) ? {default: dice.of<Json>([['a'], ['a', 'a'], [1]])} : {}),
    }
  }
  const items = objectSchema(dice, depth, false)
  const properties = items.properties as Body
  const keys = dice.of([['a'], ['a'], ['a', 'b']])
  for (const key of keys)
    properties[key] = dice.chance(0.85)
      ? {
          type: dice.of(['string', 'integer']),
          ...(dice.chance(0.3) ? {default: dice.of<Json>(['x', 1])} : {}),
          ...(dice.chance(0.3) ? {maxLength: 5} : {}),
        }
      : schemaOf(dice, 0)
  if (dice.chance(0.8)) items.required = keys
  return {type: 'array', 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': keys, ...sizes, items}
}

function mapSchema(dice: Dice, depth: number): Body {
  return {
    type: 'object',
    additionalProperties: schemaOf(dice, depth),
    ...(dice.chance(0.4) ? {maxProperties: 1 + dice.below(3)} : {}),
    ...(dice.chance(0.1) ? {minProperties: 1} : {}),
    ...(dice.chance(0.2) ? {'x-kubernetes-map-type': dice.of(['atomic', 'granular'])} : {}),
    ...(dice.chance(0.1) ? {default: {x: 1}} : {}),
  }
}

function openSchema(dice: Dice): Body {
  const embedded = dice.chance(0.35)
  return {
    ...(embedded || dice.chance(0.7) ? {type: 'object'} : {}),
    'x-kubernetes-preserve-unknown-fields': true,
    ...(embedded ? {'x-kubernetes-embedded-resource': true} : {}),
    ...(dice.chance(0.4)
      ? {properties: {a: textSchema(dice), ...(embedded && dice.chance(0.5) ? {metadata: {type: 'object'}} : {})}}
      : {}),
  }
}

function objectSchema(dice: Dice, depth: number, open: boolean): Body {
  const names = dice.some(NAMES, 0.6)
  const properties: Body = {}
  for (const name of names) properties[name] = schemaOf(dice, depth)
  const [first] = names
  return {
    type: 'object',
    properties,
    ...(dice.chance(0.3) ? {required: dice.some(names, 0.4)} : {}),
    ...(dice.chance(0.1) ? {'x-kubernetes-map-type': dice.of(['atomic', 'granular'])} : {}),
    ...(dice.chance(open ? 0.2 : 0.06) ? {'x-kubernetes-preserve-unknown-fields': true} : {}),
    ...(dice.chance(0.08) ? {maxProperties: 2} : {}),
    ...(dice.chance(0.05) ? {minProperties: 1} : {}),
    ...(first !== undefined && dice.chance(0.1) ? {default: dice.of<Json>([{}, {[first]: 1}, {[first]: 'a'}])} : {}),
  }
}

/** Conditions on a value that has its type already. */
function combined(dice: Dice, schema: Body): Body {
  const names = Object.keys((schema.properties ?? {}) as Body)
  const condition = (): Body => {
    switch (schema.type) {
      case 'string':
        return dice.of<Body>([
          {pattern: '^a'},
          {minLength: 2},
          {maxLength: 3},
          {enum: ['a', 'b']},
          {format: 'ipv4'},
          {not: {pattern: 'b'}},
        ])
      case 'array':
        return dice.of<Body>([{minItems: 1}, {maxItems: 1}, {items: {enum: ['a', 1]}}])
      case 'object':
        return names.length === 0
          ? {minProperties: 1}
          : dice.of<Body>([
              {required: [dice.of(names)]},
              {properties: {[dice.of(names)]: {enum: ['a', 1]}}},
              {not: {required: [dice.of(names)]}},
              {maxProperties: 1},
            ])
      default:
        return dice.of<Body>([{minimum: 2}, {maximum: 1}, {multipleOf: 2}, {enum: [1, 2]}])
    }
  }
  const way = dice.of(['oneOf', 'anyOf', 'allOf', 'not'])
  return {[way]: way === 'not' ? condition() : [condition(), condition()]}
}
