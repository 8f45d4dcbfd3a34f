/** First four bytes of every Kubernetes object in protobuf. */
export const MAGIC = Buffer.from('k8s\0')

export const PROTOBUF = 'application/vnd.kubernetes.protobuf'

const BUILTIN_GROUP = /^([a-z]+)(\.(authorization\.|apiserver\.)?k8s\.io)?$/

/** `rbac.authorization.k8s.io` -> `rbac`; '' for what cannot be built in. */
function packageOf(group: string): string {
  return BUILTIN_GROUP.exec(group)?.[1] ?? ''
}

/** `apps/v1` Deployment -> `apps.v1.Deployment`; options of requests (DeleteOptions...) are meta's in every group. */
export function messageName(apiVersion: string, kind: string): string {
  const slash = apiVersion.lastIndexOf('/')
  const group = slash < 0 ? 'core' : packageOf(apiVersion.slice(0, slash))
  if (/Options$/.test(kind) || kind === 'Status' || /^PartialObjectMetadata(List)?$/.test(kind)) return `meta.v1.${kind}`
  return `${group}.${apiVersion.slice(slash + 1)}.${kind}`
}
