import type {OwnCase} from '../admission-cases/kit.js'
import {
  apply,
  type Body,
  CORE,
  crd,
  custom,
  customs,
  DEPLOYS,
  get,
  MAPS,
  merge,
  obj,
  object,
  of,
  post,
  put,
  strategic,
  svc,
  text,
} from './steps.js'

/* Odd bodies that are told apart by what is read first. */

const EMBEDDED = object({
  spec: object({
    emb: {type: 'object', 'x-kubernetes-embedded-resource': true, 'x-kubernetes-preserve-unknown-fields': true},
    list: {
      type: 'array',
      items: {type: 'object', 'x-kubernetes-embedded-resource': true, properties: {spec: object({a: text})}},
    },
    n: {type: 'integer'},
  }),
})
const embedded = (emb: object, more: object = {}) =>
  custom('boxes', 'b', {spec: {emb: emb as never, ...more}}, {namespace: '<ns>'})
const CLAIMS = `${CORE}/persistentvolumeclaims`
const claim = {accessModes: ['ReadWriteOnce'], resources: {requests: {storage: '1Gi'}}}
const SOURCES: readonly Body[] = [
  {name: 'x'},
  {kind: 'Other', name: 'x', apiGroup: 'a.b'},
  {kind: 'PersistentVolumeClaim', name: 'x'},
  {kind: 'VolumeSnapshot', name: 'x', apiGroup: 'snapshot.storage.k8s.io'},
]

export const oddities: readonly OwnCase[] = [
  of(
    'embedded-null',
    'an embedded resource whose apiVersion or kind is null',
    ...crd('boxes', EMBEDDED),
    ...[
      embedded({apiVersion: null, kind: 'X'}),
      embedded({apiVersion: 'v1', kind: null}),
      embedded({apiVersion: null, kind: 'X'}, {n: 'x'}),
      embedded({apiVersion: 'v1', kind: 'X', metadata: null}),
      embedded({apiVersion: 'v1', kind: 'X'}, {list: [{apiVersion: null, kind: 'Y'}]}),
      embedded({apiVersion: 3, kind: 'X'}),
    ].flatMap((body) => [post(customs('boxes'), body), apply(`${customs('boxes')}/b`, body)]),
    post(customs('boxes'), embedded({apiVersion: 'v1', kind: 'X'})),
    apply(`${customs('boxes')}/b?fieldManager=me&force=true`, embedded({apiVersion: null, kind: 'X'})),
    apply(
      `${customs('boxes')}/b?fieldManager=me&force=true`,
      embedded({apiVersion: 'v1', kind: 'X'}, {list: [{apiVersion: null}]}),
    ),
  ),
  of(
    'other-kinds',
    'bodies of other kinds whose fields do not fit',
    post(MAPS, obj('apps/v1', 'Deployment', 'x', {spec: {replicas: 'x'}})),
    post(MAPS, obj('apps/v1', 'Deployment', 'x', {spec: {replicas: 1}, data: 3})),
    post(DEPLOYS, svc('x', {ports: 'none'})),
    post(DEPLOYS, obj('v1', 'Secret', 'x', {data: {a: '%'}})),
    post(DEPLOYS, obj('v1', 'ConfigMap', 'x', {data: {a: 'b'}, bogus: 1})),
    post(`${DEPLOYS}?fieldValidation=Strict`, obj('v1', 'ConfigMap', 'x', {data: {a: 'b'}, bogus: 1})),
    put(`${MAPS}/x`, obj('v1', 'Pod', 'x', {spec: {containers: {}}})),
    post(`${CORE}/pods`, obj('v1', 'Node', 'x', {metadata: {labels: []}})),
    post(MAPS, obj('v1', 'ConfigMapList', 'x', {items: 3})),
  ),
  of(
    'late-sources',
    'a claim that is given a source later',
    post(CLAIMS, obj('v1', 'PersistentVolumeClaim', 'c', {spec: claim})),
    ...SOURCES.flatMap((source) => [
      merge(`${CLAIMS}/c`, {spec: {dataSource: source}}),
      strategic(`${CLAIMS}/c`, {spec: {dataSource: source, dataSourceRef: null}}),
      merge(`${CLAIMS}/c`, {spec: {dataSourceRef: source}}),
    ]),
    ...SOURCES.map((source, at) =>
      post(CLAIMS, obj('v1', 'PersistentVolumeClaim', `d${at}`, {spec: {...claim, dataSource: source}})),
    ),
  ),
  of(
    'single-pages',
    'pages of a list that asks for one name',
    ...['a', 'b', 'c'].map((name) => post(MAPS, obj('v1', 'ConfigMap', name, {}, {labels: {l: name}}))),
    ...['a', 'b', 'z', '', 'a%2Fb'].map((name) => get(`${MAPS}?limit=1&fieldSelector=metadata.name%3D${name}`)),
    get(`${MAPS}?limit=1&fieldSelector=metadata.name!%3Da`),
    get(`${MAPS}?limit=1&fieldSelector=metadata.name%3Da,metadata.namespace%3D<ns>`),
    get(`${MAPS}?limit=1&fieldSelector=metadata.name%3Da&labelSelector=l%3Db`),
    get('/api/v1/configmaps?limit=1&labelSelector=l%3Da&fieldSelector=metadata.name%3Da,metadata.namespace%3D<ns>'),
    get('/api/v1/configmaps?limit=1&fieldSelector=metadata.namespace%3D<ns>'),
    get('/api/v1/configmaps?limit=5&fieldSelector=metadata.namespace%3D<ns>,metadata.name!%3Db'),
    get('/api/v1/namespaces?limit=1&fieldSelector=metadata.name%3D<ns>'),
  ),
]
