import type {Json} from '../../test/conformance/case.js'
import type {OwnCase, OwnStep} from '../admission-cases/kit.js'
import {CORE, CRDS, DEPLOYS, del, MAPS, of, PODS, pod, post, put} from './steps.js'

/* Bodies in Protobuf that are none, and those of subresources whose kind is another one. */

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
]
