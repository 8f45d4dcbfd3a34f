/** Kinds of Kubernetes itself that people type most, with their short names. */
const BUILTIN: ReadonlySet<string> = new Set([
  ...['pod', 'pods', 'po', 'deployment', 'deployments', 'deploy', 'service', 'services', 'svc', 'configmap', 'configmaps', 'cm'],
  ...['secret', 'secrets', 'namespace', 'namespaces', 'ns', 'node', 'nodes', 'no', 'ingress', 'ingresses', 'ing', 'job', 'jobs'],
  ...['cronjob', 'cronjobs', 'cj', 'daemonset', 'daemonsets', 'ds', 'statefulset', 'statefulsets', 'sts', 'replicaset'],
  ...['replicasets', 'rs', 'persistentvolumeclaim', 'persistentvolumeclaims', 'pvc', 'serviceaccount', 'serviceaccounts', 'sa'],
  ...['customresourcedefinition', 'customresourcedefinitions', 'crd', 'crds', 'role', 'roles', 'rolebinding', 'rolebindings'],
  ...['clusterrole', 'clusterroles', 'clusterrolebinding', 'clusterrolebindings', 'hpa', 'pv', 'persistentvolumes'],
])

/** Words of `kubectl create secret`, and what makes such a Secret here. */
const SECRETS: Readonly<Record<string, string>> = {
  'docker-registry': 'flux create secret oci makes one for a registry',
  generic: 'kubectl create secret generic makes any Secret, flux create secret git, helm, oci, tls those of sources',
  registry: 'flux create secret oci makes one for a registry',
}

/** True for what kubectl calls a kind of Kubernetes itself. */
export function isBuiltin(word: string): boolean {
  return BUILTIN.has(word.toLowerCase())
}

/** What to type for a kind of Kubernetes itself, which a verb of Flux does not know; `path` is that of the group. */
export function builtinHints(path: readonly string[], word: string, names: readonly string[]): string[] {
  if (path.join(' ') === 'create secret') return Object.hasOwn(SECRETS, word) ? [SECRETS[word]!] : []
  const [kind = '', ...inWord] = word.split('/')
  if (path.length !== 1 || !isBuiltin(kind)) return []
  const object = [kind, ...inWord, ...names].join(' ')
  const line = LINES[path[0]!]?.(object)
  return line ? [`Flux has kinds of its own alone: ${line}`] : []
}

const LINES: Readonly<Record<string, (object: string) => string>> = {
  create: (object) => `kubectl create ${object}`,
  debug: (object) => `kubectl describe ${object}`,
  delete: (object) => `kubectl delete ${object}`,
  export: (object) => `kubectl get ${object} -o yaml`,
  get: (object) => `kubectl get ${object}`,
  reconcile: (object) => `flux trace ${object} tells which object applies it`,
  tree: (object) => `flux trace ${object} tells where it comes from`,
}
