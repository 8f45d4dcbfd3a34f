import {parse} from 'yaml'

/** One recorded build: files, and the folder that is built. */
export interface Case {
  readonly name: string
  readonly files: Readonly<Record<string, string>>
  /** '' for the top */
  readonly path: string
  /** with `--enable-helm` */
  readonly charts?: boolean
}

export function build(name: string, files: Record<string, string>, path = ''): Case {
  return {name, files: Object.fromEntries(Object.entries(files).map(([file, text]) => [file, withJson(text)])), path}
}

/** JSON patches are written here in short: `[{op: add, ...}]`; kustomize takes them only as JSON or as YAML in lines. */
function withJson(text: string): string {
  return text.replaceAll(/\[\{(?:op|path): (?:[^[\]]|\[[^[\]]*\])*\}\]/g, (flow) => JSON.stringify(parse(flow)))
}

/** A kustomization of `fields` over resources given as texts. */
export function overlay(name: string, resources: readonly string[], fields: string, more: Record<string, string> = {}): Case {
  const files: Record<string, string> = {...more}
  resources.forEach((text, i) => {
    files[`r${i}.yaml`] = text
  })
  const list = resources.map((_, i) => `- r${i}.yaml\n`).join('')
  files['kustomization.yaml'] = `${list === '' ? '' : `resources:\n${list}`}${fields}`
  return build(name, files)
}

/** A base with resources, and an overlay of fields over it in another folder. */
export function based(
  name: string,
  resources: readonly string[],
  baseFields: string,
  fields: string,
  more: Record<string, string> = {},
): Case {
  const base = overlay(name, resources, baseFields)
  const files: Record<string, string> = {...more}
  for (const [path, text] of Object.entries(base.files)) files[`base/${path}`] = text
  files['top/kustomization.yaml'] = `resources:\n- ../base\n${fields}`
  return build(name, files, 'top')
}

export const configMap = (name: string, body = 'data:\n  k: v\n', meta = '') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n${meta}${body}`

export const widget = (spec: string, name = 'w') =>
  `apiVersion: example.com/v1\nkind: Widget\nmetadata:\n  name: ${name}\nspec:\n${spec}`

/** A pod spec that refers to everything a pod can refer to. */
export const podSpec = (indent: string) =>
  [
    'serviceAccountName: sa',
    'priorityClassName: prio',
    'imagePullSecrets:',
    '- name: sec',
    'initContainers:',
    '- name: init',
    '  image: busybox:1.0',
    '  envFrom:',
    '  - configMapRef:',
    '      name: cm',
    'containers:',
    '- name: main',
    '  image: nginx:1.0',
    '  env:',
    '  - name: A',
    '    valueFrom:',
    '      configMapKeyRef:',
    '        name: cm',
    '        key: k',
    '  - name: B',
    '    valueFrom:',
    '      secretKeyRef:',
    '        name: sec',
    '        key: k',
    '  envFrom:',
    '  - secretRef:',
    '      name: sec',
    'volumes:',
    '- name: c',
    '  configMap:',
    '    name: cm',
    '- name: s',
    '  secret:',
    '    secretName: sec',
    '- name: p',
    '  persistentVolumeClaim:',
    '    claimName: pvc',
    '- name: j',
    '  projected:',
    '    sources:',
    '    - configMap:',
    '        name: cm',
    '    - secret:',
    '        name: sec',
    '- name: o',
    '  image:',
    '    reference: nginx:1.0',
  ]
    .map((line) => indent + line)
    .join('\n')

const template = (indent: string) =>
  `${indent}template:\n${indent}  metadata:\n${indent}    labels:\n${indent}      app: x\n${indent}  spec:\n${podSpec(`${indent}    `)}\n`

/** One of every kind that holds pods. */
export const WORKLOADS: Readonly<Record<string, string>> = {
  Pod: `apiVersion: v1\nkind: Pod\nmetadata:\n  name: x\nspec:\n${podSpec('  ')}\n`,
  PodTemplate: `apiVersion: v1\nkind: PodTemplate\nmetadata:\n  name: x\n${template('')}`,
  Deployment: `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: x\nspec:\n  replicas: 1\n  selector:\n    matchLabels:\n      app: x\n${template('  ')}`,
  ReplicaSet: `apiVersion: apps/v1\nkind: ReplicaSet\nmetadata:\n  name: x\nspec:\n${template('  ')}`,
  DaemonSet: `apiVersion: apps/v1\nkind: DaemonSet\nmetadata:\n  name: x\nspec:\n${template('  ')}`,
  StatefulSet: `apiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  name: x\nspec:\n  serviceName: svc\n  volumeClaimTemplates:\n  - metadata:\n      name: data\n    spec:\n      storageClassName: sc\n${template('  ')}`,
  ReplicationController: `apiVersion: v1\nkind: ReplicationController\nmetadata:\n  name: x\nspec:\n  replicas: 2\n  selector:\n    app: x\n${template('  ')}`,
  Job: `apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: x\nspec:\n${template('  ')}`,
  CronJob: `apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: x\nspec:\n  schedule: '* * * * *'\n  jobTemplate:\n    spec:\n${template('      ')}`,
}

const object = (apiVersion: string, kind: string, name: string, rest = '') =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name}\n${rest}`

const RBAC = 'rbac.authorization.k8s.io'

/** Kinds that hold no pods but refer to others, or are referred to. */
export const OBJECTS: Readonly<Record<string, string>> = {
  ConfigMap: object('v1', 'ConfigMap', 'cm', 'data:\n  k: v\n'),
  Secret: object('v1', 'Secret', 'sec', 'stringData:\n  k: v\n'),
  Service: object('v1', 'Service', 'svc', 'spec:\n  selector:\n    app: x\n  ports:\n  - port: 80\n'),
  ServiceAccount: object('v1', 'ServiceAccount', 'sa', 'imagePullSecrets:\n- name: sec\n'),
  PersistentVolumeClaim: object('v1', 'PersistentVolumeClaim', 'pvc', 'spec:\n  storageClassName: sc\n  volumeName: pv\n'),
  PersistentVolume: object('v1', 'PersistentVolume', 'pv', 'spec:\n  storageClassName: sc\n  azureFile:\n    secretName: sec\n'),
  StorageClass: object('storage.k8s.io/v1', 'StorageClass', 'sc', 'parameters:\n  secretName: sec\n  adminSecretName: sec\n'),
  PriorityClass: object('scheduling.k8s.io/v1', 'PriorityClass', 'prio', 'value: 1\n'),
  Namespace: object('v1', 'Namespace', 'ns'),
  Ingress: object(
    'networking.k8s.io/v1',
    'Ingress',
    'ing',
    '  annotations:\n    nginx.ingress.kubernetes.io/auth-secret: sec\n    nginx.ingress.kubernetes.io/fastcgi-params-configmap: cm\nspec:\n  ingressClassName: cls\n  defaultBackend:\n    service:\n      name: svc\n  tls:\n  - secretName: sec\n  rules:\n  - http:\n      paths:\n      - path: /\n        backend:\n          service:\n            name: svc\n',
  ),
  IngressClass: object('networking.k8s.io/v1', 'IngressClass', 'cls'),
  HorizontalPodAutoscaler: object(
    'autoscaling/v2',
    'HorizontalPodAutoscaler',
    'hpa',
    'spec:\n  scaleTargetRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    name: x\n',
  ),
  PodDisruptionBudget: object('policy/v1', 'PodDisruptionBudget', 'pdb', 'spec:\n  selector:\n    matchLabels:\n      app: x\n'),
  NetworkPolicy: object(
    'networking.k8s.io/v1',
    'NetworkPolicy',
    'np',
    'spec:\n  podSelector:\n    matchLabels:\n      app: x\n  ingress:\n  - from:\n    - podSelector:\n        matchLabels:\n          app: y\n  egress:\n  - to:\n    - podSelector:\n        matchLabels:\n          app: z\n',
  ),
  Role: object(
    `${RBAC}/v1`,
    'Role',
    'role',
    "rules:\n- apiGroups: ['']\n  resources: [secrets]\n  resourceNames: [sec, cm]\n  verbs: [get]\n",
  ),
  ClusterRole: object(
    `${RBAC}/v1`,
    'ClusterRole',
    'crole',
    "rules:\n- apiGroups: ['']\n  resources: [secrets]\n  resourceNames: [sec, pv]\n  verbs: [get]\n",
  ),
  RoleBinding: object(
    `${RBAC}/v1`,
    'RoleBinding',
    'rb',
    `roleRef:\n  apiGroup: ${RBAC}\n  kind: Role\n  name: role\nsubjects:\n- kind: ServiceAccount\n  name: sa\n- kind: ServiceAccount\n  name: default\n- kind: User\n  name: bob\n`,
  ),
  ClusterRoleBinding: object(
    `${RBAC}/v1`,
    'ClusterRoleBinding',
    'crb',
    `roleRef:\n  apiGroup: ${RBAC}\n  kind: ClusterRole\n  name: crole\nsubjects:\n- kind: ServiceAccount\n  name: sa\n  namespace: default\n- kind: ServiceAccount\n  name: default\n`,
  ),
  CustomResourceDefinition: object(
    'apiextensions.k8s.io/v1',
    'CustomResourceDefinition',
    'widgets.example.com',
    'spec:\n  conversion:\n    strategy: Webhook\n    webhook:\n      clientConfig:\n        service:\n          name: svc\n          namespace: old\n',
  ),
  APIService: object(
    'apiregistration.k8s.io/v1',
    'APIService',
    'v1.example.com',
    'spec:\n  service:\n    name: svc\n    namespace: old\n',
  ),
  MutatingWebhookConfiguration: object(
    'admissionregistration.k8s.io/v1',
    'MutatingWebhookConfiguration',
    'mwc',
    'webhooks:\n- name: a.example.com\n  clientConfig:\n    service:\n      name: svc\n      namespace: default\n',
  ),
  ValidatingWebhookConfiguration: object(
    'admissionregistration.k8s.io/v1',
    'ValidatingWebhookConfiguration',
    'vwc',
    'webhooks:\n- name: a.example.com\n  clientConfig:\n    service:\n      name: svc\n      namespace: other\n',
  ),
  Widget: object('example.com/v1', 'Widget', 'wid', 'spec:\n  containers:\n  - name: a\n    image: nginx:1.0\n'),
}
