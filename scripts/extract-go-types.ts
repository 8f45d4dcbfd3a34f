// Facts that OpenAPI does not carry, read from the Go declarations of the Kubernetes API types: order of fields,
// Go type, pointer or value, omitempty, `+default`. Writes manifests/kubernetes/go-types.json, an input of `npm run gen`.
// usage: node scripts/run.mjs extract-go-types GO_MODULE_CACHE [KUBERNETES_MINOR.PATCH, default 36.3]
import {readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {gunzipSync} from 'node:zlib'

const [cache, release = '36.3'] = process.argv.slice(2)
if (!cache) throw new Error('usage: extract-go-types GO_MODULE_CACHE [MINOR.PATCH]')
const data = join(import.meta.dirname, '..', 'manifests', 'kubernetes')
const openapi = JSON.parse(gunzipSync(readFileSync(join(data, 'openapi-v2.json.gz'))).toString()) as {
  definitions: Record<string, {properties?: Record<string, unknown>}>
}

/** Folder of the Go package that declares a definition. */
function folderOf(definition: string): string {
  const parts = definition.split('.').slice(2, -1)
  const [module, ...rest] = parts
  return join(cache!, 'k8s.io', `${module}@v0.${release}`, ...rest)
}

type Field = {name: string; type: string; json: string; options: string[]; default?: string; embedded: boolean}
const structs = new Map<string, Map<string, Field[]>>()

function parseFolder(folder: string): Map<string, Field[]> {
  const known = structs.get(folder)
  if (known) return known
  const result = new Map<string, Field[]>()
  structs.set(folder, result)
  for (const file of readdirSync(folder)) {
    if (!file.endsWith('.go') || file.endsWith('_test.go') || file.startsWith('zz_') || file.startsWith('generated')) continue
    parseFile(readFileSync(join(folder, file), 'utf8'), result)
  }
  return result
}

function parseFile(text: string, result: Map<string, Field[]>): void {
  for (const alias of text.matchAll(/^\s*type (\w+) (map\[string\][\w.[\]*]+|\[\][\w.[\]*]+|string|int32|int64|bool)\s*$/gm)) {
    aliases.set(alias[1]!, alias[2]!)
  }
  for (const match of text.matchAll(/^type (\w+) struct \{\n([\s\S]*?)^\}/gm)) {
    const fields: Field[] = []
    let preset: string | undefined
    for (const line of match[2]!.split('\n')) {
      const marker = /^\s*\/\/\s*\+default=(.*)$/.exec(line)
      if (marker) preset = marker[1]!.trim()
      const field = /^\s*(?:(\w+)\s+)?([\w.*[\]]+)\s+`json:"([^"]*)"/.exec(line)
      if (!field) continue
      const [json = '', ...options] = field[3]!.split(',')
      const embedded = field[1] === undefined
      fields.push({
        name: field[1] ?? '',
        type: field[2]!,
        json,
        options,
        embedded,
        ...(preset === undefined ? {} : {default: preset}),
      })
      preset = undefined
    }
    result.set(match[1]!, fields)
  }
}

const aliases = new Map<string, string>()

/** Fields in Go's order with inlined structs expanded: `[json name, Go type, flags, default, embedded in]`; flags: o = omitempty, z = omitzero. */
function fieldsOf(folder: string, struct: string): (readonly string[])[] {
  const rows: (readonly string[])[] = []
  for (const field of parseFolder(folder).get(struct) ?? []) {
    if (field.json === '-') continue
    if (field.json === '' && (field.options.includes('inline') || field.embedded)) {
      const name = field.type.replace(/^\*/, '')
      const via = name.split('.').at(-1)!
      if (name.endsWith('TypeMeta')) rows.push(['kind', 'string', 'o', '', via], ['apiVersion', 'string', 'o', '', via])
      else {
        const inner = name.includes('.') ? fieldsOf(foreign(name), via) : fieldsOf(folder, name)
        rows.push(
          ...inner.map(([json, type, flags, preset, deeper]) => [
            json!,
            type!,
            flags!,
            preset ?? '',
            deeper ? `${via}.${deeper}` : via,
          ]),
        )
      }
      continue
    }
    const flags = (field.options.includes('omitempty') ? 'o' : '') + (field.options.includes('omitzero') ? 'z' : '')
    rows.push(field.default === undefined ? [field.json, field.type, flags] : [field.json, field.type, flags, field.default])
  }
  return rows
}

function foreign(name: string): string {
  const packages: Record<string, string> = {
    metav1: join(cache!, 'k8s.io', `apimachinery@v0.${release}`, 'pkg/apis/meta/v1'),
    v1: join(cache!, 'k8s.io', `api@v0.${release}`, 'core/v1'),
    corev1: join(cache!, 'k8s.io', `api@v0.${release}`, 'core/v1'),
  }
  const folder = packages[name.split('.')[0]!]
  if (!folder) throw new Error(`unknown package of ${name}`)
  return folder
}

const result: Record<string, (readonly string[])[]> = {}
for (const [name, definition] of Object.entries(openapi.definitions)) {
  if (!definition.properties) continue
  const rows = fieldsOf(folderOf(name), name.split('.').at(-1)!)
  const missing = Object.keys(definition.properties).filter((key) => !rows.some((row) => row[0] === key))
  if (missing.length > 0) console.error(`${name}: no Go field for ${missing.join(', ')}`)
  result[name] = rows.filter((row) => row[0]! in definition.properties!)
}
const lines = Object.keys(result)
  .sort()
  .map((name) => `${JSON.stringify(name)}: ${JSON.stringify(result[name])}`)
const kinds = JSON.stringify(Object.fromEntries([...aliases].sort()))
writeFileSync(join(data, 'go-types.json'), `{"aliases": ${kinds},\n"types": {\n${lines.join(',\n')}\n}}\n`)

// The server prints some values in its internal form (`pod updates may not change fields other than ...`): Go field
// names in the order of pkg/apis/core. Needs `k8s.io/kubernetes@v1.MINOR.PATCH` in the module cache.
const internalText = readFileSync(join(cache, 'k8s.io', `kubernetes@v1.${release}`, 'pkg', 'apis', 'core', 'types.go'), 'utf8')
const bases = new Map<string, string>()
for (const one of internalText.matchAll(/^\s*(?:type )?(\w+) (string|int32|int64|int|bool|map\[\w+\]\S+)$/gm))
  bases.set(one[1]!, one[2]!)
const internal: Record<string, string[]> = {}

function internalOf(struct: string): void {
  if (internal[struct]) return
  const body = new RegExp(`^type ${struct} struct \\{\\n([\\s\\S]*?)^\\}`, 'm').exec(internalText)?.[1]
  if (body === undefined) return
  const rows: string[] = []
  internal[struct] = rows
  for (const line of body.split('\n')) {
    const field = /^\s*(?:(\w+)\s+)?([\w.*[\]]+)\s*(?:\/\/.*)?$/.exec(line)
    if (!field?.[2]) continue
    const type = bases.get(field[2]) ?? field[2]
    rows.push(`${field[1] ?? ''}:${type}`)
    internalOf(type.replace(/^(\*|\[\])+/, ''))
  }
}
for (const root of ['PodTemplateSpec', 'PersistentVolumeClaimSpec', 'PersistentVolumeSource']) internalOf(root)
const tables = Object.entries(internal)
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([name, rows]) => `${JSON.stringify(name)}: ${JSON.stringify(rows)}`)
writeFileSync(join(data, 'go-internal.json'), `{\n${tables.join(',\n')}\n}\n`)
