import type {KubeObject} from '../../src/lib/ports/kube.js'

const configMap = (name: string, data: Record<string, string>) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n${Object.entries(data)
    .map(([key, value]) => `  ${key}: ${JSON.stringify(value)}\n`)
    .join('')}`

/** A fleet with every stage of an apply, generated names, substitution, patches and a chain of dependencies. */
export const FLEET_FILES: Readonly<Record<string, string>> = {
  'infrastructure/crd.yaml': `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: widgets.handover.example.com
spec:
  group: handover.example.com
  scope: Namespaced
  names: {kind: Widget, plural: widgets, singular: widget, listKind: WidgetList}
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec:
            type: object
            properties:
              size: {type: integer, default: 3}
              parts:
                type: array
                x-kubernetes-list-type: map
                x-kubernetes-list-map-keys: [name]
                items:
                  type: object
                  required: [name]
                  properties:
                    name: {type: string}
                    count: {type: integer}
`,
  'infrastructure/namespace.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n',
  'infrastructure/rbac.yaml': `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: shop-reader
rules:
- apiGroups: [""]
  resources: [configmaps]
  verbs: [get, list]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: shop-reader
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: shop-reader}
subjects:
- {kind: ServiceAccount, name: web, namespace: shop}
`,
  'apps/base/kustomization.yaml': `resources: [web.yaml, widget.yaml, config.yaml]
configMapGenerator:
- name: settings
  literals: ["colour=blue", "region=\${region}"]
labels:
- pairs: {app.kubernetes.io/part-of: shop}
`,
  'apps/base/web.yaml': `apiVersion: v1
kind: ServiceAccount
metadata:
  name: web
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 2
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels: {app: web}
    spec:
      serviceAccountName: web
      containers:
      - name: web
        image: ghcr.io/example/web:1.0
        ports: [{containerPort: 8080}]
        envFrom: [{configMapRef: {name: settings}}]
        resources: {limits: {memory: 64Mi, cpu: 0.5}}
---
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector: {app: web}
  ports: [{port: 80, targetPort: 8080}]
---
apiVersion: v1
kind: Secret
metadata:
  name: login
stringData: {password: not-a-secret}
`,
  'apps/base/widget.yaml': `apiVersion: handover.example.com/v1
kind: Widget
metadata:
  name: one
spec:
  parts:
  - {name: a, count: 1}
  - {name: b}
`,
  'apps/base/config.yaml': configMap('cluster', {name: '${cluster}', text: 'plain $${text}'}),
  'apps/production/kustomization.yaml': `namespace: shop
resources: [../base]
images:
- {name: ghcr.io/example/web, newTag: "2.1"}
replicas:
- {name: web, count: 0}
patches:
- target: {kind: Deployment}
  patch: |
    - op: add
      path: /spec/template/metadata/annotations
      value: {patched: "yes"}
`,
}

const NAMESPACE = 'flux-system'

/** Source and Kustomizations over the fleet at `url`. */
export function fleetObjects(url: string): KubeObject[] {
  const kustomization = (name: string, path: string, more: KubeObject['spec']): KubeObject => ({
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: {name, namespace: NAMESPACE},
    spec: {
      ...{interval: '10m', path, prune: true, wait: true, timeout: '1m', sourceRef: {kind: 'GitRepository', name: 'fleet'}},
      ...(more as object),
    },
  })
  return [
    {apiVersion: 'v1', kind: 'Namespace', metadata: {name: NAMESPACE}},
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {name: 'cluster-vars', namespace: NAMESPACE},
      data: {cluster: 'production', region: 'eu-1'},
    },
    {
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'GitRepository',
      metadata: {name: 'fleet', namespace: NAMESPACE},
      spec: {interval: '10m', url, ref: {branch: 'main'}},
    },
    kustomization('infrastructure', './infrastructure', {}),
    kustomization('apps', './apps/production', {
      dependsOn: [{name: 'infrastructure'}],
      postBuild: {substituteFrom: [{kind: 'ConfigMap', name: 'cluster-vars'}]},
      commonMetadata: {labels: {team: 'shop'}},
    }),
  ]
}
