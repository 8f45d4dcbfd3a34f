/**
 * Reads the wire facts of Kubernetes' built-in types (field numbers, wire types, JSON names) off the Go modules that define
 * them and writes src/lib/adapters/apiserver/protobuf/messages.gen.ts. Run by hand for a new Kubernetes release:
 *
 *   node scripts/run.mjs extract-protobuf FOLDER-OF-GO-MODULES   (holds api@VERSION, apimachinery@VERSION,
 *   apiextensions-apiserver@VERSION and kube-aggregator@VERSION)
 */
import {existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'

const VERSION = 'v0.36.3'
const root = join(import.meta.dirname, '..')
const modules = process.argv[2]
if (!modules) throw new Error('usage: extract-protobuf FOLDER-OF-GO-MODULES')

type Field = [number: number, json: string, type: string, flags: string]

/** package path -> folder, for the packages whose kinds the server serves and those that these use */
function packages(): Map<string, string> {
  const found = new Map<string, string>()
  const api = join(modules!, `api@${VERSION}`)
  for (const group of readdirSync(api, {withFileTypes: true})) {
    if (!group.isDirectory()) continue
    for (const version of readdirSync(join(api, group.name))) {
      const folder = join(api, group.name, version)
      if (/^v\d+$/.test(version) && existsSync(join(folder, 'generated.proto')))
        found.set(`k8s.io.api.${group.name}.${version}`, folder)
    }
  }
  const machinery = join(modules!, `apimachinery@${VERSION}`, 'pkg')
  for (const name of ['apis/meta/v1', 'api/resource', 'util/intstr', 'runtime'])
    found.set(`k8s.io.apimachinery.pkg.${name.replaceAll('/', '.')}`, join(machinery, name))
  const others = {apiextensions_apiserver: ['apiextensions'], kube_aggregator: ['apiregistration']}
  for (const [module, groups] of Object.entries(others)) {
    const folder = join(modules!, `${module.replace('_', '-')}@${VERSION}`, 'pkg', 'apis')
    for (const group of groups) found.set(`k8s.io.${module}.pkg.apis.${group}.v1`, join(folder, group, 'v1'))
  }
  return found
}

/** Struct -> field number -> what the Go tags say. */
function goFields(folder: string): Map<string, Map<number, {json: string; inline: boolean; omit: boolean; pointer: boolean}>> {
  const structs = new Map<string, Map<number, {json: string; inline: boolean; omit: boolean; pointer: boolean}>>()
  for (const file of readdirSync(folder)) {
    if (!file.endsWith('.go') || file.endsWith('_test.go') || file.startsWith('zz_') || file.startsWith('generated')) continue
    let current: Map<number, {json: string; inline: boolean; omit: boolean; pointer: boolean}> | undefined
    for (const line of readFileSync(join(folder, file), 'utf8').split('\n')) {
      const head = /^type (\w+) struct \{/.exec(line)
      if (head) structs.set(head[1]!, (current = new Map()))
      else if (line === '}') current = undefined
      if (!current) continue
      const tag = /^\s+(?:\w+\s+)?([*\w.[\]]+)\s+`.*json:"([^"]*)".*protobuf:"\w+,(\d+),/.exec(line)
      if (!tag) continue
      const [json, ...options] = tag[2]!.split(',')
      current.set(Number(tag[3]), {
        json: json!,
        inline: options.includes('inline') && json === '',
        omit: options.includes('omitempty'),
        pointer: tag[1]!.startsWith('*'),
      })
    }
  }
  return structs
}

const SCALARS = new Set(['string', 'bool', 'int32', 'int64', 'uint32', 'uint64', 'double', 'float', 'bytes'])

function typeName(text: string, pkg: string): string {
  const name = text.replace(/^\./, '')
  return SCALARS.has(name) ? name : shorten(name.includes('.') ? name : `${pkg}.${name}`)
}

/** `k8s.io.api.core.v1.Pod` -> `core.v1.Pod`; `k8s.io.apimachinery.pkg.apis.meta.v1.Time` -> `meta.v1.Time` */
function shorten(name: string): string {
  const own = name.replace(/^k8s\.io\.(api|apiextensions_apiserver\.pkg\.apis|kube_aggregator\.pkg\.apis)\./, '')
  return own.replace(/^k8s\.io\.apimachinery\.pkg\.(apis\.|api\.|util\.)?/, '')
}

const messages: Record<string, Field[]> = {}
for (const [pkg, folder] of packages()) {
  const structs = goFields(folder)
  let current: {name: string; fields: Field[]} | undefined
  for (const line of readFileSync(join(folder, 'generated.proto'), 'utf8').split('\n')) {
    const head = /^message (\w+) \{/.exec(line)
    if (head) {
      current = {name: head[1]!, fields: []}
      messages[shorten(`${pkg}.${head[1]}`)] = current.fields
    } else if (line === '}') current = undefined
    if (!current) continue
    const field = /^\s+(optional|repeated|map<(\w+), ?([\w.]+)>)\s*([\w.]+)?\s+(\w+) = (\d+);/.exec(line)
    if (!field) continue
    const number = Number(field[6])
    const go = structs.get(current.name)?.get(number)
    const map = field[1]!.startsWith('map')
    const flags =
      (map ? 'm' : field[1] === 'repeated' ? 'r' : '') + (go?.inline ? 'i' : '') + (go?.omit && !go.pointer ? 'o' : '')
    current.fields.push([number, go?.json || field[5]!, typeName(map ? field[3]! : field[4]!, pkg), flags])
  }
}

const lines = Object.entries(messages)
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(
    ([name, fields]) =>
      `${name}|${fields.map(([number, json, type, flags]) => `${number} ${json} ${type} ${flags}`.trim()).join(',')}`,
  )
writeFileSync(
  join(root, 'src/lib/adapters/apiserver/protobuf/messages.gen.ts'),
  `// Generated by scripts/extract-protobuf.ts from the Go types of Kubernetes ${VERSION}. Do not edit.\n
/** One message a line: \`name|number json type flags,...\`; flags: r repeated, m map, i inlined in JSON, o left out when zero. */
export const MESSAGES = ${JSON.stringify(lines.join('\n'))}\n`,
)
console.log(`${lines.length} messages`)
