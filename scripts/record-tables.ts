// Writes src/lib/adapters/apiserver/tables/columns.gen.ts: the columns that a kube-apiserver prints for each built-in kind.
// usage: node scripts/run.mjs record-tables KUBECONFIG
import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {builtinResources} from '../src/lib/schema/builtin.js'
import {kubeconfigTarget} from '../test/conformance/targets.js'

const [kubeconfig] = process.argv.slice(2)
if (!kubeconfig) throw new Error('usage: record-tables KUBECONFIG')
const target = kubeconfigTarget(kubeconfig)
type Column = {name: string; type: string; format: string; description: string; priority: number}

const descriptions: string[] = []
const rows: string[] = []
for (const {group, version, resource, verbs} of builtinResources()) {
  if (!verbs.includes('list')) continue
  const path = group === '' ? `/api/${version}/${resource}` : `/apis/${group}/${version}/${resource}`
  const headers = {accept: 'application/json;as=Table;v=v1;g=meta.k8s.io', 'user-agent': 'recorder/1.0'}
  const answer = await target.send({method: 'GET', path: `${path}?limit=1`, headers})
  const {columnDefinitions} = answer.body as unknown as {columnDefinitions: Column[]}
  const columns = columnDefinitions.map(({name, type, format, description, priority}) => {
    if (!descriptions.includes(description)) descriptions.push(description)
    return [name, type, format, descriptions.indexOf(description), priority]
  })
  rows.push(JSON.stringify([`${group}/${version}/${resource}`, columns]))
}
const text = `// Written by scripts/record-tables.ts; do not edit.
/** A line a resource: [group/version/resource, [name, type, format, index of the description, priority][]]. */
export const COLUMNS = String.raw\`
${rows.join('\n')}
\`
/** A JSON string a line. */
export const DESCRIPTIONS = String.raw\`
${descriptions.map((text) => JSON.stringify(text).replaceAll('`', '\\u0060').replaceAll('${', '\\u0024{')).join('\n')}
\`
`
writeFileSync(join(import.meta.dirname, '..', 'src/lib/adapters/apiserver/tables/columns.gen.ts'), text)
console.log(`${rows.length} resources, ${descriptions.length} descriptions`)
process.exit(0)
