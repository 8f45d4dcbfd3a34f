// Facts of the built-in kinds in compact form: src/lib/schema/builtin/*.gen.ts from manifests/kubernetes.
// The letters that it writes are explained where they are read: src/lib/schema/builtin/types.ts.
import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {gunzipSync} from 'node:zlib'

type Property = {
  $ref?: string
  type?: string
  format?: string
  items?: Property
  additionalProperties?: Property
  'x-kubernetes-list-type'?: string
  'x-kubernetes-list-map-keys'?: string[]
  'x-kubernetes-map-type'?: string
  'x-kubernetes-patch-strategy'?: string
  'x-kubernetes-patch-merge-key'?: string
}
type GroupVersionKind = {group: string; version: string; kind: string}
type Definition = Property & {
  properties?: Record<string, Property>
  required?: string[]
  'x-kubernetes-group-version-kind'?: GroupVersionKind[]
}
type GoTypes = {aliases: Record<string, string>; types: Record<string, [string, string, string, string?, string?][]>}

const special: Record<string, string> = {
  'io.k8s.apimachinery.pkg.api.resource.Quantity': 'q',
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': 'n',
  'io.k8s.apimachinery.pkg.apis.meta.v1.Time': 't',
  'io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime': 'u',
  'io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1': 'r',
  'io.k8s.apimachinery.pkg.apis.meta.v1.Patch': 'r',
  'io.k8s.apimachinery.pkg.runtime.RawExtension': 'r',
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSON': 'j',
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrArray': 'j',
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrBool': 'j',
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrStringArray': 'j',
}
const scalars: Record<string, string> = {
  string: 's',
  'string/byte': 'y',
  boolean: 'b',
  integer: 'l',
  'integer/int32': 'i',
  'integer/int64': 'l',
  number: 'd',
  'number/double': 'd',
}
const goScalars: Record<string, string> = {s: 'string', b: 'bool', i: 'int32', l: 'int64', d: 'float64'}

/** Writes the generated files and returns their paths. */
export function generateBuiltin(root: string): string[] {
  const data = join(root, 'manifests', 'kubernetes')
  const packed = readFileSync(join(data, 'openapi-v2.json.gz'))
  const {definitions} = JSON.parse(gunzipSync(packed).toString()) as {definitions: Record<string, Definition>}
  const go = JSON.parse(readFileSync(join(data, 'go-types.json'), 'utf8')) as GoTypes
  const names = Object.keys(definitions)
    .filter((name) => !(name in special))
    .sort()
  const index = new Map(names.map((name, at) => [name, at]))

  const typeOf = (property: Property): string => {
    if (property.$ref) {
      const name = property.$ref.replace('#/definitions/', '')
      return special[name] ?? String(index.get(name))
    }
    if (property.type === 'array') return `[${typeOf(property.items!)}`
    if (property.type === 'object') return property.additionalProperties ? `{${typeOf(property.additionalProperties)}` : 'r'
    const scalar = scalars[property.format ? `${property.type}/${property.format}` : property.type!]
    if (!scalar) throw new Error(`no letter for ${JSON.stringify(property)}`)
    return scalar
  }

  const types = names.map((name) => {
    const definition = definitions[name]!
    const fields = (go.types[name] ?? []).map(([field, goType, flags, preset, embedded]) => {
      const property = definition.properties![field]!
      const type = typeOf(property)
      const letters = (goType.startsWith('*') ? 'p' : '') + flags + (definition.required?.includes(field) ? 'r' : '')
      const extra = extras(property, type, qualifiedGoType(goType, name), preset || undefined)
      if (embedded) extra.e = embedded
      return Object.keys(extra).length > 0 ? [field, type, letters, extra] : [field, type, letters]
    })
    const atomic = definition['x-kubernetes-map-type'] === 'atomic'
    return atomic ? [name, fields, 'a'] : [name, fields]
  })
  const kinds: Record<string, number> = {}
  for (const name of names) {
    for (const {group, version, kind} of definitions[name]!['x-kubernetes-group-version-kind'] ?? []) {
      if (/\.(DeleteOptions|WatchEvent)$/.test(name) && group !== '' && group !== 'meta.k8s.io') continue
      kinds[`${group}/${version}/${kind}`] = index.get(name)!
    }
  }
  const discovery = ['discovery-api.json', 'discovery-apis.json'].flatMap(
    (file) => (JSON.parse(readFileSync(join(data, file), 'utf8')) as {items: Group[]}).items,
  )
  return [
    write(root, 'types', 'TYPES', JSON.stringify({types, kinds})),
    write(root, 'resources', 'RESOURCES', JSON.stringify(discovery.flatMap(resourcesOf))),
    write(root, 'openapi', 'OPENAPI_GZ', packed.toString('base64')),
    write(root, 'internal', 'GO_INTERNAL', JSON.stringify(JSON.parse(readFileSync(join(data, 'go-internal.json'), 'utf8')))),
    writeTypeScript(root, types as unknown as TypeRow[]),
  ]
}

type TypeRow = [name: string, fields: [string, string, string][]]
const typeScript: Record<string, string> = {
  s: 'string',
  b: 'boolean',
  i: 'number',
  l: 'number',
  d: 'number',
  y: 'string',
  q: 'string',
  n: 'number | string',
  t: 'string | null',
  u: 'string | null',
  r: 'JsonObject',
  j: 'JsonValue',
}

/** Types of the decoded form: what Go always prints is there, everything else optional. */
function writeTypeScript(root: string, types: TypeRow[]): string {
  const short = (name: string) => name.split('.').at(-1)!
  const count = new Map<string, number>()
  for (const [name] of types) count.set(short(name), (count.get(short(name)) ?? 0) + 1)
  const keys = types.map(([name]) => (count.get(short(name)) === 1 ? short(name) : name.split('.').slice(-3).join('.')))
  const typeOf = (type: string): string => {
    if (type.startsWith('[')) return `(${typeOf(type.slice(1))})[]`
    if (type.startsWith('{')) return `Record<string, ${typeOf(type.slice(1))}>`
    return typeScript[type] ?? `Go['${keys[Number(type)]}']`
  }
  const lines = types.map(([, fields], at) => {
    const rows = fields.map(([name, type, flags]) => {
      const struct = /^([0-9]+|[nqtu])$/.test(type)
      const pointer = flags.includes('p')
      const always = !flags.includes('z') && (struct && !pointer ? true : !flags.includes('o'))
      const nullable = always && (pointer || /^[[{rjy]/.test(type))
      return `${JSON.stringify(name)}${always ? '' : '?'}: ${typeOf(type)}${nullable ? ' | null' : ''}`
    })
    return `  '${keys[at]}': {${rows.join('; ')}}`
  })
  const path = join('src', 'lib', 'schema', 'builtin', 'go.gen.ts')
  const head = '// Generated by `npm run gen` from manifests/kubernetes: do not edit.\n'
  const imports = "import type {JsonObject, JsonValue} from '../../formats/json/value.js'\n"
  const doc = '/** Built-in types in decoded form, by Go name; by `group.version.Name` where two share a name. */\n'
  writeFileSync(join(root, path), `${head}${imports}\n${doc}export interface Go {\n${lines.join('\n')}\n}\n`)
  return path
}

function extras(property: Property, type: string, goType: string, preset: string | undefined): Record<string, unknown> {
  const extra: Record<string, unknown> = {}
  const listType = property['x-kubernetes-list-type']
  if (listType) extra.l = listType[0]
  if (property['x-kubernetes-list-map-keys']) extra.k = property['x-kubernetes-list-map-keys'].join(',')
  if (property['x-kubernetes-map-type']) extra.m = property['x-kubernetes-map-type'][0]
  if (property['x-kubernetes-patch-strategy']) extra.s = property['x-kubernetes-patch-strategy']
  if (property['x-kubernetes-patch-merge-key']) extra.g = property['x-kubernetes-patch-merge-key']
  // A marker that names a Go constant (`+default=ref(...)`) is resolved by the defaulting rules, not here.
  if (preset !== undefined && !preset.startsWith('ref(')) extra.d = JSON.parse(preset)
  const plain = goScalars[type.replace(/^[[{]/, '')]
  const expected = plain && (type.startsWith('[') ? `[]${plain}` : type.startsWith('{') ? `map[string]${plain}` : plain)
  const named = /^[[{]/.test(type) && !/^(\[\]|map\[)/.test(goType)
  if (named || (plain && goType !== expected)) extra.t = goType
  return extra
}

/** Go's name of a type as its decoder prints it: `*Protocol` of core/v1 -> `v1.Protocol`. */
function qualifiedGoType(goType: string, definition: string): string {
  const own = definition.split('.').at(-2)!
  const base = goType.replace(/^\*/, '')
  const prefix = /^(\[\]|map\[\w+\])*\*?/.exec(base)![0]
  const name = base.slice(prefix.length)
  if (/^(string|bool|int32|int64|float64|byte|int|\w+float64)$/.test(name)) return base
  const qualified = name.includes('.')
    ? name.replace(/^(metav1|corev1|autoscalingv1)\./, 'v1.').replace(/^types\./, 'types.')
    : `${own}.${name}`
  return prefix + qualified
}

type Sub = {subresource: string; responseKind?: GroupVersionKind; verbs: string[]}
type Resource = {
  resource: string
  responseKind: GroupVersionKind
  scope: string
  singularResource: string
  verbs: string[]
  shortNames?: string[]
  categories?: string[]
  subresources?: Sub[]
}
type Group = {metadata: {name?: string}; versions: {version: string; resources: Resource[]}[]}

function resourcesOf(item: Group): unknown[] {
  const group = item.metadata.name ?? ''
  return item.versions.flatMap(({version, resources}) =>
    resources.map((resource) => ({
      group,
      version,
      kind: resource.responseKind.kind,
      resource: resource.resource,
      singular: resource.singularResource,
      namespaced: resource.scope === 'Namespaced',
      shortNames: resource.shortNames ?? [],
      categories: resource.categories ?? [],
      verbs: resource.verbs,
      subresources: (resource.subresources ?? []).map((sub) => ({
        name: sub.subresource,
        group: sub.responseKind?.group || group,
        version: sub.responseKind?.version || version,
        kind: sub.responseKind?.kind ?? resource.responseKind.kind,
        verbs: sub.verbs,
      })),
    })),
  )
}

function write(root: string, file: string, name: string, text: string): string {
  const path = join('src', 'lib', 'schema', 'builtin', `${file}.gen.ts`)
  const literal = JSON.stringify(text).slice(1, -1).replaceAll("'", "\\'").replaceAll('\\"', '"')
  writeFileSync(
    join(root, path),
    `// Generated by \`npm run gen\` from manifests/kubernetes: do not edit.\nexport const ${name} = '${literal}'\n`,
  )
  return path
}
