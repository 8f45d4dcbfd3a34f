import type {Json} from '../../test/conformance/case.js'
import type {Body, OwnCase, OwnStep} from '../admission-cases/kit.js'

export type {Body}

/* Short ways to write sequences of requests. */

export const CORE = '/api/v1/namespaces/<ns>'
export const CRDS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'
export const MAPS = `${CORE}/configmaps`
export const SECRETS = `${CORE}/secrets`
export const SERVICES = `${CORE}/services`
export const PODS = `${CORE}/pods`
export const DEPLOYS = '/apis/apps/v1/namespaces/<ns>/deployments'
export const JOBS = '/apis/batch/v1/namespaces/<ns>/jobs'
export const RBAC = '/apis/rbac.authorization.k8s.io/v1'

export const of = (name: string, about: string, ...steps: readonly (OwnStep | readonly OwnStep[])[]): OwnCase => ({
  name,
  about,
  steps: steps.flat() as OwnStep[],
})
export const get = (path: string, accept?: string): OwnStep => ({method: 'GET', path, ...(accept ? {accept} : {})})
export const post = (path: string, body: Json): OwnStep => ({method: 'POST', path, body})
export const put = (path: string, body: Json): OwnStep => ({method: 'PUT', path, body})
export const del = (path: string, body?: Json): OwnStep => ({method: 'DELETE', path, ...(body === undefined ? {} : {body})})
const patched =
  (contentType: string) =>
  (path: string, body: Json): OwnStep => ({method: 'PATCH', path, contentType, body})
export const merge = patched('application/merge-patch+json')
export const strategic = patched('application/strategic-merge-patch+json')
export const json = patched('application/json-patch+json')
/** A server-side apply; `?fieldManager=me` unless the path has a query. */
export const apply = (path: string, body: Json): OwnStep =>
  patched('application/apply-patch+yaml')(path.includes('?') ? path : `${path}?fieldManager=me`, body)
export const as = (user: string, step: OwnStep, groups?: string): OwnStep => ({
  ...(step as Exclude<OwnStep, {sleep: number}>),
  as: {'impersonate-user': user, ...(groups === undefined ? {} : {'impersonate-group': groups})},
})

export const obj = (apiVersion: string, kind: string, name: string, rest: Body = {}, metadata: Body = {}): Body => ({
  apiVersion,
  kind,
  metadata: {name, ...metadata},
  ...rest,
})
export const cm = (name: string, data: Body = {}, metadata: Body = {}): Body => obj('v1', 'ConfigMap', name, {data}, metadata)
export const pod = (name: string, spec: Body = {}, metadata: Body = {}): Body =>
  obj('v1', 'Pod', name, {spec: {automountServiceAccountToken: false, containers: [{name: 'a', image: 'i'}], ...spec}}, metadata)
export const template = (labels: Body = {app: 'x'}, spec: Body = {}): Body => ({
  metadata: {labels},
  spec: {containers: [{name: 'a', image: 'i'}], ...spec},
})
export const deploy = (name: string, spec: Body = {}, metadata: Body = {}): Body =>
  obj('apps/v1', 'Deployment', name, {spec: {selector: {matchLabels: {app: 'x'}}, template: template(), ...spec}}, metadata)
export const svc = (name: string, spec: Body = {}, metadata: Body = {}): Body =>
  obj('v1', 'Service', name, {spec: {ports: [{port: 80}], selector: {app: 'x'}, ...spec}}, metadata)

/** A step whose faults the server gives in any order. */
export const unordered = (step: OwnStep): OwnStep => ({...(step as Exclude<OwnStep, {sleep: number}>), unordered: true})

/** A definition of namespaced kinds with one version, as the rest of it says. */
export function definition(plural: string, version: Body, spec: Body = {}): Body {
  const singular = plural.slice(0, -1)
  const kind = singular[0]!.toUpperCase() + singular.slice(1)
  return obj('apiextensions.k8s.io/v1', 'CustomResourceDefinition', `${plural}.<ns>.example.com`, {
    spec: {
      group: '<ns>.example.com',
      scope: 'Namespaced',
      names: {plural, singular, kind, listKind: `${kind}List`},
      versions: [{name: 'v1', served: true, storage: true, ...version}],
      ...spec,
    },
  })
}

/** A CRD with one version `v1` of a schema, established before the next step. */
export function crd(plural: string, schema: Body, version: Body = {}, spec: Body = {}): readonly OwnStep[] {
  return [post(CRDS, definition(plural, {schema: {openAPIV3Schema: schema}, ...version}, spec)), {sleep: 2}]
}
export const customs = (plural: string, version = 'v1'): string => `/apis/<ns>.example.com/${version}/namespaces/<ns>/${plural}`
export const custom = (plural: string, name: string, rest: Body = {}, metadata: Body = {}): Body =>
  obj('<ns>.example.com/v1', plural[0]!.toUpperCase() + plural.slice(1, -1), name, rest, metadata)

/** An object schema. */
export const object = (properties: Body, rest: Body = {}): Body => ({type: 'object', properties, ...rest})
export const text: Body = {type: 'string'}
export const whole: Body = {type: 'integer'}
