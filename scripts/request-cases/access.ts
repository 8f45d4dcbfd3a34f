import type {OwnCase} from '../admission-cases/kit.js'
import {as, type Body, CORE, DEPLOYS, deploy, get, obj, of, PODS, pod, post, put, RBAC} from './steps.js'

const REVIEW = '/apis/authorization.k8s.io/v1/subjectaccessreviews'
const review = (resourceAttributes: {[key: string]: string}) =>
  post(REVIEW, obj('authorization.k8s.io/v1', 'SubjectAccessReview', '', {spec: {user: 'jane-<ns>', resourceAttributes}}))
const bound = (kind: string, name: string, role: string, path: string) =>
  post(
    path,
    obj('rbac.authorization.k8s.io/v1', kind, name, {
      roleRef: {apiGroup: 'rbac.authorization.k8s.io', kind: role, name: 'no-such-role'},
      subjects: [{kind: 'User', name: 'jane-<ns>'}],
    }),
  )
const TOKENS = `${CORE}/serviceaccounts/default/token`
const wish = (boundObjectRef: Body) =>
  post(TOKENS, {apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {boundObjectRef, expirationSeconds: 600}})

/** Who may what, and for how long. */
export const access: readonly OwnCase[] = [
  of(
    'missing-roles',
    'Bindings to roles that are not there.',
    bound('RoleBinding', 'b', 'Role', `${RBAC}/namespaces/<ns>/rolebindings`),
    bound('RoleBinding', 'c', 'Role', `${RBAC}/namespaces/<ns>/rolebindings`),
    bound('ClusterRoleBinding', '<ns>-b', 'ClusterRole', `${RBAC}/clusterrolebindings`),
    {sleep: 1},
    review({namespace: '<ns>', verb: 'get', resource: 'pods'}),
    review({verb: 'get', resource: 'pods'}),
    as('jane-<ns>', get(PODS)),
    as('jane-<ns>', post('/apis/authorization.k8s.io/v1/selfsubjectrulesreviews', {spec: {namespace: '<ns>'}})),
    as('jane-<ns>', post('/apis/authorization.k8s.io/v1/selfsubjectrulesreviews', {spec: {namespace: 'default'}})),
    get(`${RBAC}/clusterrolebindings/system:node`),
  ),
  of(
    'bound-tokens',
    'Tokens that end with another object.',
    post(`${CORE}/secrets`, obj('v1', 'Secret', 's')),
    post(PODS, pod('p', {serviceAccountName: 'default'})),
    post('/api/v1/nodes', obj('v1', 'Node', '<ns>-n')),
    ...[
      {kind: 'Secret', apiVersion: 'v1', name: 's'},
      {kind: 'Pod', apiVersion: 'v1', name: 'p'},
      {kind: 'Node', apiVersion: 'v1', name: '<ns>-n'},
      {kind: 'Pod', apiVersion: 'v2', name: 'p'},
      {kind: 'Pod', apiVersion: 'v1', name: 'none'},
      {kind: 'Secret', apiVersion: 'v1', name: 's', uid: 'x'},
      {kind: 'ConfigMap', apiVersion: 'v1', name: 's'},
      {kind: 'Pod', apiVersion: 'apps/v1', name: 'p'},
    ].map((reference) => wish(reference as Body)),
    {method: 'DELETE', path: '/api/v1/nodes/<ns>-n'},
  ),
  of(
    'scale-bodies',
    'A scale is read before its object is looked for.',
    post(DEPLOYS, deploy('d', {replicas: 0})),
    ...['d', 'none'].flatMap((name) => [
      put(`${DEPLOYS}/${name}/scale`, ''),
      put(`${DEPLOYS}/${name}/scale`, {}),
      put(`${DEPLOYS}/${name}/scale`, {kind: 'Scale'}),
      put(`${DEPLOYS}/${name}/scale`, {metadata: {name: 'x'}}),
      put(`${DEPLOYS}/${name}/scale`, 'null'),
      put(`${DEPLOYS}/${name}/scale`, 'x'),
      put(`${DEPLOYS}/${name}/scale`, {metadata: {name}}),
    ]),
  ),
]
