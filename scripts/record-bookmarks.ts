// Records how a kube-apiserver shows the bookmark that ends what is there in a watch of Tables, for each built-in kind: its row's
// cells. usage: node scripts/run.mjs record-bookmarks KUBECONFIG
import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {builtinResources} from '../src/lib/schema/builtin.js'
import {kubeconfigTarget} from '../test/conformance/targets.js'

const [kubeconfig] = process.argv.slice(2)
if (!kubeconfig) throw new Error('usage: record-bookmarks KUBECONFIG')
const target = kubeconfigTarget(kubeconfig)
const headers = {accept: 'application/json;as=Table;v=v1;g=meta.k8s.io', 'user-agent': 'recorder/1.0'}

const cells: Record<string, unknown> = {}
for (const {group, version, resource, verbs} of builtinResources()) {
  if (!verbs.includes('watch')) continue
  const path = group === '' ? `/api/${version}/${resource}` : `/apis/${group}/${version}/${resource}`
  const query = 'watch=1&allowWatchBookmarks=true&labelSelector=none%3Dnone&timeoutSeconds=10'
  const open = await target.watch({method: 'GET', path: `${path}?${query}`, headers})
  const event = (await open.next(5000)) as unknown as {object: {rows: {cells: unknown}[]}}
  open.close()
  cells[path] = event.object.rows[0]!.cells
}
const folder = join(import.meta.dirname, '..', 'test', 'fixtures', 'tables')
mkdirSync(folder, {recursive: true})
const lines = Object.entries(cells).map(([path, shown]) => `${JSON.stringify(path)}: ${JSON.stringify(shown)}`)
writeFileSync(join(folder, 'bookmarks.json'), `{\n${lines.join(',\n')}\n}\n`)
process.exit(0)
