import type {OwnCase} from '../admission-cases/kit.js'
import {
  apply,
  type Body,
  CRDS,
  crd,
  custom,
  customs,
  definition,
  json,
  MAPS,
  merge,
  obj,
  object,
  of,
  post,
  put,
  text,
  whole,
} from './steps.js'

const rehearsed = (plural: string, spec: Body) =>
  post(`${CRDS}?dryRun=All`, definition(plural, {schema: {openAPIV3Schema: object({spec})}}))
const ruled = (type: Body, ...rules: readonly string[]): Body => ({
  ...type,
  'x-kubernetes-validations': rules.map((rule) => ({rule})),
})
const maybe = (type: Body): Body => ({maxLength: 9, ...type, nullable: true})
const either: Body = {'x-kubernetes-int-or-string': true}
const keyed: Body = {'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['a']}

/** Objects that differ in what they have. */
const each = (list: readonly unknown[]) => list as readonly Body[]

/** What random schemas and objects have shown. */
export const schemas: readonly OwnCase[] = [
  of(
    'defaults',
    'Defaults are checked by any format, and without the types of int-or-string.',
    ...each([
      {type: 'integer', format: 'float', default: 2.5},
      {type: 'integer', format: 'foo', default: true},
      {type: 'string', format: 'foo', default: 1},
      {type: 'boolean', format: 'ipv4', default: 'x'},
      {...either, default: 1.5},
      {...either, default: {a: 1}},
      {...either, anyOf: [{type: 'integer'}, {type: 'string'}], default: true},
      {type: 'object', additionalProperties: {type: 'object'}, default: {x: 1}},
      {type: 'object', additionalProperties: {type: 'string', default: 1}},
      {type: 'object', 'x-kubernetes-embedded-resource': true, 'x-kubernetes-preserve-unknown-fields': true, default: {}},
      {type: 'string', $schema: 'x'},
      {...ruled(text, 'self != oldSelf'), default: 'x'},
      {type: 'string', 'x-kubernetes-validations': [{rule: 'false', message: ' \n'}], default: 'x'},
      {type: 'number', default: 1e19, maximum: 5},
      {type: 'number', default: 1234567.5, enum: [1]},
    ]).map((spec) => rehearsed('defaulteds', spec)),
  ),
  of(
    'bounds',
    'Bounds and factors that the type of a number cannot hold, enums of another type.',
    crd(
      'bounds',
      object({
        spec: object({
          i: {type: 'integer', maximum: 1.5},
          m: {type: 'integer', multipleOf: 0.5},
          n: {type: 'number', minimum: 2.5, multipleOf: 2},
          e: {type: 'number', enum: [1, 2]},
          c: {enum: ['a'], ...either},
          s: {type: 'string', maxLength: 1},
        }),
        status: whole,
      }),
    ),
    ...each([{i: 2}, {i: 1}, {m: 1}, {n: 2}, {n: 4}, {n: 3}, {n: 5.5}, {e: 2.5}, {e: 3.5}, {c: 97}, {c: 98}, {s: 'ab'}]).map(
      (spec) => post(`${customs('bounds')}?dryRun=All`, custom('bounds', 'a', {spec})),
    ),
  ),
  of(
    'branches',
    'The branch that counts as the closest is that with the most checks.',
    crd(
      'branches',
      object({
        spec: object({
          a: {type: 'string', anyOf: [{not: {pattern: 'b'}}, {format: 'ipv4'}]},
          b: {type: 'string', oneOf: [{enum: ['a']}, {format: 'ipv4'}]},
          c: {type: 'string', allOf: [{enum: ['a']}, {format: 'ipv4'}]},
        }),
      }),
    ),
    ...each([{a: 'b'}, {b: 'b'}, {c: 'b'}, {c: {x: 1}}, {c: 1}]).map((spec) =>
      post(`${customs('branches')}?dryRun=All`, custom('branches', 'a', {spec})),
    ),
  ),
  of(
    'keyed-lists',
    'Lists by keys are compared without their order, and united.',
    crd(
      'lists',
      object({
        spec: object({
          set: ruled(
            {type: 'array', maxItems: 5, items: {type: 'string', maxLength: 5}, 'x-kubernetes-list-type': 'set'},
            'self == oldSelf',
            "self + ['a'] == self || self + ['z'] != self",
          ),
          map: ruled(
            {
              type: 'array',
              maxItems: 5,
              items: object({a: {type: 'string', maxLength: 5}, b: whole}, {required: ['a']}),
              ...keyed,
            },
            'self == oldSelf',
            'self + self == self',
          ),
          atomic: {type: 'object', 'x-kubernetes-map-type': 'atomic', properties: {x: ruled(whole, 'self >= oldSelf')}},
          free: {
            type: 'object',
            maxProperties: 3,
            additionalProperties: {type: 'string', maxLength: 5},
            'x-kubernetes-validations': [{rule: '!("bad" in self)', fieldPath: '.bad'}],
          },
        }),
      }),
    ),
    post(customs('lists'), custom('lists', 'a', {spec: {set: ['a', 'b'], map: [{a: 'x', b: 1}, {a: 'y'}], atomic: {x: 2}}})),
    merge(`${customs('lists')}/a`, {spec: {set: ['b', 'a']}}),
    merge(`${customs('lists')}/a`, {spec: {set: ['b', 'c']}}),
    merge(`${customs('lists')}/a`, {spec: {map: [{a: 'y'}, {a: 'x', b: 1}]}}),
    merge(`${customs('lists')}/a`, {spec: {map: [{a: 'y'}, {a: 'x', b: 2}]}}),
    merge(`${customs('lists')}/a`, {spec: {atomic: {x: 1}}}),
    merge(`${customs('lists')}/a`, {spec: {free: {bad: 'x'}}}),
  ),
  of(
    'addresses',
    'Addresses, prefixes, versions and lists that CEL cannot read.',
    crd(
      'addresses',
      object({
        spec: object({
          ip: ruled({type: 'string', maxLength: 40}, 'ip(self) == ip(self)'),
          net: ruled({type: 'string', maxLength: 40}, 'cidr(self) == cidr(self)'),
          ver: ruled({type: 'string', maxLength: 40}, 'semver(self) == semver(self)'),
          url: ruled({type: 'string', maxLength: 40}, 'url(self) == url(self)'),
          list: ruled({type: 'array', maxItems: 5, items: whole}, 'self.slice(0, 1).size() == 1'),
        }),
      }),
    ),
    ...each([
      {ip: '10.0.'},
      {ip: '01.2.3.4'},
      {ip: 'a::b::c'},
      {ip: '::1%x'},
      {ip: ''},
      {net: '1.2.3.4/33'},
      {net: '1.2.3/24'},
      {net: '1.2.3.4/x'},
      {ver: ''},
      {ver: '01.2.3'},
      {ver: '1.2.3-a_b'},
      {url: ''},
      {list: []},
    ]).map((spec) => post(`${customs('addresses')}?dryRun=All`, custom('addresses', 'a', {spec}))),
  ),
  of(
    'owners-twice',
    'Owners that are given twice are told of, whatever becomes of the write.',
    ...['a', 'none'].map((name) =>
      put(
        `${MAPS}/${name}`,
        obj(
          'v1',
          'ConfigMap',
          name,
          {},
          {ownerReferences: [1, 2].map(() => ({apiVersion: 'v1', kind: 'ConfigMap', name: 'x', uid: 'u'}))},
        ),
      ),
    ),
    put(
      '/apis/apps/v1/namespaces/<ns>/deployments/none',
      obj(
        'apps/v1',
        'Deployment',
        'none',
        {
          spec: {
            selector: {matchLabels: {x: 'y'}},
            template: {metadata: {labels: {x: 'y'}}, spec: {containers: [{name: 'a', image: 'i'}]}},
          },
        },
        {ownerReferences: [1, 2].map(() => ({apiVersion: 'v1', kind: 'ConfigMap', name: 'x', uid: 'u'}))},
      ),
    ),
    json(`${MAPS}/a`, [
      {
        op: 'add',
        path: '/metadata/ownerReferences',
        value: [1, 2].map(() => ({apiVersion: 'v1', kind: 'ConfigMap', name: 'x', uid: 'u'})),
      },
    ]),
  ),
  of(
    'null-properties',
    'A property that is null is as good as none to rules; values of maps and items are null.',
    ...crd(
      'nulls',
      object({
        spec: ruled(
          object({
            a: maybe(text),
            o: maybe(object({b: maybe(text)})),
            l: maybe({type: 'array', maxItems: 3, items: maybe(text)}),
            m: {type: 'object', maxProperties: 3, additionalProperties: maybe(text)},
            n: maybe(either),
          }),
          'has(self.a)',
          "self.?a.orValue('x') == 'x'",
          'has(self.o) && has(self.o.b)',
          'has(self.l)',
          "self.l.exists(x, x == 'a')",
          'has(self.n)',
          "'x' in self.m && has(self.m.x) && size(self.m) == 2",
          "self.m.all(k, self.m[k] == 'a')",
        ),
      }),
    ),
    post(customs('nulls'), custom('nulls', 'a', {spec: {a: null, o: null, l: null, m: {x: null, y: 'a'}, n: null}})),
    post(customs('nulls'), custom('nulls', 'b', {spec: {a: 'x', o: {b: null}, l: [null, 'a'], m: {x: 'a', y: null}, n: 1}})),
    post(customs('nulls'), custom('nulls', 'c', {spec: {a: 'x', o: {b: 'x'}, l: ['a', null], m: {x: 'a', y: 'a'}, n: 1}})),
    merge(`${customs('nulls')}/c`, {spec: {a: null}}),
    apply(`${customs('nulls')}/c`, custom('nulls', 'c', {spec: {a: null, n: null}})),
  ),
  of(
    'null-branches',
    'A null that fits its type makes a branch closer than one without it.',
    ...crd(
      'branches',
      object({
        spec: object(
          {a: text, b: maybe({type: 'array', items: text})},
          {
            'x-kubernetes-preserve-unknown-fields': true,
            oneOf: [{maxProperties: 1}, {properties: {b: {enum: ['a', 1]}}}],
          },
        ),
        other: object(
          {a: text, b: maybe(text)},
          {anyOf: [{required: ['c']}, {properties: {b: {enum: ['x']}}}, {properties: {a: {maxLength: 1}}}]},
        ),
      }),
    ),
    post(customs('branches'), custom('branches', 'a', {spec: {b: null, x: 1}})),
    post(customs('branches'), custom('branches', 'b', {spec: {b: ['a'], x: 1}})),
    post(customs('branches'), custom('branches', 'c', {other: {b: null, a: 'xx'}})),
    post(customs('branches'), custom('branches', 'd', {other: {b: 'y', a: 'xx'}})),
    post(customs('branches'), custom('branches', 'e', {other: {b: null}})),
  ),
]
