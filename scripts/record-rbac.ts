// Writes src/lib/adapters/apiserver/auth/policy.gen.ts: the roles and bindings that a fresh kube-apiserver makes.
// usage: kubectl get clusterroles,clusterrolebindings,roles,rolebindings -A -o json > FILE; node scripts/run.mjs record-rbac FILE
import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'

interface Rule {
  verbs: string[]
  apiGroups?: string[]
  resources?: string[]
  resourceNames?: string[]
  nonResourceURLs?: string[]
}
interface Item {
  kind: string
  metadata: {name: string; namespace?: string; labels?: Record<string, string>}
  rules?: Rule[] | null
  aggregationRule?: {clusterRoleSelectors: {matchLabels: Record<string, string>}[]}
  subjects?: {kind: string; name: string; namespace?: string}[]
  roleRef?: {kind: string; name: string}
}

const [file] = process.argv.slice(2)
if (!file) throw new Error('usage: record-rbac FILE')
const {items} = JSON.parse(readFileSync(file, 'utf8')) as {items: Item[]}
const ours = items.filter((item) => item.metadata.labels?.['kubernetes.io/bootstrapping'] === 'rbac-defaults')
const AGGREGATE = 'rbac.authorization.k8s.io/aggregate-to-'
const rows = ours.map((item) => {
  const to = Object.keys(item.metadata.labels ?? {}).find((label) => label.startsWith(AGGREGATE))
  const from = item.aggregationRule?.clusterRoleSelectors.map((selector) =>
    Object.keys(selector.matchLabels)[0]!.slice(AGGREGATE.length),
  )
  return JSON.stringify({
    kind: item.kind,
    name: item.metadata.name,
    namespace: item.metadata.namespace,
    to: to?.slice(AGGREGATE.length),
    from,
    rules: from
      ? undefined
      : item.rules?.map((rule) => [rule.verbs, rule.apiGroups, rule.resources, rule.resourceNames, rule.nonResourceURLs]),
    subjects: item.subjects?.map((subject) => [subject.kind, subject.name, subject.namespace]),
    role: item.roleRef && [item.roleRef.kind, item.roleRef.name],
  })
})
const text = `// Written by scripts/record-rbac.ts; do not edit.
/** One JSON object a line; rules are [verbs, apiGroups, resources, resourceNames, nonResourceURLs]. */
export const POLICY = String.raw\`
${rows.join('\n')}
\`
`
writeFileSync(join(import.meta.dirname, '..', 'src/lib/adapters/apiserver/auth/policy.gen.ts'), text)
console.log(`${rows.length} objects`)
