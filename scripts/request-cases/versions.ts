import type {OwnCase} from '../admission-cases/kit.js'
import {
  apply,
  type Body,
  CRDS,
  crd,
  custom,
  customs,
  get,
  json,
  merge,
  object,
  of,
  post,
  put,
  strategic,
  text,
  whole,
} from './steps.js'

const [V1, V2] = [customs('movers'), customs('movers', 'v2')]
const spec = (properties: Body, rest: Body = {}) => object({spec: object(properties, rest)})
const version = (name: string, rest: Body = {}): Body => ({
  name,
  served: true,
  storage: false,
  schema: {openAPIV3Schema: spec({a: text, [`only-${name}`]: text})},
  ...rest,
})
const mover = (at: string, rest: Body, name = 'm'): Body => ({
  ...custom('movers', name, rest),
  apiVersion: `<ns>.example.com/${at}`,
})

const keyed = (item: Body): Body => ({
  type: 'array',
  items: object({k: text, v: text, ...item}, {required: ['k']}),
  'x-kubernetes-list-type': 'map',
  'x-kubernetes-list-map-keys': ['k'],
})
const B = customs('balls')
const S = customs('scales')
const one = {k: '1', v: 'bad'}
const two = {k: '2', v: 'good'}

/** Versions of custom kinds, schemas that became stricter, applies to custom resources. */
export const versions: readonly OwnCase[] = [
  of(
    'deprecated',
    'Versions that warn, by themselves and in their own words; fields that one version does not know.',
    ...crd(
      'movers',
      {},
      {},
      {
        versions: [
          version('v1', {deprecated: true}),
          version('v2', {storage: true}),
          version('v3beta1', {}),
          version('v1beta1', {deprecated: true, deprecationWarning: 'old!'}),
          version('v1alpha1', {served: false}),
        ],
      },
    ),
    post(V1, mover('v1', {spec: {a: 'x', 'only-v1': 'x'}})),
    get(`${V1}/m`),
    get(V2),
    get(customs('movers', 'v1beta1')),
    apply(`${V2}/m?fieldManager=me&force=true`, mover('v2', {spec: {a: 'q', 'only-v2': 'z'}})),
    apply(`${V1}/m?fieldManager=me&force=true`, mover('v1', {spec: {a: 'q', 'only-v1': 'z'}})),
    apply(`${V1}/m?fieldManager=you&force=true`, mover('v1', {spec: {a: 'r', 'only-v1': 'z'}})),
    get(`${V2}/m`),
  ),
  of(
    'all-deprecated',
    'No version is better.',
    ...crd('movers', {}, {}, {versions: [version('v1', {deprecated: true, storage: true}), version('v2', {deprecated: true})]}),
    get(V1),
  ),
  of(
    'stricter',
    'What was there before the schema became stricter is not held against an object; the order of a map list is no change.',
    ...crd('balls', spec({n: whole, l: {type: 'array', items: text}, ml: keyed({})})),
    post(B, custom('balls', 'b', {spec: {n: 1, l: ['bad', 'bad'], ml: [one, two]}})),
    json(`${CRDS}/balls.<ns>.example.com`, [
      {
        op: 'replace',
        path: '/spec/versions/0/schema/openAPIV3Schema',
        value: spec(
          {
            n: {...whole, minimum: 5},
            l: {type: 'array', items: {...text, maxLength: 2}},
            ml: keyed({v: {...text, maxLength: 4}}),
          },
          {required: ['zzz']},
        ),
      },
    ]),
    {sleep: 2},
    merge(`${B}/b?dryRun=All`, {metadata: {labels: {x: '1'}}}),
    merge(`${B}/b?dryRun=All`, {spec: {ml: [two, one]}}),
    merge(`${B}/b?dryRun=All`, {spec: {ml: [two, one, {k: '3', v: 'longer'}]}}),
    merge(`${B}/b?dryRun=All`, {spec: {ml: [two]}}),
    merge(`${B}/b?dryRun=All`, {spec: {n: 2}}),
    merge(`${B}/b?dryRun=All`, {spec: {l: ['bad']}}),
  ),
  of(
    'applied-customs',
    'Strict readers come last, scales that cannot be applied, statuses that do not fit.',
    ...crd('scales', object({spec: object({rep: whole, s: text}), status: object({r: whole, s: text})}), {
      subresources: {
        status: {},
        scale: {specReplicasPath: '.spec.rep', statusReplicasPath: '.status.r', labelSelectorPath: '.status.s'},
      },
    }),
    post(S, custom('scales', 'a', {spec: {rep: 2, s: 'x'}})),
    ...['', '&fieldValidation=Strict', '&fieldValidation=Ignore'].flatMap((how) => [
      apply(
        `${S}/b?dryRun=All&fieldManager=me${how}`,
        '{"apiVersion":"<ns>.example.com/v1","kind":"Scale","metadata":{"name":"b"},"spec":{"s":"a","s":"b"},"foo":1}',
      ),
      apply(
        `${S}/b?dryRun=All&fieldManager=me${how}`,
        '{"apiVersion":"<ns>.example.com/v1","kind":"Scale","metadata":{"name":"b"},"spec":{"s":"a","s":"b"}}',
      ),
    ]),
    strategic(`${S}/a/scale`, {}),
    apply(`${S}/a/scale?fieldManager=me`, {
      apiVersion: 'autoscaling/v1',
      kind: 'Scale',
      metadata: {name: 'a'},
      spec: {replicas: 6},
    }),
    merge(`${S}/a/status?fieldManager=st`, {status: {r: 'x'}}),
    merge(`${S}/a/status?fieldManager=st`, {status: {r: 3, s: 'a=b'}}),
    merge(`${S}/a?fieldManager=st`, {metadata: {labels: {q: '1'}}, status: {r: 4}}),
    merge(`${S}/a?fieldManager=st`, {status: {r: 'x'}}),
    apply(`${S}/a/status?fieldManager=sa`, custom('scales', 'a', {status: {r: 9}})),
    put(`${S}/a/scale`, {apiVersion: 'autoscaling/v1', kind: 'Scale', metadata: {name: 'a'}, spec: {replicas: 'x'}}),
    get(`${S}/a`, 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io'),
    get(`${S}/a`),
  ),
]
