import type {OwnCase} from '../admission-cases/kit.js'
import {CRDS, crd, custom, customs, del, get, merge, object, of, PODS, pod, post, unordered, whole} from './steps.js'

const FLOW = '/apis/flowcontrol.apiserver.k8s.io/v1'
const W = customs('widgets')
const DEFINITION = `${CRDS}/widgets.<ns>.example.com`
const two = {containers: ['c', 'd'].map((name) => ({name, image: 'i'}))}
const connects = ['exec', 'exec?command=ls&container=a', 'attach', 'portforward']

const levels = [
  'catch-all',
  'exempt',
  'global-default',
  'leader-election',
  'node-high',
  'system',
  'workload-high',
  'workload-low',
]
const schemas = [
  'catch-all',
  'exempt',
  'global-default',
  'kube-controller-manager',
  'kube-scheduler',
  'kube-system-service-accounts',
  'probes',
  'service-accounts',
  'system-leader-election',
  'system-node-high',
  'system-nodes',
]

/** What needs a node that answers, what a fresh server has, what a kind that goes away still does. */
export const nodes: readonly OwnCase[] = [
  of(
    'pods-of-unknown-nodes',
    'Logs and connections of pods on nodes that are unknown or have no address.',
    post(PODS, pod('ghostly', {nodeName: 'ghost-<ns>'})),
    post('/api/v1/nodes', {apiVersion: 'v1', kind: 'Node', metadata: {name: 'bare-<ns>'}}),
    post(PODS, pod('bare', {nodeName: 'bare-<ns>'})),
    post(PODS, pod('nowhere')),
    post(PODS, pod('two', {...two, nodeName: 'ghost-<ns>'})),
    ...['ghostly', 'bare', 'nowhere', 'two'].flatMap((name) => [
      get(`${PODS}/${name}/log`),
      get(`${PODS}/${name}/log?container=x`),
      get(`${PODS}/${name}/log?previous=true&container=a`),
      ...connects.map((connect) => post(`${PODS}/${name}/${connect}`, {})),
      get(`${PODS}/${name}/proxy/`),
    ]),
    get(`${PODS}/nobody/log`),
    del('/api/v1/nodes/bare-<ns>'),
  ),
  // each for itself: which of them is written last is chance
  ...levels.map((name) =>
    of(`level-${name}`, 'A priority level of a fresh server.', get(`${FLOW}/prioritylevelconfigurations/${name}`)),
  ),
  ...schemas.map((name) => of(`schema-${name}`, 'A flow schema of a fresh server.', get(`${FLOW}/flowschemas/${name}`))),
  of(
    'kind-that-goes',
    'Custom resources of a definition that is being deleted, and after it.',
    ...crd('widgets', object({spec: object({a: whole})})),
    post(W, custom('widgets', 'a', {}, {finalizers: ['example.com/keep']})),
    post(W, custom('widgets', 'b')),
    del(DEFINITION),
    {sleep: 2},
    post(W, custom('widgets', 'c')),
    get(`${W}/a`),
    get(`${W}/b`),
    merge(`${W}/a`, {spec: {a: 1}}),
    merge(`${W}/a`, {metadata: {finalizers: null}}),
    {sleep: 7},
    unordered(get(`${W}/a`)),
    get(W),
    post(W, custom('widgets', 'd')),
    get('/apis/<ns>.example.com/v1'),
    get(DEFINITION),
  ),
]
