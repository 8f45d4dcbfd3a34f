import type {OwnCase} from '../admission-cases/kit.js'
import {apply, type Body, CORE, cm, del, get, json, MAPS, merge, obj, of, PODS, post, put, SERVICES, svc} from './steps.js'

/* What random sequences with open watches have shown: where watches and lists begin, versions that are none, deletions, bookmarks. */

const EVENTS = `${CORE}/events`
const LEASES = '/apis/coordination.k8s.io/v1/namespaces/<ns>/leases'
const ROLES = '/apis/rbac.authorization.k8s.io/v1/namespaces/<ns>/roles'
const old = (resource: string, name: string, query: string) =>
  get(`/api/v1/watch/namespaces/<ns>/${resource}/${name}?timeoutSeconds=1&${query}`)
const event = (name: string, metadata: Body = {}): Body =>
  obj('v1', 'Event', name, {involvedObject: {kind: 'Pod', name: 'a', namespace: '<ns>'}}, metadata)
const made = (kind: string, apiVersion: string, metadata: Body, rest: Body = {}): Body => ({apiVersion, kind, metadata, ...rest})

const begins: readonly OwnCase[] = [
  of(
    'old-watches',
    'The old watches of one name, with selectors that do not name it.',
    old('configmaps', 'a', 'fieldSelector=metadata.name%3Db'),
    old('configmaps', 'a', 'fieldSelector=metadata.name!%3Db'),
    old('configmaps', 'a', 'fieldSelector=metadata.namespace%3D<ns>'),
    old('configmaps', 'a', 'fieldSelector=bogus%3Db'),
    old('pods', 'a', 'fieldSelector=spec.nodeName%3Db'),
  ),
  of(
    'version-texts',
    'Versions that are no numbers of 64 bits, of lists, objects and watches.',
    ...['x', '-1', '18446744073709551616', '1.5'].flatMap((version) => [
      get(`${MAPS}?watch=1&timeoutSeconds=1&resourceVersion=${version}`),
      get(`${MAPS}?resourceVersion=${version}`),
      get(`${MAPS}?resourceVersion=${version}&resourceVersionMatch=Exact`),
      get(`${MAPS}/a?resourceVersion=${version}`),
      get(`${EVENTS}?watch=1&timeoutSeconds=1&resourceVersion=${version}`),
      get(`${EVENTS}?resourceVersion=${version}`),
      get(`${EVENTS}/a?resourceVersion=${version}`),
    ]),
    get(`${MAPS}/a?resourceVersion=00`),
    get(`${MAPS}?resourceVersion=00&resourceVersionMatch=Exact&labelSelector=none`),
  ),
  of(
    'versions-to-come',
    'Versions that the server has not reached: with a cache it says when to ask again, without it does not.',
    ...[MAPS, EVENTS].flatMap((path) =>
      [
        '',
        '&limit=1',
        '&resourceVersionMatch=Exact',
        '&resourceVersionMatch=NotOlderThan',
        '&fieldSelector=metadata.name%3Da',
        '&fieldSelector=metadata.name%3Da&limit=1',
        '&fieldSelector=metadata.name%3Da&resourceVersionMatch=Exact',
      ].map((rest) => get(`${path}?resourceVersion=999999999${rest}`)),
    ),
    get(`${MAPS}/a?resourceVersion=999999999`),
    get(`${EVENTS}/a?resourceVersion=999999999`),
  ),
]

const writes: readonly OwnCase[] = [
  of(
    'put-with-version',
    'A PUT that creates minds no version, but a uid.',
    put(`${LEASES}/a`, made('Lease', 'coordination.k8s.io/v1', {name: 'a', resourceVersion: '7'})),
    put(`${CORE}/limitranges/a`, made('LimitRange', 'v1', {name: 'a', resourceVersion: '7'}, {spec: {limits: []}})),
    put(`${CORE}/limitranges/b`, made('LimitRange', 'v1', {name: 'b', resourceVersion: 'x'}, {spec: {limits: []}})),
    put(`${CORE}/endpoints/a`, made('Endpoints', 'v1', {name: 'a', uid: 'abc'})),
    put(`${SERVICES}/a`, made('Service', 'v1', {name: 'a', uid: 'abc'}, {spec: {clusterIP: 'None'}})),
    put(`${SERVICES}/a?dryRun=All`, made('Service', 'v1', {name: 'a', uid: 'abc'}, {spec: {clusterIP: 'None'}})),
    put(`${SERVICES}/a?dryRun=All`, made('Service', 'v1', {name: 'a', resourceVersion: '7'}, {spec: {clusterIP: 'None'}})),
    put(`${SERVICES}/a`, made('Service', 'v1', {name: 'a', resourceVersion: '7'}, {spec: {clusterIP: 'None'}})),
    put(`${ROLES}/a`, made('Role', 'rbac.authorization.k8s.io/v1', {name: 'a', resourceVersion: '7'})),
    put(`${EVENTS}/a`, event('a', {resourceVersion: '7'})),
    put(`${MAPS}/a`, cm('a', {}, {resourceVersion: '7'})),
    put(`${MAPS}/a`, cm('a', {}, {uid: 'abc'})),
    ...['7', '0', '00', 'x', '18446744073709551616'].map((resourceVersion, at) =>
      post(MAPS, cm(`n${at}`, {}, {resourceVersion})),
    ),
    ...['7', '0'].map((resourceVersion, at) =>
      apply(`${MAPS}/m${at}`, made('ConfigMap', 'v1', {name: `m${at}`, resourceVersion})),
    ),
  ),
  of(
    'events-and-dependents',
    'What an event owns is never looked for.',
    ...['Foreground', 'Orphan', 'Background'].flatMap((propagationPolicy) => [
      post(EVENTS, event('a')),
      del(`${EVENTS}/a`, {propagationPolicy}),
    ]),
    post(EVENTS, event('b', {finalizers: ['x.y/z', 'orphan', 'foregroundDeletion']})),
    del(`${EVENTS}/b`, {orphanDependents: true}),
    json(`${EVENTS}/b`, [{op: 'remove', path: '/metadata/finalizers'}]),
  ),
  of(
    'node-ports-of-others',
    'Ports of nodes that a service has no use for.',
    ...(
      [
        {ports: [{port: 80, nodePort: 1}]},
        {ports: [{port: 80, nodePort: 99_999}]},
        {
          ports: [
            {port: 80, nodePort: 30_080},
            {name: 'b', port: 81, nodePort: 30_080},
          ],
        },
        {clusterIP: 'None', ports: [{port: 80, nodePort: 30_080}]},
        {type: 'ExternalName', externalName: 'a.b', ports: [{port: 80, nodePort: 1}]},
        {type: 'NodePort', ports: [{port: 80, nodePort: 1}]},
      ] as Body[]
    ).map((spec) => post(SERVICES, svc('a', spec))),
  ),
]

const nowhere = (path: string) => path.replace('<ns>', '')

const places: readonly OwnCase[] = [
  of(
    'empty-namespace',
    'A namespace in the path that is there and empty.',
    post(MAPS, cm('a')),
    post(nowhere(MAPS), cm('a')),
    post(nowhere(MAPS), cm('a', {}, {namespace: '<ns>'})),
    post(nowhere(MAPS), 'x'),
    post(nowhere(PODS), obj('v1', 'Pod', 'a')),
    post(nowhere(SERVICES), svc('a')),
    post(nowhere(EVENTS), event('a')),
    put(nowhere(MAPS), {}),
    del(nowhere(MAPS)),
    get(`${nowhere(MAPS)}?labelSelector=none`),
    get(`${nowhere(MAPS)}/a`),
    get(`${nowhere(MAPS)}/a?resourceVersion=x`),
    del(`${nowhere(MAPS)}/a`),
    post(`${nowhere(MAPS)}/a`, {}),
    put(`${nowhere(MAPS)}/a`, cm('a')),
    put(`${nowhere(MAPS)}/a`, cm('b')),
    put(`${nowhere(MAPS)}/a`, 'x'),
    merge(`${nowhere(MAPS)}/a`, {}),
    apply(`${nowhere(MAPS)}/a`, cm('a', {}, {namespace: '<ns>'})),
    put(`${nowhere(LEASES)}/a`, made('Lease', 'coordination.k8s.io/v1', {name: 'a'})),
    ...['log', 'status', 'exec', 'bogus'].map((part) => get(`${nowhere(PODS)}/a/${part}`)),
    post(`${nowhere(PODS)}/a/binding`, {}),
    post(`${nowhere(PODS)}/a/eviction`, {}),
    post(`${CORE.replace('<ns>', '')}/serviceaccounts/a/token`, {}),
    get('/apis/apps/v1/namespaces//deployments/a/scale'),
    get('/api/v1/namespaces//nodes'),
    get('/api/v1/namespaces//nodes/a'),
    get('/api/v1/namespaces//bogus'),
    get('/api/v1/namespaces//status'),
    put('/api/v1/namespaces//finalize', {}),
  ),
  of(
    'places',
    'Objects of a namespace without one, others within one.',
    ...['/api/v1/pods/a', '/api/v1/pods/a/status', '/api/v1/pods/a/log', '/apis/apps/v1/deployments/a/scale'].map((path) =>
      get(path),
    ),
    post('/api/v1/bindings', {}),
    ...['componentstatuses', 'nodes', 'nodes/a/status', 'namespaces'].map((name) => get(`${CORE}/${name}`)),
  ),
]

/** Watches, lists and what is found beside them. */
export const watching: readonly OwnCase[] = [...begins, ...writes, ...places]
