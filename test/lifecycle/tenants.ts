const LOCKED = '(kustomize|helm|notification|image-reflector|image-automation)-controller'

/** flux-system/kustomization.yaml with the patches of a lockdown as Flux documents them. */
export const LOCKDOWN = `# ours: never written by bootstrap
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
  - gotk-components.yaml
  - gotk-sync.yaml
patches:
${[
  [LOCKED, '--no-cross-namespace-refs=true'],
  ['kustomize-controller', '--no-remote-bases=true'],
  ['(kustomize|helm)-controller', '--default-service-account=default'],
]
  .map(
    ([name, flag]) => `  - target: {kind: Deployment, name: ${name}}
    patch: '- {op: add, path: /spec/template/spec/containers/0/args/-, value: ${flag}}'
`,
  )
  .join('')}  - target: {kind: Kustomization, name: flux-system}
    patch: '- {op: add, path: /spec/serviceAccountName, value: kustomize-controller}'
`

/** What the cluster runs besides Flux. */
export const SHOP = {
  'clusters/prod/shop.yaml': `apiVersion: v1
kind: Namespace
metadata: {name: shop}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: shop}
data: {colour: blue}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: example.com/web:1.0}]}
`,
}

const tenant = (name: string, path: string, more = 'sourceRef: {kind: GitRepository, name: own}') => `---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: ${name}, namespace: tenant}
spec:
  interval: 10m
  retryInterval: 2s
  prune: true
  path: ./tenant/${path}
  ${more}
`

const config = (name: string, namespace: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, namespace: ${namespace}}\n`

/**
 * A tenant with an account that may work in its namespace, and Kustomizations: `good` with that account, `greedy` with it
 * in somebody else's namespace, `cross` from somebody else's source, `anonymous` with no account, `remote` with a base
 * from elsewhere.
 */
export const tenantFiles = (url: string, basesUrl: string): Readonly<Record<string, string>> => ({
  'clusters/prod/tenant.yaml': `apiVersion: v1
kind: Namespace
metadata: {name: tenant}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: deployer, namespace: tenant}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: deployer, namespace: tenant}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: admin}
subjects: [{kind: ServiceAccount, name: deployer, namespace: tenant}]
---
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: {name: own, namespace: tenant}
spec: {interval: 10m, url: "${url}", ref: {branch: main}, secretRef: {name: login}}
${tenant('good', 'good', 'serviceAccountName: deployer\n  sourceRef: {kind: GitRepository, name: own}')}${tenant(
  'greedy',
  'greedy',
  'serviceAccountName: deployer\n  sourceRef: {kind: GitRepository, name: own}',
)}${tenant(
  'cross',
  'cross',
  'serviceAccountName: deployer\n  sourceRef: {kind: GitRepository, name: flux-system, namespace: flux-system}',
)}${tenant('anonymous', 'anonymous')}${tenant('remote', 'remote', 'serviceAccountName: deployer\n  sourceRef: {kind: GitRepository, name: own}')}`,
  'tenant/good/config.yaml': config('good', 'tenant'),
  'tenant/greedy/config.yaml': config('greedy', 'shop'),
  'tenant/cross/config.yaml': config('cross', 'tenant'),
  'tenant/anonymous/config.yaml': config('anonymous', 'tenant'),
  'tenant/remote/kustomization.yaml': `resources: ["${basesUrl}?ref=main"]\n`,
})
