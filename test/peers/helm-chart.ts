import type {PeerCluster} from './peer-cluster.js'

const CRD = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: tills.shop.example.com}
spec:
  group: shop.example.com
  scope: Namespaced
  names: {plural: tills, singular: till, kind: Till, listKind: TillList}
  versions:
    - name: v1
      served: true
      storage: true
      schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {open: {type: boolean}}}}}}
`

const hook = (name: string, when: string, weight: number, policy: string, fails = false): string => `apiVersion: batch/v1
kind: Job
metadata:
  name: {{ .Release.Name }}-${name}
  annotations:
    helm.sh/hook: ${when}
    helm.sh/hook-weight: "${weight}"
    helm.sh/hook-delete-policy: ${policy}
spec:
  backoffLimit: 0
  template:
    metadata:
      annotations: {{ ${fails ? '.Values.failHook' : 'false'} | ternary (dict "simulate.flux-toolkit.dev/exit-code" "1") dict | toJson }}
    spec: {restartPolicy: Never, containers: [{name: job, image: busybox}]}
`

const FILES: Readonly<Record<string, string>> = {
  'Chart.yaml': `apiVersion: v2
name: till
version: 1.2.3
appVersion: "4"
dependencies: [{name: drawer, version: 0.1.0, condition: drawer.enabled}]
`,
  'values.yaml': 'replicas: 1\nfailHook: false\nhang: false\nnote: first\ndrawer: {enabled: true, size: small}\n',
  'crds/till.yaml': CRD,
  'templates/NOTES.txt': 'The till {{ .Release.Name }} is open, revision {{ .Release.Revision }}.\n',
  'templates/till.yaml': `apiVersion: shop.example.com/v1
kind: Till
metadata: {name: {{ .Release.Name }}}
spec: {open: true}
`,
  'templates/config.yaml': `apiVersion: v1
kind: ConfigMap
metadata: {name: {{ .Release.Name }}}
data:
  note: {{ .Values.note }}
  kube: {{ .Capabilities.KubeVersion.Version }}
  batch: {{ .Capabilities.APIVersions.Has "batch/v1/Job" | quote }}
  found: {{ (lookup "v1" "Namespace" "" "kube-system").metadata.name | quote }}
`,
  'templates/deployment.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: {name: {{ .Release.Name }}}
spec:
  replicas: {{ .Values.replicas }}
  progressDeadlineSeconds: 2
  selector: {matchLabels: {app: {{ .Release.Name }}}}
  template:
    metadata:
      labels: {app: {{ .Release.Name }}}
      annotations: {{ .Values.hang | ternary (dict "simulate.flux-toolkit.dev/hang" "true") dict | toJson }}
    spec: {containers: [{name: till, image: "till:{{ .Values.note }}"}]}
`,
  'templates/before.yaml': hook('before', 'pre-install,pre-upgrade', -5, 'before-hook-creation', true),
  'templates/first.yaml': hook('first', 'pre-install', -10, 'hook-succeeded'),
  'templates/after.yaml': hook('after', 'post-install,post-upgrade,post-rollback', 3, 'before-hook-creation,hook-succeeded'),
  'templates/goodbye.yaml': hook('goodbye', 'pre-delete', 0, 'hook-succeeded,hook-failed'),
  'templates/tests/test.yaml': `apiVersion: v1
kind: Pod
metadata:
  name: {{ .Release.Name }}-test
  annotations: {helm.sh/hook: test, helm.sh/hook-delete-policy: before-hook-creation}
spec: {restartPolicy: Never, containers: [{name: test, image: busybox}]}
`,
  'charts/drawer/Chart.yaml': 'apiVersion: v2\nname: drawer\nversion: 0.1.0\n',
  'charts/drawer/values.yaml': 'size: large\n',
  'charts/drawer/templates/config.yaml': `apiVersion: v1
kind: ConfigMap
metadata: {name: {{ .Release.Name }}-drawer}
data: {size: {{ .Values.size }}}
`,
}

/** Writes a chart with hooks, a CRD and a subchart into the cluster's folder; its path. */
export function writeChart(cluster: Pick<PeerCluster, 'file'>): string {
  const paths = Object.entries(FILES).map(([name, text]) => cluster.file(`till/${name}`, text))
  return paths[0]!.replace(/\/Chart\.yaml$/, '')
}
