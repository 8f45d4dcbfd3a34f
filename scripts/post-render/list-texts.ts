/** Texts of objects and lists of them. */
export const cm = (name: string, more = '') => `{apiVersion: v1, kind: ConfigMap, metadata: {name: ${name}${more}}}`
export const list = (kind: string, items: readonly string[], more = '') =>
  `apiVersion: v1\nkind: ${kind}\n${more}items:\n${items.map((item) => `- ${item}\n`).join('')}`
export const inner = (kind: string, ...items: string[]) => `{apiVersion: v1, kind: ${kind}, items: [${items.join(', ')}]}`
export const METADATA = 'metadata: {name: l}\n'
export const after = (text: string) => `${text}---\n${cm('z')}\n`
export const DEPLOYMENT = '{apiVersion: apps/v1, kind: Deployment, metadata: {name: d}}'
export const CRD = '{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: a.b.c}}'
export const HOOK = cm('h', ', annotations: {helm.sh/hook: pre-install}')
