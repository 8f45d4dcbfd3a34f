import type {OwnCase} from '../admission-cases/kit.js'
import {apply, as, type Body, CORE, DEPLOYS, deploy, get, merge, obj, of, PODS, pod, post, put, RBAC} from './steps.js'

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

const V1 = 'rbac.authorization.k8s.io/v1'
const CLUSTER = `${RBAC}/clusterroles`
const LOCAL = `${RBAC}/namespaces/<ns>`
const SECRETS_RULE = {apiGroups: [''], resources: ['secrets'], verbs: ['get']}
const OWN_RULE = {apiGroups: ['rbac.authorization.k8s.io'], resources: ['*'], verbs: ['get', 'create', 'update', 'patch']}
const GATHERS = {clusterRoleSelectors: [{matchLabels: {a: 'b'}}]}
const role = (name: string, rest: Body, metadata: Body = {}) => obj(V1, 'ClusterRole', `<ns>-${name}`, rest, metadata)
const binding = (kind: string, name: string, target: Body, subjects: readonly Body[]) =>
  obj(V1, kind, name, {roleRef: {apiGroup: 'rbac.authorization.k8s.io', ...target}, subjects: [...subjects]})
const MARKED = {metadata: {labels: {a: '1'}}}
const toCarl = (kind: string) =>
  binding(kind, '<ns>-carl', {kind: 'ClusterRole', name: '<ns>-editor'}, [{kind: 'User', name: 'carl-<ns>'}])
const ofSecrets = (name: string, subjects: readonly Body[]) =>
  binding('RoleBinding', name, {kind: 'ClusterRole', name: '<ns>-x'}, subjects)

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
  of(
    'roles-of-others',
    'Who writes a role or binding needs what it grants, whatever he changes of it but finalizers and owners.',
    post(CLUSTER, role('editor', {rules: [OWN_RULE]})),
    post(`${RBAC}/clusterrolebindings`, toCarl('ClusterRoleBinding')),
    post(CLUSTER, role('x', {rules: [SECRETS_RULE]}, {finalizers: ['ex.io/f']})),
    post(CLUSTER, role('agg', {aggregationRule: GATHERS, rules: []})),
    post(`${LOCAL}/rolebindings`, ofSecrets('rb', [{kind: 'User', name: 'dora'}])),
    post(`${LOCAL}/roles`, obj(V1, 'Role', 'r', {rules: [SECRETS_RULE]})),
    {sleep: 1},
    ...[
      merge(`${CLUSTER}/<ns>-x`, MARKED),
      merge(`${CLUSTER}/<ns>-x`, {metadata: {}}),
      merge(`${CLUSTER}/<ns>-x`, {metadata: {finalizers: null}}),
      merge(`${CLUSTER}/<ns>-x`, {metadata: {annotations: {a: '1'}}}),
      merge(`${CLUSTER}/<ns>-editor`, MARKED),
      merge(`${CLUSTER}/<ns>-agg`, MARKED),
      merge(`${CLUSTER}/<ns>-agg`, {aggregationRule: {clusterRoleSelectors: []}}),
      merge(`${CLUSTER}/<ns>-agg`, {aggregationRule: null}),
      post(CLUSTER, role('n1', {aggregationRule: GATHERS})),
      post(CLUSTER, role('n2', {aggregationRule: {clusterRoleSelectors: []}})),
      post(CLUSTER, role('n3', {aggregationRule: GATHERS, rules: [SECRETS_RULE]})),
      post(CLUSTER, role('n4', {rules: [{apiGroups: [''], resources: ['pods'], verbs: []}]})),
      post(CLUSTER, role('n5', {rules: [SECRETS_RULE, {apiGroups: [''], resources: ['pods'], verbs: []}]})),
      post(CLUSTER, role('n6', {rules: [OWN_RULE]})),
      merge(`${LOCAL}/rolebindings/rb`, MARKED),
      merge(`${LOCAL}/rolebindings/rb`, {metadata: {finalizers: ['ex.io/q']}}),
      merge(`${LOCAL}/rolebindings/rb`, {metadata: {finalizers: null}}),
      merge(`${LOCAL}/rolebindings/rb`, {subjects: []}),
      merge(`${LOCAL}/rolebindings/rb`, {roleRef: {name: 'other'}}),
      merge(`${LOCAL}/roles/r`, MARKED),
      apply(`${LOCAL}/roles/r`, obj(V1, 'Role', 'r')),
      merge(`${RBAC}/clusterrolebindings/<ns>-carl`, MARKED),
      post(`${LOCAL}/rolebindings`, ofSecrets('b3', [{kind: 'Bad', name: 'q'}])),
      apply(`${CLUSTER}/<ns>-zzz`, role('zzz', {rules: [SECRETS_RULE]})),
    ].map((step) => as('carl-<ns>', step)),
  ),
]
