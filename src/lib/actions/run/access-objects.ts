import type {KubeObject} from '../../ports/kube.js'

type Labels = Readonly<Record<string, string>>

const GROUPS = [
  'source.toolkit',
  'kustomize.toolkit',
  'helm.toolkit',
  'notification.toolkit',
  'image.toolkit',
  'source.extensions',
].map((group) => `${group}.fluxcd.io`)
const CONTROLLERS = [
  'kustomize-controller',
  'helm-controller',
  'source-controller',
  'notification-controller',
  'image-reflector-controller',
  'image-automation-controller',
  'source-watcher',
]
const READ = ['get', 'list', 'watch']
const ALL = [...READ, 'create', 'update', 'patch', 'delete']
const RBAC = 'rbac.authorization.k8s.io/v1'

/** The cluster-wide rights of an installation (cli reference 14.2 and 14.3); names end in the namespace. */
export function accessObjects(namespace: string, labels: Labels): KubeObject[] {
  const aggregate = (...to: string[]) =>
    Object.fromEntries(to.map((role) => [`rbac.authorization.k8s.io/aggregate-to-${role}`, 'true']))
  const role = (name: string, rules: KubeObject['rules'], extra: Labels = {}): KubeObject => ({
    apiVersion: RBAC,
    kind: 'ClusterRole',
    metadata: {name: `${name}-${namespace}`, labels: {...labels, ...extra}},
    rules,
  })
  const binding = (name: string, roleName: string, accounts: readonly string[]): KubeObject => ({
    apiVersion: RBAC,
    kind: 'ClusterRoleBinding',
    metadata: {name: `${name}-${namespace}`, labels: {...labels}},
    roleRef: {apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: roleName},
    subjects: accounts.map((account) => ({kind: 'ServiceAccount', name: account, namespace})),
  })
  const changes = ['create', 'delete', 'deletecollection', 'patch', 'update']
  return [
    role('crd-controller', crdControllerRules()),
    role('flux-edit', [{apiGroups: GROUPS, resources: ['*'], verbs: changes}], aggregate('edit', 'admin')),
    role('flux-view', [{apiGroups: GROUPS, resources: ['*'], verbs: READ}], aggregate('view', 'edit', 'admin')),
    binding('cluster-reconciler', 'cluster-admin', ['kustomize-controller', 'helm-controller']),
    binding('crd-controller', `crd-controller-${namespace}`, CONTROLLERS),
  ]
}

function crdControllerRules() {
  return [
    ...GROUPS.map((group) => ({apiGroups: [group], resources: ['*'], verbs: ['*']})),
    {apiGroups: [''], resources: ['namespaces', 'secrets', 'configmaps', 'serviceaccounts'], verbs: READ},
    {apiGroups: [''], resources: ['events'], verbs: ['create', 'patch']},
    {apiGroups: [''], resources: ['configmaps'], verbs: ALL},
    {apiGroups: [''], resources: ['configmaps/status'], verbs: ['get', 'update', 'patch']},
    {apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ALL},
    {apiGroups: [''], resources: ['serviceaccounts/token'], verbs: ['create']},
    {nonResourceURLs: ['/livez/ping'], verbs: ['head']},
  ]
}
