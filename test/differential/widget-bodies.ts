import fc from 'fast-check'
import {type Body, type Json, some, text, uniqueBy, word} from './bodies.js'

/* A custom resource with every kind of list and map. */

/** The real server stores the empty maps of custom resources and drops them on reading, so that the next write always counts as one. */
const filledMetadata = some({
  labels: fc.dictionary(word, fc.constantFrom('1', '2'), {minKeys: 1, maxKeys: 2}) as fc.Arbitrary<Json>,
  annotations: fc.dictionary(word, text, {minKeys: 1, maxKeys: 3}) as fc.Arbitrary<Json>,
})

const sub = fc.record({id: fc.constantFrom(1, 2), v: text}, {requiredKeys: ['id']}) as fc.Arbitrary<Body>
const item = fc.record(
  {name: word, value: text, subs: uniqueBy(sub, (one) => one.id)},
  {requiredKeys: ['name']},
) as fc.Arbitrary<Body>
const item2 = fc.record(
  {port: fc.constantFrom(1, 2), protocol: fc.constantFrom('TCP', 'UDP'), v: text},
  {requiredKeys: ['port']},
) as fc.Arbitrary<Body>
const free = fc.letrec<{any: Json}>((tie) => ({
  any: fc.oneof(
    {depthSize: 'small', maxDepth: 3},
    fc.constantFrom<Json>('s', 1, true, null),
    fc.array(tie('any'), {maxLength: 2}),
    fc.dictionary(word, tie('any'), {maxKeys: 2}),
  ),
})).any
const widgetSpec = some({
  map: uniqueBy(item, (one) => one.name),
  map2: uniqueBy(item2, (one) => [one.port, one.protocol ?? 'TCP']),
  set: fc.uniqueArray(word, {maxLength: 3}) as fc.Arbitrary<Json>,
  ints: fc.uniqueArray(fc.constantFrom(1, 2, 10), {maxLength: 3}) as fc.Arbitrary<Json>,
  atomic: fc.array(word, {maxLength: 2}) as fc.Arbitrary<Json>,
  granular: fc.dictionary(word, text, {maxKeys: 2}) as fc.Arbitrary<Json>,
  atomicMap: fc.dictionary(word, text, {maxKeys: 2}) as fc.Arbitrary<Json>,
  atomicObj: some({a: text, b: text}),
  free: fc.dictionary(word, free, {maxKeys: 2}) as fc.Arbitrary<Json>,
  obj: some({a: text, b: some({c: text, d: fc.constantFrom(1, 2)})}),
  maybe: fc.constantFrom<Json>(null, 'x'),
  def: fc.constantFrom('dflt', 'other'),
  ios: fc.constantFrom<Json>(80, '80'),
  num: fc.constantFrom(1, 1.5, 2),
  replicas: fc.constantFrom(1, 2),
})
export const widget = fc
  .tuple(
    widgetSpec,
    filledMetadata,
    fc.option(
      some({
        phase: word,
        conditions: uniqueBy(
          fc.record({type: word, status: fc.constantFrom('True', 'False')}) as fc.Arbitrary<Body>,
          (one) => one.type,
        ),
      }),
      {nil: undefined, freq: 4},
    ),
  )
  .map(([spec, meta, status]) => ({metadata: meta, spec, ...(status ? {status} : {})}) as Body)

const string = {type: 'string'}
const widgetSchema: Json = {
  openAPIV3Schema: {
    type: 'object',
    properties: {
      spec: {
        type: 'object',
        properties: {
          map: {
            type: 'array',
            'x-kubernetes-list-type': 'map',
            'x-kubernetes-list-map-keys': ['name'],
            items: {
              type: 'object',
              required: ['name'],
              properties: {
                name: string,
                value: string,
                subs: {
                  type: 'array',
                  'x-kubernetes-list-type': 'map',
                  'x-kubernetes-list-map-keys': ['id'],
                  items: {type: 'object', required: ['id'], properties: {id: {type: 'integer'}, v: string}},
                },
              },
            },
          },
          map2: {
            type: 'array',
            'x-kubernetes-list-type': 'map',
            'x-kubernetes-list-map-keys': ['port', 'protocol'],
            items: {
              type: 'object',
              required: ['port'],
              properties: {port: {type: 'integer'}, protocol: {type: 'string', default: 'TCP'}, v: string},
            },
          },
          set: {type: 'array', items: string, 'x-kubernetes-list-type': 'set'},
          ints: {type: 'array', items: {type: 'integer'}, 'x-kubernetes-list-type': 'set'},
          atomic: {type: 'array', items: string, 'x-kubernetes-list-type': 'atomic'},
          granular: {type: 'object', additionalProperties: string},
          atomicMap: {type: 'object', additionalProperties: string, 'x-kubernetes-map-type': 'atomic'},
          atomicObj: {type: 'object', properties: {a: string, b: string}, 'x-kubernetes-map-type': 'atomic'},
          free: {type: 'object', 'x-kubernetes-preserve-unknown-fields': true},
          obj: {
            type: 'object',
            properties: {a: string, b: {type: 'object', properties: {c: string, d: {type: 'integer'}}}},
          },
          maybe: {type: 'string', nullable: true},
          def: {type: 'string', default: 'dflt'},
          ios: {'x-kubernetes-int-or-string': true},
          num: {type: 'number'},
          replicas: {type: 'integer'},
        },
      },
      status: {
        type: 'object',
        properties: {
          phase: string,
          replicas: {type: 'integer'},
          conditions: {
            type: 'array',
            'x-kubernetes-list-type': 'map',
            'x-kubernetes-list-map-keys': ['type'],
            items: {type: 'object', required: ['type', 'status'], properties: {type: string, status: string}},
          },
        },
      },
    },
  },
}

const widgetVersion = (name: string, storage: boolean): Body => ({
  name,
  served: true,
  storage,
  subresources: {status: {}, scale: {specReplicasPath: '.spec.replicas', statusReplicasPath: '.status.replicas'}},
  schema: widgetSchema,
})

/** A custom resource with every list and map type, in two versions that are the same. */
export const widgetCrd: Body = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: {name: 'widgets.diff.example.com'},
  spec: {
    group: 'diff.example.com',
    scope: 'Namespaced',
    names: {plural: 'widgets', singular: 'widget', kind: 'Widget', listKind: 'WidgetList'},
    versions: [widgetVersion('v1', true), widgetVersion('v1beta1', false)],
  },
}
