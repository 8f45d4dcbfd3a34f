import {apply as applied, json, merge as merged, PODS, pod, post, put, strategic} from '../request-cases/steps.js'
import {
  apply,
  type Body,
  binding,
  CONFIG_MAPS,
  configMap,
  DEPLOYMENTS,
  deployment,
  hook,
  merge,
  mutatingWebhooks,
  type OwnCase,
  type OwnStep,
  policy,
  rule,
  settle,
  validatingWebhooks,
} from './kit.js'

const maps = {resourceRules: [rule(['configmaps'])]}
const same: OwnStep = apply(`${CONFIG_MAPS}/a`, configMap('a', {k: 'v'}))
const rehearsed: OwnStep = apply(`${CONFIG_MAPS}/a`, configMap('a', {k: 'v'}), '?fieldManager=me&dryRun=All')
const get: OwnStep = {method: 'GET', path: `${CONFIG_MAPS}/a`}
/** Writes that change nothing. */
const unchanged: readonly OwnStep[] = [same, rehearsed, merge(`${CONFIG_MAPS}/a`, {data: {k: 'v'}}), get]
const noMaps = [{expression: 'request.operation == "DELETE" || has(object.data.no)', message: 'no maps'}]

const repeats: readonly OwnCase[] = [
  {
    name: 'policy-denies',
    about: 'An apply that changes nothing is refused too.',
    steps: [same, policy('p', {matchConstraints: maps, validations: noMaps}), binding('b', 'p'), settle, ...unchanged],
  },
  {
    name: 'policy-warns',
    about: 'An apply that changes nothing is warned of.',
    steps: [
      same,
      policy('p', {matchConstraints: maps, validations: noMaps}),
      binding('b', 'p', {validationActions: ['Warn']}),
      settle,
      ...unchanged,
    ],
  },
  {
    name: 'policy-of-others',
    about: 'A policy on other kinds, or on creates alone.',
    steps: [
      same,
      policy('p', {matchConstraints: {resourceRules: [rule(['secrets'])]}, validations: [{expression: 'false'}]}),
      policy('q', {matchConstraints: {resourceRules: [rule(['configmaps'], ['CREATE'])]}, validations: [{expression: 'false'}]}),
      binding('b', 'p'),
      binding('c', 'q'),
      settle,
      ...unchanged,
    ],
  },
  {
    name: 'webhook-denies',
    about: 'A webhook is asked about an apply that changes nothing.',
    steps: [same, validatingWebhooks('w', [hook('/deny-message')]), settle, ...unchanged],
  },
  {
    name: 'webhook-warns',
    about: 'Warnings of a webhook about an apply that changes nothing.',
    steps: [same, validatingWebhooks('w', [hook('/warn')]), settle, ...unchanged],
  },
  {
    name: 'webhook-mutates',
    about: 'A webhook changes what an apply left as it was.',
    steps: [same, mutatingWebhooks('w', [hook('/count-a')]), settle, same, same, get],
  },
]

const pods = (name: string, spec: Body = {}, metadata: Body = {}): Body => pod(name, spec, metadata)
const labelled = (labels: Body): OwnStep => merged('/api/v1/namespaces/<ns>', {metadata: {labels}})
const LEVEL = 'pod-security.kubernetes.io'
const web = deployment('web', 0)
const full = {
  allowPrivilegeEscalation: false,
  capabilities: {drop: ['ALL']},
  runAsNonRoot: true,
  seccompProfile: {type: 'RuntimeDefault'},
}
const good: Body = {containers: [{name: 'a', image: 'i', securityContext: full}]}
const updates = (path: string): readonly OwnStep[] => [
  merged(path, {metadata: {labels: {a: 'b'}}}),
  merged(path, {metadata: {labels: {a: 'b'}}}),
  strategic(path, {metadata: {annotations: {a: 'b'}}}),
  json(path, [{op: 'add', path: '/metadata/labels/c', value: 'd'}]),
]

const levels: readonly OwnCase[] = [
  {
    name: 'warn-workloads',
    about: 'Every write of a workload is warned of.',
    steps: [
      labelled({[`${LEVEL}/warn`]: 'restricted'}),
      settle,
      applied(`${DEPLOYMENTS}/web`, web),
      applied(`${DEPLOYMENTS}/web`, web),
      ...updates(`${DEPLOYMENTS}/web`),
      put(`${DEPLOYMENTS}/web`, web),
      put(`${DEPLOYMENTS}/web`, web),
      merged(`${DEPLOYMENTS}/web/scale`, {spec: {replicas: 0}}),
      merged(`${DEPLOYMENTS}/web/status`, {status: {observedGeneration: 1}}),
      {method: 'DELETE', path: `${DEPLOYMENTS}/web`},
    ],
  },
  {
    name: 'warn-pods',
    about: 'Pods are looked at again when it matters.',
    steps: [
      labelled({[`${LEVEL}/warn`]: 'restricted'}),
      settle,
      post(PODS, pods('a')),
      ...updates(`${PODS}/a`),
      merged(`${PODS}/a`, {spec: {activeDeadlineSeconds: 50}}),
      json(`${PODS}/a`, [{op: 'replace', path: '/spec/containers/0/image', value: 'j'}]),
      json(`${PODS}/a`, [{op: 'add', path: '/spec/tolerations/-', value: {key: 'x', operator: 'Exists'}}]),
      merged(`${PODS}/a/status`, {status: {phase: 'Running'}}),
      strategic(`${PODS}/a/ephemeralcontainers`, {spec: {ephemeralContainers: [{name: 'e', image: 'i'}]}}),
    ],
  },
  {
    name: 'enforce-pods',
    about: 'What is enforced of pods that change.',
    steps: [
      post(PODS, pods('bad')),
      labelled({[`${LEVEL}/enforce`]: 'restricted', [`${LEVEL}/warn`]: 'restricted'}),
      settle,
      post(PODS, pods('worse')),
      post(PODS, pods('good', good)),
      merged(`${PODS}/bad`, {metadata: {labels: {a: 'b'}}}),
      merged(`${PODS}/bad`, {spec: {activeDeadlineSeconds: 50}}),
      json(`${PODS}/bad`, [{op: 'replace', path: '/spec/containers/0/image', value: 'j'}]),
      strategic(`${PODS}/good/ephemeralcontainers`, {spec: {ephemeralContainers: [{name: 'e', image: 'i'}]}}),
      strategic(`${PODS}/good/ephemeralcontainers`, {
        spec: {ephemeralContainers: [{name: 'f', image: 'i', securityContext: full}]},
      }),
      applied(`${DEPLOYMENTS}/web`, web),
      applied(`${DEPLOYMENTS}/web`, web),
    ],
  },
]

/** Writes that change nothing, or nothing that matters, on their way through admission. */
export const reapply: readonly OwnCase[] = [...repeats, ...levels]
