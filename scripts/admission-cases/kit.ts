import type {Json} from '../../test/conformance/case.js'

export type Body = {[key: string]: Json}

/** A step before it is recorded. */
export type OwnStep =
  | {readonly sleep: number}
  | {
      readonly method: string
      readonly path: string
      readonly contentType?: string
      readonly accept?: string
      readonly body?: Json
      /** the server goes through maps: its faults come in any order */
      readonly unordered?: boolean
      readonly as?: {readonly [header: string]: string}
    }

export interface OwnCase {
  readonly name: string
  readonly about: string
  readonly steps: readonly OwnStep[]
}

const REGISTRATION = '/apis/admissionregistration.k8s.io/v1'
export const CONFIG_MAPS = '/api/v1/namespaces/<ns>/configmaps'
export const DEPLOYMENTS = '/apis/apps/v1/namespaces/<ns>/deployments'

/** The real server takes up new configurations after a while. */
export const settle: OwnStep = {sleep: 2}
/** Parameters take longer. */
export const settleParams: OwnStep = {sleep: 10}

function registered(kind: string, resource: string, name: string, rest: Body): OwnStep {
  const body = {apiVersion: 'admissionregistration.k8s.io/v1', kind, metadata: {name: `<ns>-${name}`}, ...rest}
  return {method: 'POST', path: `${REGISTRATION}/${resource}`, body}
}

export const policy = (name: string, spec: Body): OwnStep =>
  registered('ValidatingAdmissionPolicy', 'validatingadmissionpolicies', name, {spec})
export const mutatingPolicy = (name: string, spec: Body): OwnStep =>
  registered('MutatingAdmissionPolicy', 'mutatingadmissionpolicies', name, {spec})
export const validatingWebhooks = (name: string, webhooks: Json): OwnStep =>
  registered('ValidatingWebhookConfiguration', 'validatingwebhookconfigurations', name, {webhooks})
export const mutatingWebhooks = (name: string, webhooks: Json): OwnStep =>
  registered('MutatingWebhookConfiguration', 'mutatingwebhookconfigurations', name, {webhooks})

/** Only the case's own namespace. */
export const here = {matchLabels: {'kubernetes.io/metadata.name': '<ns>'}}

export const binding = (name: string, policyName: string, spec: Body = {}): OwnStep =>
  registered('ValidatingAdmissionPolicyBinding', 'validatingadmissionpolicybindings', name, {
    spec: {policyName: `<ns>-${policyName}`, validationActions: ['Deny'], matchResources: {namespaceSelector: here}, ...spec},
  })
export const mutatingBinding = (name: string, policyName: string, spec: Body = {}): OwnStep =>
  registered('MutatingAdmissionPolicyBinding', 'mutatingadmissionpolicybindings', name, {
    spec: {policyName: `<ns>-${policyName}`, matchResources: {namespaceSelector: here}, ...spec},
  })

/** A rule about resources of a group. */
export function rule(resources: string[], operations = ['CREATE', 'UPDATE'], group = '', version = 'v1'): Body {
  return {apiGroups: [group], apiVersions: [version], operations, resources}
}

export const configMap = (name: string, data: Body = {}, labels: Body = {}): Body => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: {name, labels},
  data,
})
export const create = (name: string, data: Body = {}, labels: Body = {}, query = ''): OwnStep => ({
  method: 'POST',
  path: CONFIG_MAPS + query,
  body: configMap(name, data, labels),
})
export const remove = (path: string): OwnStep => ({method: 'DELETE', path})
export const merge = (path: string, body: Json): OwnStep => ({
  method: 'PATCH',
  path,
  contentType: 'application/merge-patch+json',
  body,
})
export const apply = (path: string, body: Json, query = '?fieldManager=me'): OwnStep => ({
  method: 'PATCH',
  path: path + query,
  contentType: 'application/apply-patch+yaml',
  body,
})
export const deployment = (name: string, replicas: number): Body => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {name},
  spec: {
    replicas,
    selector: {matchLabels: {app: 'x'}},
    template: {metadata: {labels: {app: 'x'}}, spec: {containers: [{name: 'a', image: 'i'}]}},
  },
})

/** A webhook of the server that recorder and replay start, asked about ConfigMaps of the case's namespace. */
export const hook = (path: string, rest: Body = {}): Body => ({
  name: `${path.slice(1)}.hooks.test`,
  clientConfig: {url: `<hook>${path}`, caBundle: '<hookca>'},
  sideEffects: 'None',
  admissionReviewVersions: ['v1'],
  namespaceSelector: here,
  rules: [rule(['configmaps'])],
  ...rest,
})
