import type {Json} from '../../test/conformance/case.js'
import type {OwnCase, OwnStep} from '../admission-cases/kit.js'
import {apply, CORE, CRDS, crd, custom, customs, DEPLOYS, del, MAPS, merge, object, of, PODS, pod, post, put} from './steps.js'

const W = customs('widgets')

/* Bodies in Protobuf that are none, and those of subresources and custom resources that say too little. */

const protobuf = (step: OwnStep): OwnStep => ({
  ...(step as Exclude<OwnStep, {sleep: number}>),
  contentType: 'application/vnd.kubernetes.protobuf',
})
const field = (tag: string, text: string): string => `${tag}${String.fromCharCode(text.length)}${text}`
/** An envelope that says what it holds, and holds `raw`. */
const envelope = (apiVersion: string, kind: string, raw?: string): string => {
  const type = `${apiVersion === '' ? '' : field('\n', apiVersion)}${kind === '' ? '' : field('\u0012', kind)}`
  return `k8s\0${field('\n', type)}${raw === undefined ? '' : field('\u0012', raw)}`
}

const bodies: readonly string[] = [
  'hello',
  'k8',
  'k8s\0',
  'k8s\0\n',
  'k8s\0\n\u007f',
  envelope('', ''),
  envelope('v1', ''),
  envelope('', 'ConfigMap'),
  envelope('v1', 'ConfigMap'),
  envelope('v1', 'ConfigMap', '\n\u007f'),
  envelope('v1', 'Secret'),
  envelope('v1', 'Nope'),
  envelope('apps/v1', 'ConfigMap'),
  envelope('x/y/z', 'ConfigMap'),
  envelope('policy/v1', 'Eviction'),
  envelope('apiextensions.k8s.io/v1', 'CustomResourceDefinition', '\n\u007f'),
  envelope('v1', 'DeleteOptions'),
]

const sent = (name: string, about: string, step: (body: string) => OwnStep): OwnCase =>
  of(name, about, ...bodies.map((body) => protobuf(step(body))))

const EVICTION = `${PODS}/p/eviction`
const eviction = (rest: Json, name: Json = 'p'): Json => ({
  apiVersion: 'policy/v1',
  kind: 'Eviction',
  metadata: {name},
  ...(rest as {[key: string]: Json}),
})

export const envelopes: readonly OwnCase[] = [
  sent('protobuf-create', 'Bodies of a create in Protobuf that hold nothing, too little or another kind.', (body) =>
    post(`${MAPS}?dryRun=All`, body),
  ),
  sent('protobuf-update', 'Bodies of an update.', (body) => put(`${MAPS}/x?dryRun=All`, body)),
  sent('protobuf-delete', 'Bodies of a deletion.', (body) => del(`${MAPS}/x`, body)),
  sent('protobuf-crd', 'Bodies of a server that knows no kinds but its own.', (body) => post(`${CRDS}?dryRun=All`, body)),
  sent('protobuf-eviction', 'Bodies of an eviction.', (body) => post(EVICTION, body)),
  sent('protobuf-review', 'Bodies of a review.', (body) => post('/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', body)),
  sent('protobuf-scale', 'Bodies of a Scale.', (body) => put(`${DEPLOYS}/d/scale`, body)),
  of(
    'evictions',
    'Evictions without a name, of another kind, of an old version, with fields that do not fit.',
    ...[
      {},
      {metadata: {name: 'p'}},
      {apiVersion: 'policy/v1', kind: 'Eviction'},
      {apiVersion: 'policy/v1beta1', kind: 'Eviction', metadata: {name: 'p'}},
      {apiVersion: 'v1', kind: 'Eviction', metadata: {name: 'p'}},
      {apiVersion: 'v1', kind: 'Secret', metadata: {name: 'p'}},
      {apiVersion: 'v1', kind: 'Nope', metadata: {name: 'p'}},
      eviction({}, 'q'),
      eviction({}, 7),
      eviction({metadata: {name: 'p', namespace: 'x'}}),
      eviction({deleteOptions: {gracePeriodSeconds: 'x'}}),
      eviction({x: 1}),
      [],
      'x',
    ].flatMap((body) => [post(EVICTION, body as Json), post(`${EVICTION}?fieldValidation=Strict`, body as Json)]),
    post(PODS, pod('p')),
    post(EVICTION, {}),
    post(`${EVICTION}?dryRun=All`, eviction({x: 1})),
    post(EVICTION, eviction({deleteOptions: {preconditions: {uid: 'x'}}})),
    post(EVICTION, eviction({deleteOptions: {dryRun: ['All']}})),
    post(`${CORE}/pods/p/eviction`, eviction({})),
  ),
  of(
    'custom-nameless',
    'Custom objects without kind or version, and with numbers beyond 64 bits.',
    crd(
      'widgets',
      object({n: {type: 'integer'}, num: {type: 'number'}, spec: object({}, {'x-kubernetes-preserve-unknown-fields': true})}),
    ),
    post(W, custom('widgets', 'k', {spec: {a: 1}})),
    ...['{}', '{"kind":"Widget"}', '{"kind":null,"apiVersion":"ex.io/v1"}'].flatMap((body) => [
      post(`${W}?dryRun=All`, body),
      put(`${W}/k?dryRun=All`, body),
      apply(`${W}/k?dryRun=All&fieldManager=me`, body),
    ]),
    apply(`${W}/k?dryRun=All&fieldManager=me`, '{"kind":"Widget","apiVersion":"a/b/c","metadata":{"name":"k"}}'),
    merge(`${W}/k?dryRun=All`, {apiVersion: ''}),
    merge(`${W}/k?dryRun=All`, {apiVersion: null}),
    ...['spec', 'n', 'num'].flatMap((name) =>
      [
        '9223372036854775807',
        '9223372036854775808',
        '18446744073709551616',
        '123456789012345678901234567890',
        '1e19',
        '1e400',
      ].flatMap((number) => {
        const value = name === 'spec' ? `{"x":${number}}` : number
        const body = `{"apiVersion":"<ns>.example.com/v1","kind":"Widget","metadata":{"name":"z"},"${name}":${value}}`
        return [
          post(`${W}?dryRun=All`, body),
          {...(post(`${W}?dryRun=All`, body) as Exclude<OwnStep, {sleep: number}>), contentType: 'application/yaml'},
          apply(`${W}/z?dryRun=All&fieldManager=me`, body),
          merge(`${W}/k?dryRun=All`, `{"${name}":${value}}`),
        ]
      }),
    ),
  ),
]
