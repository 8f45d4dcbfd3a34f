import type {Json} from '../../test/conformance/case.js'
import {
  type Body,
  here,
  hook,
  mutatingBinding,
  mutatingPolicy,
  mutatingWebhooks,
  type OwnCase,
  type OwnStep,
  rule,
  settle,
  validatingWebhooks,
} from './kit.js'

/* What admission that is built in fills into objects before webhooks and policies see them, and again after them. */

const CORE = '/api/v1/namespaces/<ns>'
const post = (resource: string, body: Json): OwnStep => ({method: 'POST', path: `${CORE}/${resource}`, body})
const pod = (name: string, spec: Body = {}, metadata: Body = {}): Body => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {name, ...metadata},
  spec: {automountServiceAccountToken: false, containers: [{name: 'a', image: 'i'}], ...spec},
})
const range = post('limitranges', {
  apiVersion: 'v1',
  kind: 'LimitRange',
  metadata: {name: 'r'},
  spec: {limits: [{type: 'Container', default: {cpu: '500m', memory: '64Mi'}, defaultRequest: {cpu: '100m'}}]},
})
const claim = (name: string, spec: Body = {}): Body => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: {name},
  spec: {accessModes: ['ReadWriteOnce'], resources: {requests: {storage: '1Gi'}}, ...spec},
})
const ingress: OwnStep = {
  method: 'POST',
  path: '/apis/networking.k8s.io/v1/namespaces/<ns>/ingresses',
  body: {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {name: 'i'},
    spec: {defaultBackend: {service: {name: 's', port: {number: 80}}}},
  },
}
const shows = (resources: string[], group = ''): Json => [hook('/operation', {rules: [rule(resources, ['*'], group)]})]
const pods = (mutations: Json[], spec: Body = {}): readonly OwnStep[] => [
  mutatingPolicy('m', {
    matchConstraints: {resourceRules: [rule(['pods'], ['CREATE'])], namespaceSelector: here},
    reinvocationPolicy: 'Never',
    mutations,
    ...spec,
  }),
  mutatingBinding('b', 'm'),
  settle,
]
const applied = (expression: string): Json => ({patchType: 'ApplyConfiguration', applyConfiguration: {expression}})
export const filledIn: readonly OwnCase[] = [
  {
    name: 'pod-seen',
    about: 'A mutating webhook sees what LimitRanger, the account, priorities and tolerations add to a Pod.',
    steps: [
      range,
      mutatingWebhooks('w', shows(['pods'])),
      settle,
      post('pods', pod('p')),
      post('pods', pod('q', {serviceAccountName: 'none'})),
      post('pods', pod('r', {priorityClassName: 'system-node-critical', initContainers: [{name: 'b', image: 'i'}]})),
      post('pods', pod('s', {runtimeClassName: 'none'})),
      post('pods', {...pod('t'), metadata: {generateName: 't-'}}),
    ],
  },
  {
    name: 'pod-again',
    about: 'A container that a policy adds gets the defaults of the LimitRange, too.',
    steps: [
      range,
      ...pods([applied("Object{spec: Object.spec{containers: [Object.spec.containers{name: 'side', image: 'j'}]}}")]),
      post('pods', pod('p')),
    ],
  },
  {
    name: 'pod-overruled',
    about: 'What a policy says wins over what was filled in.',
    steps: [
      range,
      ...pods([
        {
          patchType: 'JSONPatch',
          jsonPatch: {
            expression:
              "[JSONPatch{op: 'replace', path: '/spec/containers/0/resources/limits/cpu', value: '2'}, JSONPatch{op: 'remove', path: '/spec/tolerations'}, JSONPatch{op: 'test', path: '/spec/priority', value: 0}]",
          },
        },
      ]),
      post('pods', pod('p')),
    ],
  },
  {
    name: 'pod-validated',
    about: 'A validating webhook sees the whole Pod.',
    steps: [range, validatingWebhooks('w', shows(['pods'])), settle, post('pods', pod('p'))],
  },
  {
    name: 'claim-seen',
    about: 'A mutating webhook sees the finalizer of a claim and what the strategy has not done yet.',
    steps: [
      mutatingWebhooks('w', shows(['persistentvolumeclaims'])),
      settle,
      post('persistentvolumeclaims', claim('c')),
      post('persistentvolumeclaims', claim('d', {dataSource: {kind: 'PersistentVolumeClaim', name: 'x'}})),
    ],
  },
  {
    name: 'ingress-seen',
    about: 'A mutating webhook sees an Ingress.',
    steps: [mutatingWebhooks('w', shows(['ingresses'], 'networking.k8s.io')), settle, ingress],
  },
  {
    name: 'service-seen',
    about: 'A mutating webhook sees a Service before it has an address.',
    steps: [
      mutatingWebhooks('w', shows(['services', 'serviceaccounts', 'replicationcontrollers'])),
      settle,
      post('services', {apiVersion: 'v1', kind: 'Service', metadata: {name: 's'}, spec: {ports: [{port: 80}]}}),
      post('serviceaccounts', {
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: {name: 'a'},
        secrets: [{name: 'x', kind: 'y'}],
      }),
    ],
  },
  {
    name: 'workloads-seen',
    about: 'A mutating webhook sees workloads before their strategies.',
    steps: [
      mutatingWebhooks('w', [
        hook('/operation', {rules: [rule(['daemonsets', 'statefulsets'], ['*'], 'apps'), rule(['jobs'], ['*'], 'batch')]}),
      ]),
      settle,
      {
        method: 'POST',
        path: '/apis/apps/v1/namespaces/<ns>/daemonsets',
        body: {
          apiVersion: 'apps/v1',
          kind: 'DaemonSet',
          metadata: {name: 'd'},
          spec: {
            selector: {matchLabels: {app: 'x'}},
            template: {metadata: {labels: {app: 'x'}}, spec: {containers: [{name: 'a', image: 'i'}]}},
          },
        },
      },
      {
        method: 'POST',
        path: '/apis/batch/v1/namespaces/<ns>/jobs',
        body: {
          apiVersion: 'batch/v1',
          kind: 'Job',
          metadata: {name: 'j'},
          spec: {template: {spec: {restartPolicy: 'Never', containers: [{name: 'a', image: 'i'}]}}},
        },
      },
    ],
  },
]
