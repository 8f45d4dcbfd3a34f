// Writes src/lib/adapters/apiserver/openapi/v3-defaults.gen.ts: the defaults that a kube-apiserver's OpenAPI v3 has and that do not
// follow from version 2; and test/fixtures/openapi/documents.json: the digests of its documents, which have to be a fresh server's.
// usage: node scripts/run.mjs record-defaults KUBECONFIG
import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {loadSwagger, schemaToV3} from '../src/lib/adapters/apiserver/openapi/swagger.js'
import {isObject, type JsonObject, type JsonValue} from '../src/lib/formats/json/value.js'
import {kubeconfigTarget} from '../test/conformance/targets.js'
import {digestOf} from '../test/fakes/json-digest.js'

const [kubeconfig] = process.argv.slice(2)
if (!kubeconfig) throw new Error('usage: record-defaults KUBECONFIG')
const target = kubeconfigTarget(kubeconfig)

async function read(path: string): Promise<JsonObject> {
  const {body} = await target.send({method: 'GET', path, headers: {accept: 'application/json', 'user-agent': 'recorder/1.0'}})
  return (typeof body === 'string' ? JSON.parse(body) : body) as JsonObject
}

/** Places of one default, which is JSON or `-` for none. */
const places = new Map<string, Set<string>>()

function compare(definition: string, path: string, real: JsonValue | undefined, ruled: JsonValue | undefined): void {
  if (!isObject(real) || !isObject(ruled)) return
  const [wanted, got] = [real.default, ruled.default].map((value) => (value === undefined ? '-' : JSON.stringify(value)))
  if (wanted !== got) places.set(wanted!, (places.get(wanted!) ?? new Set()).add(`${definition}#${path}`))
  for (const key of ['items', 'additionalProperties']) compare(definition, `${path}.${key}`, real[key], ruled[key])
}

const {definitions} = await loadSwagger()
const digests: Record<string, string> = {}
for (const id of Object.keys((await read('/openapi/v3')).paths as JsonObject).sort()) {
  const document = await read(`/openapi/v3/${id}`)
  digests[id] = digestOf(document)
  const {components} = document
  const schemas = isObject(components) && isObject(components.schemas) ? components.schemas : {}
  for (const [name, schema] of Object.entries(schemas) as [string, JsonObject][]) {
    const definition = definitions[name]
    if (!definition || !isObject(schema.properties)) continue
    const ruled = (schemaToV3(definition) as JsonObject).properties as JsonObject
    for (const [field, value] of Object.entries(schema.properties)) compare(name, field, value, ruled[field])
  }
}
const lines = [...places].sort().map(([text, found]) => [text, ...[...found].sort()].join(' '))
const root = join(import.meta.dirname, '..')
writeFileSync(join(root, 'test/fixtures/openapi/documents.json'), `${JSON.stringify(digests, null, 2)}\n`)
const file = join(root, 'src/lib/adapters/apiserver/openapi/v3-defaults.gen.ts')
writeFileSync(
  file,
  `// Written by scripts/record-defaults.ts; do not edit.
/** A line a default (JSON without spaces, \`-\`: none): where it stands, as \`definition#property\`. */
export const DEFAULTS = String.raw\`
${lines.join('\n')}
\`
`,
)
process.exit(0)
