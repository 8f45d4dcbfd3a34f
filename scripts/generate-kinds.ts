import {readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {load} from 'js-yaml'
import {compile} from 'json-schema-to-typescript'

const root = join(import.meta.dirname, '..')
const HEADER = '// Generated from manifests/crds by `npm run gen`. Do not edit.\n'

// biome-ignore lint/suspicious/noExplicitAny: build-time walk over parsed YAML
type Json = any

/** OpenAPI v3 of a CRD as JSON schema: closed objects, int-or-string and the like as TypeScript can say them. */
function asJsonSchema(node: Json): Json {
  if (node === null || typeof node !== 'object') return node
  if (Array.isArray(node)) return node.map(asJsonSchema)
  const out: Json = {}
  for (const [key, value] of Object.entries<Json>(node)) {
    if (key === 'properties')
      out[key] = Object.fromEntries(Object.entries<Json>(value).map(([name, child]) => [name, asJsonSchema(child)]))
    else if (key === 'items' || key === 'additionalProperties') out[key] = asJsonSchema(value)
    else if (!key.startsWith('x-') && key !== 'format' && key !== 'default') out[key] = value
  }
  if (out.type === 'object') out.additionalProperties ??= out.properties === undefined
  return out
}

/** The types of one kind; metadata is every object's own and left to KubeObject. */
async function typesOf(crd: Json): Promise<string> {
  const version = crd.spec.versions.find((entry: Json) => entry.storage)
  const schema = asJsonSchema(version.schema.openAPIV3Schema)
  const {spec, status} = schema.properties
  const kind: string = crd.spec.names.kind
  const options = {
    bannerComment: '',
    additionalProperties: false,
    format: true,
    style: {semi: false, singleQuote: true, bracketSpacing: false, printWidth: 130},
    ignoreMinAndMaxItems: true,
  }
  const parts = [await compile(spec, `${kind}Spec`, options)]
  if (status !== undefined) parts.push(await compile(status, `${kind}Status`, options))
  // `type`, not `interface`: only type aliases can be used where a JsonObject is wanted.
  return parts.join('\n').replace(/export interface (\w+) \{([\s\S]*?)\n\}/g, 'export type $1 = {$2\n}')
}

/** What `typed-form.ts` has to know of a schema: `p`roperties, `i`tems, `a`ny key's value, `r`equired ones, `d`uration. */
function fieldsOf(schema: Json): Json {
  const {properties: p, items, additionalProperties: any, required: r, type, pattern} = schema
  return {
    ...(p && {p: Object.fromEntries(Object.entries<Json>(p).map(([name, child]) => [name, fieldsOf(child)]))}),
    ...(items && {i: fieldsOf(items)}),
    ...(any && typeof any === 'object' && {a: fieldsOf(any)}),
    ...(r && {r}),
    ...(type === 'string' && pattern?.includes('(ms|s|m') && {d: true}),
  }
}

/** The fields of `spec` and `status`, by kind and version. */
function fieldTexts(crds: readonly Json[]): string {
  const texts = crds.flatMap(({spec: {names, versions}}) =>
    versions.map(({name, schema}: Json) => {
      const {spec = {}, status = {}} = schema.openAPIV3Schema.properties
      return `  '${names.kind} ${name}':\n    '${JSON.stringify({spec: fieldsOf(spec), status: fieldsOf(status)})}',\n`
    }),
  )
  return texts.join('')
}

/** Writes src/lib/kinds/*.gen.ts from manifests/crds/*.yaml. */
export async function generateKinds(): Promise<void> {
  const folder = join(root, 'manifests/crds')
  const kinds = join(root, 'src/lib/kinds')
  const all: Json[] = []
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith('.yaml')) continue
    const crd: Json = load(readFileSync(join(folder, file), 'utf8'))
    all.push(crd)
    const name = crd.spec.names.singular
    writeFileSync(join(kinds, `types/${name}.gen.ts`), HEADER + '\n' + (await typesOf(crd)))
  }
  const text = JSON.stringify(`[${all.map((crd) => JSON.stringify(crd)).join(',')}]`)
  writeFileSync(
    join(kinds, 'crds.gen.ts'),
    `${HEADER}\n/** Every CRD of ours as JSON text, parsed only when it is needed. */\nexport const CRDS_JSON = ${text}\n`,
  )
  writeFileSync(
    join(kinds, 'typed-fields.gen.ts'),
    `${HEADER}\n/** What is to be known of the fields of each kind and version when objects are printed, as JSON text. */\nexport const TYPED_FIELDS: Readonly<Record<string, string>> = {\n${fieldTexts(all)}}\n`,
  )
}
