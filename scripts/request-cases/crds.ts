import type {OwnCase} from '../admission-cases/kit.js'
import {
  apply,
  type Body,
  CRDS,
  crd,
  custom,
  customs,
  del,
  get,
  json,
  merge,
  obj,
  object,
  of,
  post,
  put,
  strategic,
  text,
  unordered,
  whole,
} from './steps.js'

const W = customs('widgets')
const w = (name: string, rest: Body = {}, metadata: Body = {}) => custom('widgets', name, rest, metadata)
const widgets = (schema: Body, version: Body = {}, spec: Body = {}) => crd('widgets', schema, version, spec)
const spec = (properties: Body, rest: Body = {}) => object({spec: object(properties, rest)})
const rule = (rules: Body[], properties: Body = {a: whole, b: whole, s: text}) =>
  object({spec: object(properties, {'x-kubernetes-validations': rules as never})})
const dry = `${CRDS}?dryRun=All`
const raw = (plural: string, specification: Body) =>
  obj('apiextensions.k8s.io/v1', 'CustomResourceDefinition', plural, {spec: specification})
const names = {plural: 'things', kind: 'Thing'}
const version = (schema: Body, rest: Body = {}): Body => ({
  name: 'v1',
  served: true,
  storage: true,
  schema: {openAPIV3Schema: schema},
  ...rest,
})
const thing = (schema: Body, rest: Body = {}) =>
  raw('things.<ns>.example.com', {group: '<ns>.example.com', scope: 'Namespaced', names, versions: [version(schema)], ...rest})

/** Custom resources: schemas, errors, versions, subresources. */
export const crds: readonly OwnCase[] = [
  of(
    'schema-shapes',
    'Odd schemas, as they are refused.',
    post(dry, thing({type: 'string'})),
    post(dry, thing({})),
    post(dry, thing(object({a: {}}))),
    post(dry, thing(object({a: {type: 'array'}}))),
    post(dry, thing(object({a: {type: 'array', items: [{type: 'string'}]}}))),
    post(dry, thing(object({a: {type: 'object', properties: {b: text}, additionalProperties: text}}))),
    post(dry, thing(object({a: {type: 'string', additionalProperties: true}}))),
    post(dry, thing(object({a: {$ref: '#/x'}}))),
    post(dry, thing(object({a: {type: 'string', uniqueItems: true}}))),
    post(dry, thing(object({a: {type: 'array', uniqueItems: true, items: text}}))),
    post(dry, thing(object({a: {type: 'string', pattern: '['}}))),
    post(dry, thing(object({a: {type: 'string', format: 'nonsense', minLength: -1, maxLength: 1}}))),
    post(dry, thing(object({a: {type: 'integer', minimum: 5, maximum: 1, default: 9}}))),
    post(dry, thing(object({metadata: object({labels: object({})})}))),
    post(dry, thing(object({metadata: object({name: {type: 'string', maxLength: 5}})}))),
    post(dry, thing(object({apiVersion: {type: 'string', enum: ['x']}, kind: whole}))),
  ),
  of(
    'schema-logic',
    'anyOf, oneOf, not and allOf in structural schemas.',
    post(dry, thing(object({a: {anyOf: [{type: 'string'}, {type: 'integer'}]}}))),
    post(dry, thing(object({a: {'x-kubernetes-int-or-string': true, type: 'string'}}))),
    post(dry, thing(object({a: {'x-kubernetes-int-or-string': true, anyOf: [{type: 'integer'}, {type: 'string'}]}}))),
    post(dry, thing(object({a: {type: 'object', allOf: [{properties: {b: {type: 'string'}}}]}}))),
    post(dry, thing(object({a: {type: 'object', oneOf: [{required: ['b']}, {required: ['c']}]}}))),
    post(dry, thing(object({a: {type: 'object', not: {properties: {z: {minLength: 1}}}}}))),
    post(dry, thing(object({a: {type: 'object', anyOf: [{default: 1}]}}))),
    post(dry, thing(object({a: {type: 'object', anyOf: [{description: 'x', nullable: true}]}}))),
  ),
  of(
    'schema-lists',
    'List and map types that do not fit.',
    post(dry, thing(object({a: {type: 'array', items: object({k: text}), 'x-kubernetes-list-type': 'map'}}))),
    post(
      dry,
      thing(
        object({
          a: {type: 'array', items: object({k: text}), 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['z']},
        }),
      ),
    ),
    post(
      dry,
      thing(
        object({
          a: {type: 'array', items: object({k: text}), 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['k']},
        }),
      ),
    ),
    post(
      dry,
      thing(
        object({
          a: {
            type: 'array',
            items: object({k: text}, {required: ['k']}),
            'x-kubernetes-list-type': 'map',
            'x-kubernetes-list-map-keys': ['k', 'k'],
          },
        }),
      ),
    ),
    post(
      dry,
      thing(
        object({
          a: {
            type: 'array',
            items: object({k: object({})}, {required: ['k']}),
            'x-kubernetes-list-type': 'map',
            'x-kubernetes-list-map-keys': ['k'],
          },
        }),
      ),
    ),
    post(dry, thing(object({a: {type: 'array', items: object({k: text}), 'x-kubernetes-list-type': 'set'}}))),
    post(dry, thing(object({a: {type: 'array', items: {type: 'string', nullable: true}, 'x-kubernetes-list-type': 'set'}}))),
    post(dry, thing(object({a: {type: 'string', 'x-kubernetes-list-type': 'set'}}))),
    post(dry, thing(object({a: {type: 'array', items: text, 'x-kubernetes-list-type': 'bag'}}))),
    post(dry, thing(object({a: {type: 'object', 'x-kubernetes-map-type': 'x'}}))),
    post(dry, thing(object({a: {type: 'string', 'x-kubernetes-map-type': 'atomic'}}))),
    post(dry, thing(object({a: {type: 'array', items: text, 'x-kubernetes-list-map-keys': ['k']}}))),
  ),
  of(
    'schema-defaults',
    'Defaults that are wrong.',
    post(dry, thing(object({a: {type: 'string', default: 1}}))),
    post(dry, thing(object({a: {type: 'integer', default: 'x'}}))),
    post(dry, thing(object({a: object({b: whole}, {default: {c: 1}})}))),
    post(dry, thing(object({a: object({b: whole}, {default: {b: 'x'}})}))),
    post(dry, thing(object({a: object({b: {type: 'integer', maximum: 3}}, {default: {b: 5}})}))),
    post(dry, thing(object({a: object({b: text}, {required: ['b'], default: {}})}))),
    post(dry, thing(object({a: object({b: {type: 'string', default: 'x'}}, {required: ['b'], default: {}})}))),
    post(dry, thing(object({a: {type: 'string', enum: ['x', 'y'], default: 'z'}}))),
    post(dry, thing(object({a: {type: 'string', nullable: true, default: null}}))),
    post(dry, thing(object({a: {type: 'string', default: null}}))),
    post(dry, thing(object({a: {type: 'array', items: {type: 'string', default: 'x'}, default: [1]}}))),
    post(dry, thing(object({a: {type: 'object', 'x-kubernetes-preserve-unknown-fields': true, default: {x: [1]}}}))),
    post(dry, thing(object({a: {type: 'integer', default: 3, 'x-kubernetes-validations': [{rule: 'self > 5'}]}}))),
  ),
  of(
    'definition-names',
    'Names, groups, scopes and versions of definitions.',
    post(
      dry,
      raw('wrong.<ns>.example.com', {group: '<ns>.example.com', scope: 'Namespaced', names, versions: [version(object({}))]}),
    ),
    post(dry, raw('things.nodots', {group: 'nodots', scope: 'Namespaced', names, versions: [version(object({}))]})),
    post(dry, thing(object({}), {scope: 'Somewhere'})),
    post(
      dry,
      thing(object({}), {
        names: {plural: 'things', kind: 'thing', singular: 'Thing', shortNames: ['T', 'a b'], categories: ['All']},
      }),
    ),
    post(dry, thing(object({}), {names: {plural: 'Things'}})),
    post(dry, thing(object({}), {versions: []})),
    post(dry, thing(object({}), {versions: [version(object({})), version(object({}))]})),
    post(dry, thing(object({}), {versions: [version(object({}), {storage: false})]})),
    post(
      dry,
      thing(object({}), {
        versions: [version(object({}), {name: 'V1'}), version(object({}), {name: 'v2', storage: false, served: false})],
      }),
    ),
    post(dry, thing(object({}), {versions: [{name: 'v1', served: true, storage: true}]})),
    post(dry, thing(object({}), {preserveUnknownFields: true})),
    post(dry, thing(object({}), {conversion: {strategy: 'Webhook'}})),
    post(dry, thing(object({}), {conversion: {strategy: 'Magic'}})),
    post(
      dry,
      thing(object({}), {
        conversion: {strategy: 'None', webhook: {clientConfig: {url: 'https://x'}, conversionReviewVersions: ['v1']}},
      }),
    ),
    post(dry, raw('things.x.k8s.io', {group: 'x.k8s.io', scope: 'Namespaced', names, versions: [version(object({}))]})),
    post(dry, raw('things.kubernetes.io', {group: 'kubernetes.io', scope: 'Namespaced', names, versions: [version(object({}))]})),
  ),
  of(
    'definition-columns',
    'Printer columns, selectable fields, subresources.',
    post(
      dry,
      thing(object({}), {
        versions: [
          version(object({}), {
            additionalPrinterColumns: [
              {name: '', type: 'text', jsonPath: 'x'},
              {name: 'A', type: 'string', format: 'blob', jsonPath: '.a['},
            ],
          }),
        ],
      }),
    ),
    post(
      dry,
      thing(object({}), {
        versions: [
          version(object({a: text}), {
            selectableFields: [
              {jsonPath: '.a'},
              {jsonPath: '.a'},
              {jsonPath: '.b'},
              {jsonPath: 'a'},
              {jsonPath: '.metadata.name'},
            ],
          }),
        ],
      }),
    ),
    post(
      dry,
      thing(object({}), {
        versions: [
          version(spec({n: text, l: {type: 'array', items: text}}), {
            selectableFields: [{jsonPath: '.spec.l'}, {jsonPath: '.spec.n'}],
          }),
        ],
      }),
    ),
    post(
      dry,
      thing(object({}), {
        versions: [
          version(object({}), {
            subresources: {scale: {specReplicasPath: 'spec.replicas', statusReplicasPath: '.spec.x', labelSelectorPath: '.x.y'}},
          }),
        ],
      }),
    ),
    post(
      dry,
      thing(object({}), {
        versions: [
          version(object({}), {
            subresources: {scale: {specReplicasPath: '.spec.replicas[0]', statusReplicasPath: '.status.replicas'}},
          }),
        ],
      }),
    ),
    post(dry, thing(object({}), {versions: [version(object({}), {deprecationWarning: 'x'})]})),
    post(dry, thing(object({}), {versions: [version(object({}), {deprecated: true, deprecationWarning: 'a\nb'})]})),
  ),
  of(
    'cel-compile',
    'Rules that do not compile.',
    post(dry, thing(rule([{rule: 'self.a >'}]))),
    post(dry, thing(rule([{rule: 'self.nope == 1'}]))),
    post(dry, thing(rule([{rule: 'self.a'}]))),
    post(dry, thing(rule([{rule: 'self.a == self.s'}]))),
    post(dry, thing(rule([{rule: ''}]))),
    post(dry, thing(rule([{rule: '   '}]))),
    post(
      dry,
      thing(
        rule([
          {rule: 'true', message: ''},
          {rule: 'true', message: 'a\nb'},
          {rule: 'true', message: '  '},
        ]),
      ),
    ),
    post(
      dry,
      thing(
        rule([
          {rule: 'true', reason: 'Nope'},
          {rule: 'true', reason: 'FieldValueForbidden', fieldPath: '.a'},
        ]),
      ),
    ),
    post(
      dry,
      thing(
        rule([
          {rule: 'true', fieldPath: '.zz'},
          {rule: 'true', fieldPath: 'a'},
          {rule: 'true', fieldPath: '.a[0]'},
        ]),
      ),
    ),
    post(
      dry,
      thing(
        rule([
          {rule: 'true', messageExpression: '1'},
          {rule: 'true', messageExpression: 'self.'},
        ]),
      ),
    ),
    post(dry, thing(rule([{rule: 'oldSelf.a == self.a', optionalOldSelf: true}]))),
    post(dry, thing(rule([{rule: 'self.a == 1', optionalOldSelf: true}]))),
    post(
      dry,
      thing(object({a: {type: 'array', items: {type: 'string', 'x-kubernetes-validations': [{rule: 'self == oldSelf'}]}}})),
    ),
    post(
      dry,
      thing(
        object({
          a: {
            type: 'string',
            'x-kubernetes-validations': [
              {rule: 'quantity(self).isGreaterThan(quantity("1"))'},
              {rule: 'isIP(self)'},
              {rule: 'self.matches("[")'},
            ],
          },
        }),
      ),
    ),
  ),
  of(
    'cel-cost',
    'Rules that may cost too much.',
    post(
      dry,
      thing(
        object({
          a: {
            type: 'array',
            items: {type: 'array', items: text, 'x-kubernetes-validations': [{rule: 'self.all(x, self.all(y, x == y))'}]},
          },
        }),
      ),
    ),
    post(
      dry,
      thing(
        object({
          a: {
            type: 'array',
            maxItems: 5,
            items: {
              type: 'array',
              maxItems: 5,
              items: {type: 'string', maxLength: 5},
              'x-kubernetes-validations': [{rule: 'self.all(x, self.all(y, x == y))'}],
            },
          },
        }),
      ),
    ),
    post(
      dry,
      thing(object({a: {type: 'string', 'x-kubernetes-validations': [{rule: 'self.split(",").all(x, x.matches("^a+$"))'}]}})),
    ),
    post(
      dry,
      thing(
        object({
          a: {
            type: 'object',
            additionalProperties: text,
            'x-kubernetes-validations': [{rule: 'self.all(k, self.exists(j, self[j].contains(k)))'}],
          },
        }),
      ),
    ),
  ),
  of(
    'cel-answers',
    'Rules that refuse, with their words.',
    widgets(
      rule([
        {rule: 'self.a < self.b'},
        {rule: '!has(self.s) || self.s.startsWith("x")', message: 'must start with x', fieldPath: '.s'},
        {
          rule: '!has(self.s) || self.s.size() < 5',
          messageExpression: '"too long: " + string(self.s.size())',
          reason: 'FieldValueForbidden',
          fieldPath: '.s',
        },
        {rule: 'self.a != 13', messageExpression: 'string(1/(self.a-13))'},
        {rule: '!has(self.s) || self.s != "xdup"', message: 'dup', reason: 'FieldValueDuplicate'},
      ]),
    ),
    post(W, w('a', {spec: {a: 1, b: 2}})),
    post(W, w('b', {spec: {a: 2, b: 1}})),
    post(W, w('b', {spec: {a: 2, b: 1, s: 'yyyyyy'}})),
    post(W, w('b', {spec: {a: 13, b: 20}})),
    post(W, w('b', {spec: {a: 1, b: 20, s: 'xdup'}})),
    post(W, w('b', {spec: {b: 1}})),
    post(W, w('b', {spec: {a: 'x', b: 1}})),
    merge(`${W}/a`, {spec: {a: 5}}),
    apply(`${W}/a?fieldManager=me&force=true`, w('a', {spec: {a: 9}})),
    json(`${W}/a`, [{op: 'add', path: '/spec/s', value: 'y'}]),
  ),
  of(
    'cel-transitions',
    'Rules about what was.',
    widgets(
      rule(
        [
          {rule: 'self.a == oldSelf.a', message: 'a is immutable'},
          {rule: '!oldSelf.hasValue() || self.b >= oldSelf.value().b', optionalOldSelf: true, message: 'b only grows'},
        ],
        {
          a: whole,
          b: whole,
          list: {
            type: 'array',
            'x-kubernetes-list-type': 'map',
            'x-kubernetes-list-map-keys': ['k'],
            items: object(
              {k: text, v: {type: 'integer', 'x-kubernetes-validations': [{rule: 'self >= oldSelf'}]}},
              {required: ['k']},
            ),
          },
        },
      ),
    ),
    post(W, w('a', {spec: {a: 1, b: 5, list: [{k: 'x', v: 3}]}})),
    merge(`${W}/a`, {spec: {a: 2}}),
    merge(`${W}/a`, {spec: {b: 4}}),
    merge(`${W}/a`, {
      spec: {
        b: 6,
        list: [
          {k: 'y', v: 1},
          {k: 'x', v: 2},
        ],
      },
    }),
    merge(`${W}/a`, {
      spec: {
        b: 6,
        list: [
          {k: 'y', v: 1},
          {k: 'x', v: 4},
        ],
      },
    }),
    merge(`${W}/a`, {spec: {a: null}}),
    merge(`${W}/a`, {spec: null}),
  ),
  of(
    'validation-values',
    'Values of every rule of a schema.',
    widgets(
      spec(
        {
          s: {type: 'string', minLength: 2, maxLength: 4, pattern: '^a'},
          e: {type: 'string', enum: ['x', 'y']},
          i: {type: 'integer', minimum: 1, exclusiveMinimum: true, maximum: 9, multipleOf: 2},
          n: {type: 'number', format: 'double'},
          i32: {type: 'integer', format: 'int32'},
          l: {type: 'array', minItems: 1, maxItems: 2, items: text},
          set: {type: 'array', 'x-kubernetes-list-type': 'set', items: text},
          m: {type: 'object', minProperties: 1, maxProperties: 2, additionalProperties: whole},
          ios: {'x-kubernetes-int-or-string': true},
          d: {type: 'string', format: 'date-time'},
          u: {type: 'string', format: 'uuid'},
          dur: {type: 'string', format: 'duration'},
          b: {type: 'string', format: 'byte'},
          q: {type: 'boolean'},
          nn: {type: 'string', nullable: true},
        },
        {required: ['s', 'zz']},
      ),
    ),
    unordered(post(W, w('a', {spec: {}}))),
    unordered(post(W, w('a', {spec: {s: 'b', e: 'z', i: 1, l: [], m: {}, zz: 1}}))),
    unordered(post(W, w('a', {spec: {s: 'abcde', e: '', i: 11, l: ['a', 'b', 'c'], m: {a: 1, b: 2, c: 3}}}))),
    unordered(post(W, w('a', {spec: {s: 'ab', i: 3, set: ['a', 'b', 'a'], ios: true, n: 'x', i32: 3000000000}}))),
    unordered(post(W, w('a', {spec: {s: 'ab', i: 2.5, d: 'yesterday', u: 'x', dur: '5', b: '?', q: 'true', nn: null}}))),
    unordered(post(W, w('a', {spec: {s: null, l: null, m: {a: 'x'}, e: null}}))),
    unordered(post(W, w('a', {spec: []}))),
    unordered(post(W, w('a', {spec: null}))),
    unordered(post(`${W}?fieldValidation=Strict`, w('a', {spec: {s: 'ab', unknown: {deep: 1}}, top: 1}))),
  ),
  of(
    'ratcheting',
    'What was wrong before may stay.',
    widgets(spec({a: whole, b: text, l: {type: 'array', items: object({x: text})}})),
    post(W, w('a', {spec: {a: 1, b: 'long enough', l: [{x: 'abc'}]}})),
    merge(`${CRDS}/widgets.<ns>.example.com`, {
      spec: {
        versions: [
          version(
            spec(
              {
                a: {type: 'integer', minimum: 5},
                b: {type: 'string', maxLength: 3, 'x-kubernetes-validations': [{rule: 'self != "long enough"'}]},
                l: {type: 'array', items: object({x: {type: 'string', enum: ['x']}})},
                c: text,
              },
              {required: ['c']},
            ),
          ),
        ],
      },
    }),
    {sleep: 3},
    merge(`${W}/a`, {metadata: {labels: {k: 'v'}}}),
    merge(`${W}/a`, {spec: {c: 'x'}}),
    merge(`${W}/a`, {spec: {b: 'other long'}}),
    merge(`${W}/a`, {spec: {a: 2}}),
    merge(`${W}/a`, {spec: {l: [{x: 'abc'}, {x: 'def'}]}}),
    merge(`${W}/a`, {spec: {l: [{x: 'x'}]}}),
    post(W, w('b', {spec: {a: 1}})),
  ),
  of(
    'two-versions',
    'Versions with conversion None.',
    crd(
      'widgets',
      object({spec: object({a: text})}),
      {},
      {
        versions: [
          version(spec({a: text, only1: {type: 'string', default: 'one'}})),
          version(spec({a: text, only2: {type: 'string', default: 'two'}}), {name: 'v2', storage: false}),
          version(spec({}), {name: 'v3', storage: false, served: false}),
        ],
      },
    ),
    post(W, w('a', {spec: {a: 'x', only2: 'y'}})),
    get(`${customs('widgets', 'v2')}/a`),
    get(customs('widgets', 'v3')),
    merge(`${customs('widgets', 'v2')}/a?fieldManager=two`, {spec: {only2: 'z'}}),
    apply(`${customs('widgets', 'v2')}/a?fieldManager=app`, {...w('a', {spec: {a: 'w'}}), apiVersion: '<ns>.example.com/v2'}),
    apply(`${customs('widgets', 'v2')}/a?fieldManager=app&force=true`, {
      ...w('a', {spec: {a: 'w'}}),
      apiVersion: '<ns>.example.com/v2',
    }),
    apply(`${W}/a?fieldManager=app&force=true`, w('a', {spec: {only1: 'q'}})),
    apply(`${W}/a?fieldManager=app`, {...w('a'), apiVersion: '<ns>.example.com/v2'}),
    get(`${W}/a`),
    get('/apis/<ns>.example.com'),
  ),
  of(
    'status-and-scale',
    'Subresources of a custom resource.',
    widgets(
      object({
        spec: object({replicas: whole}),
        status: object({replicas: whole, selector: text, phase: {type: 'string', enum: ['A']}}),
      }),
      {
        subresources: {
          status: {},
          scale: {
            specReplicasPath: '.spec.replicas',
            statusReplicasPath: '.status.replicas',
            labelSelectorPath: '.status.selector',
          },
        },
      },
    ),
    post(W, w('a', {spec: {replicas: 1}, status: {replicas: 9}})),
    put(`${W}/a/status`, w('a', {spec: {replicas: 5}, status: {replicas: 2, selector: 'a=b'}}, {labels: {x: 'y'}})),
    put(`${W}/a/status`, w('a', {status: {replicas: 2}}, {resourceVersion: '<rv:2>'})),
    merge(`${W}/a/status`, {status: {phase: 'B'}}),
    merge(`${W}/a/status`, {status: {replicas: 2, selector: 'a=b', phase: 'A', junk: 1}}),
    get(`${W}/a/scale`),
    put(`${W}/a/scale`, obj('autoscaling/v1', 'Scale', 'a', {spec: {replicas: 4}}, {namespace: '<ns>'})),
    merge(`${W}/a/scale`, {spec: {replicas: -1}}),
    json(`${W}/a/scale`, [{op: 'replace', path: '/spec/replicas', value: 3}]),
    put(`${W}/a/scale`, obj('autoscaling/v1', 'Scale', 'b', {spec: {replicas: 4}})),
    apply(`${W}/a/status?fieldManager=s`, w('a', {status: {replicas: 3}})),
    apply(`${W}/a/status?fieldManager=s&force=true`, w('a', {status: {replicas: 3}})),
    merge(`${W}/a`, {status: {replicas: 100}}),
    get(`${W}/a/nothing`),
    get(`${W}/a`),
  ),
  of(
    'selectable',
    'Field selectors of custom resources.',
    widgets(spec({color: text, size: whole, ok: {type: 'boolean'}}), {
      selectableFields: [{jsonPath: '.spec.color'}, {jsonPath: '.spec.size'}, {jsonPath: '.spec.ok'}],
    }),
    post(W, w('a', {spec: {color: 'red', size: 1, ok: true}})),
    post(W, w('b', {spec: {color: 'blue', size: 2}})),
    get(`${W}?fieldSelector=spec.color%3Dred`),
    get(`${W}?fieldSelector=spec.size%3D2`),
    get(`${W}?fieldSelector=spec.ok%3D`),
    get(`${W}?fieldSelector=spec.ok%3Dtrue%2Cspec.color%21%3Dblue`),
    get(`${W}?fieldSelector=spec.nope%3Dx`),
    get(`${W}?fieldSelector=metadata.namespace%3D<ns>%2Cmetadata.name%3Db`),
  ),
  of(
    'pruning',
    'Unknown fields, embedded resources, preserved ones.',
    widgets(
      spec({
        keep: {type: 'object', 'x-kubernetes-preserve-unknown-fields': true, properties: {known: object({a: text})}},
        tpl: {type: 'object', 'x-kubernetes-embedded-resource': true, 'x-kubernetes-preserve-unknown-fields': true},
        list: {type: 'array', items: object({a: text})},
        map: {type: 'object', additionalProperties: object({a: text})},
      }),
    ),
    post(W, w('a', {spec: {keep: {x: 1, known: {a: 'x', b: 1}}, list: [{a: 'x', b: 1}], map: {k: {a: 'y', z: 1}}, gone: 1}})),
    post(W, w('b', {spec: {tpl: {apiVersion: 'v1', kind: 'Pod', metadata: {name: 'x', junk: 1}, spec: {anything: 1}}}})),
    post(W, w('c', {spec: {tpl: {metadata: {name: 'x'}}}})),
    post(W, w('d', {spec: {tpl: {apiVersion: 'v1', kind: 'Pod', metadata: {name: 5}}}})),
    post(`${W}?fieldValidation=Strict`, w('e', {spec: {gone: 1, keep: {known: {b: 1}}, list: [{b: 1}], map: {k: {b: 2}}}})),
    apply(`${W}/f?fieldManager=me&fieldValidation=Strict`, w('f', {spec: {gone: 1}})),
    apply(`${W}/f?fieldManager=me`, w('f', {spec: {gone: 1}})),
    merge(`${W}/a?fieldValidation=Strict`, {spec: {also: 1}}),
  ),
  of(
    'requests',
    'Requests of every kind to custom resources.',
    widgets(spec({a: whole})),
    get(`${W}/none`),
    post(W, w('', {spec: {}})),
    post(W, {...w('a'), metadata: {generateName: 'g-'}}),
    post(W, {...w('a'), kind: 'Gadget'}),
    post(W, {...w('a'), apiVersion: '<ns>.example.com/v9'}),
    post(W, w('A', {})),
    post(W, w('a', {}, {namespace: 'other'})),
    post(W, {metadata: {name: 'a'}}),
    post(W, w('a')),
    post(W, w('a')),
    put(`${W}/a`, w('a', {spec: {a: 1}})),
    put(`${W}/a`, w('a', {spec: {a: 1}}, {resourceVersion: '<rv:2>'})),
    put(`${W}/b`, w('b', {}, {resourceVersion: '1'})),
    strategic(`${W}/a`, {spec: {a: 2}}),
    merge(`${W}/a`, '{"spec":'),
    merge(`${W}/a`, []),
    merge(`${W}/a`, {metadata: {name: 'b'}}),
    merge(`${W}/a`, {kind: 'Other'}),
    json(`${W}/a`, [{op: 'test', path: '/spec/a', value: 7}]),
    json(`${W}/a`, [{op: 'remove', path: '/spec/none'}]),
    json(`${W}/a`, [{op: 'frob', path: '/spec'}]),
    json(`${W}/a`, {op: 'add'}),
    get(`${W}?limit=1`),
    get('/apis/<ns>.example.com/v1/widgets'),
    get('/apis/<ns>.example.com/v1/gadgets'),
    del(`${W}/a?dryRun=All`),
    del(W),
    get(W),
  ),
  of(
    'crd-updates',
    'Changes of a definition.',
    widgets(spec({a: whole})),
    merge(`${CRDS}/widgets.<ns>.example.com`, {spec: {scope: 'Cluster'}}),
    merge(`${CRDS}/widgets.<ns>.example.com`, {spec: {group: 'other.com'}}),
    merge(`${CRDS}/widgets.<ns>.example.com`, {spec: {names: {kind: 'Gadget'}}}),
    merge(`${CRDS}/widgets.<ns>.example.com`, {spec: {names: {plural: 'gadgets'}}}),
    merge(`${CRDS}/widgets.<ns>.example.com`, {spec: {versions: [version(spec({a: whole}), {name: 'v2'})]}}),
    merge(`${CRDS}/widgets.<ns>.example.com`, {spec: {versions: []}}),
    merge(`${CRDS}/widgets.<ns>.example.com/status`, {status: {storedVersions: []}}),
    merge(`${CRDS}/widgets.<ns>.example.com/status`, {status: {storedVersions: ['v1', 'v0']}}),
    put(`${CRDS}/widgets.<ns>.example.com`, thing(object({}))),
    json(`${CRDS}/widgets.<ns>.example.com`, [{op: 'remove', path: '/spec/versions/0/schema'}]),
    del(`${CRDS}/widgets.<ns>.example.com`),
  ),
  of(
    'crd-apply',
    'Definitions are applied, too.',
    apply(`${CRDS}/things.<ns>.example.com?fieldManager=flux`, thing(object({spec: object({a: text})}))),
    {sleep: 2},
    apply(`${CRDS}/things.<ns>.example.com?fieldManager=flux`, thing(object({spec: object({a: text})}))),
    apply(`${CRDS}/things.<ns>.example.com?fieldManager=flux`, thing(object({spec: object({a: text, b: whole})}))),
    apply(`${CRDS}/things.<ns>.example.com?fieldManager=flux`, thing(object({spec: {type: 'strin'}}))),
    apply(
      `${CRDS}/things.<ns>.example.com?fieldManager=other`,
      thing(object({spec: object({})}), {names: {...names, shortNames: ['th']}}),
    ),
  ),
  of(
    'ssa-lists',
    'Server-side apply on odd lists of a custom resource.',
    widgets(
      spec({
        set: {type: 'array', 'x-kubernetes-list-type': 'set', items: text},
        nums: {type: 'array', 'x-kubernetes-list-type': 'set', items: whole},
        map: {
          type: 'array',
          'x-kubernetes-list-type': 'map',
          'x-kubernetes-list-map-keys': ['a', 'b'],
          items: object(
            {
              a: text,
              b: {type: 'integer', default: 1},
              v: text,
              deep: {type: 'array', 'x-kubernetes-list-type': 'set', items: text},
            },
            {required: ['a']},
          ),
        },
        atomic: {type: 'array', items: object({x: text})},
        amap: {type: 'object', 'x-kubernetes-map-type': 'atomic', additionalProperties: text},
      }),
    ),
    apply(
      `${W}/a?fieldManager=one`,
      w('a', {spec: {set: ['x', 'y'], nums: [1, 2], map: [{a: 'k', v: '1', deep: ['p']}], atomic: [{x: '1'}], amap: {k: 'v'}}}),
    ),
    apply(
      `${W}/a?fieldManager=two`,
      w('a', {
        spec: {
          set: ['y', 'z'],
          nums: [2, 3],
          map: [
            {a: 'k', b: 1, deep: ['q']},
            {a: 'k', b: 2},
          ],
        },
      }),
    ),
    apply(`${W}/a?fieldManager=two`, w('a', {spec: {atomic: [{x: '2'}], amap: {z: 'z'}}})),
    apply(`${W}/a?fieldManager=two`, w('a', {spec: {set: ['z', 'z']}})),
    apply(`${W}/a?fieldManager=two`, w('a', {spec: {map: [{b: 1}]}})),
    apply(`${W}/a?fieldManager=two`, w('a', {spec: {map: [{a: 'k'}, {a: 'k', b: 1}]}})),
    apply(`${W}/a?fieldManager=one`, w('a', {spec: {set: ['x'], map: []}})),
    apply(`${W}/a?fieldManager=one`, w('a', {})),
    unordered(apply(`${W}/a?fieldManager=two`, w('a', {spec: {set: null, map: null}}))),
    get(`${W}/a`),
  ),
  of(
    'tables',
    'Printed columns of a custom resource.',
    widgets(
      spec({
        n: whole,
        t: text,
        on: {type: 'boolean'},
        when: {type: 'string', format: 'date-time'},
        list: {type: 'array', items: text},
      }),
      {
        additionalPrinterColumns: [
          {name: 'N', type: 'integer', jsonPath: '.spec.n'},
          {name: 'T', type: 'string', jsonPath: '.spec.t', priority: 1, description: 'the text'},
          {name: 'On', type: 'boolean', jsonPath: '.spec.on'},
          {name: 'List', type: 'string', jsonPath: '.spec.list[*]'},
          {name: 'First', type: 'string', jsonPath: '.spec.list[0]'},
          {name: 'Wrong', type: 'integer', jsonPath: '.spec.t'},
        ],
      },
    ),
    post(W, w('a', {spec: {n: 3, t: 'x', on: true, list: ['p', 'q']}})),
    post(W, w('b', {spec: {}})),
    get(W, 'application/json;as=Table;v=v1;g=meta.k8s.io'),
    get(`${W}/b`, 'application/json;as=Table;v=v1;g=meta.k8s.io'),
    get(`${W}?includeObject=None`, 'application/json;as=Table;v=v1;g=meta.k8s.io'),
    get(`${W}?includeObject=Bogus`, 'application/json;as=Table;v=v1;g=meta.k8s.io'),
    get(W, 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io'),
    get(`${W}/a`, 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io'),
    get(W, 'application/json;as=Table;v=v9;g=meta.k8s.io'),
    get(`${W}/a`, 'text/html'),
  ),
]
