// Writes test/corpus/cli/setup/zeros.yaml: objects of every kind with every field of its CRD at its zero value (`empty`), with
// one zero item per list (`filled`), with something in every field (`full`) and with nothing optional (`bare`). A field that a
// server refuses is mended - something instead of nothing, then left out - until it takes the object.
// usage: node scripts/run.mjs zero-objects KUBECONFIG   the cluster serves the CRDs of Flux and has a namespace flux-system
import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import type {JsonObject, JsonValue} from '../src/lib/formats/json/value.js'
import {printYaml} from '../src/lib/formats/yaml/print.js'
import {crds} from '../src/lib/kinds/crds.js'
import {KINDS, type KindRow} from '../src/lib/kinds/registry.js'
import {kubeconfigTarget} from '../test/conformance/targets.js'

type Form = 'empty' | 'filled' | 'full' | 'bare'
type Schema = JsonObject & {
  properties?: Record<string, Schema>
  items?: Schema
  additionalProperties?: Schema
  required?: string[]
  enum?: string[]
  pattern?: string
  type?: string
}

const [kubeconfig] = process.argv.slice(2)
if (!kubeconfig) throw new Error('usage: zero-objects KUBECONFIG')
const target = kubeconfigTarget(kubeconfig)

/** What no schema says: fields that exclude each other, by kind, form and path. */
const FIXES: Readonly<Record<string, (form: Form) => Record<string, JsonValue | undefined>>> = {
  HelmRelease: (form) => ({
    ...(form === 'empty' ? {chart: undefined, chartRef: {kind: 'OCIRepository', name: ''}} : {chartRef: undefined}),
    ...(form === 'bare' ? {chart: {spec: {chart: '', sourceRef: {kind: 'HelmRepository', name: ''}}}} : {}),
    'kubeConfig.configMapRef': undefined,
    'install.strategy.retryInterval': undefined,
    'upgrade.strategy.retryInterval': undefined,
  }),
  Kustomization: () => ({'kubeConfig.configMapRef': undefined}),
  Bucket: () => ({sts: undefined, serviceAccountName: undefined}),
  GitRepository: () => ({serviceAccountName: undefined}),
  ImagePolicy: (form) => ({
    interval: form === 'full' ? '90s' : undefined,
    digestReflectionPolicy: form === 'full' ? 'Always' : undefined,
  }),
  Receiver: (form) => ({type: 'generic', oidcProviders: undefined, secretRef: {name: form === 'full' ? 'x' : ''}}),
  Provider: () => ({type: 'github'}),
  HelmChart: () => ({'sourceRef.kind': 'HelmRepository'}),
}

function specOf(kind: KindRow): Schema {
  const crd = crds().find(({metadata}) => metadata.name === `${kind.plural}.${kind.group}`) as unknown as {
    spec: {versions: {name: string; schema: {openAPIV3Schema: Schema}}[]}
  }
  return crd.spec.versions.find(({name}) => name === kind.version)!.schema.openAPIV3Schema.properties!['spec']!
}

function madeOf(schema: Schema, form: Form): JsonValue {
  const {type, properties, items, additionalProperties, required = []} = schema
  if (properties) {
    const keys = Object.keys(properties).filter((key) => form !== 'bare' || required.includes(key))
    return Object.fromEntries(keys.map((key) => [key, madeOf(properties[key]!, form)]))
  }
  if (type === 'array') return form === 'empty' || form === 'bare' ? [] : [madeOf(items!, form)]
  if (additionalProperties) return form === 'empty' || form === 'bare' ? {} : {key: madeOf(additionalProperties, form)}
  if (type === 'boolean') return form === 'full'
  if (type === 'integer' || type === 'number') return form === 'full' ? 1 : 0
  if (type === 'string') return form === 'full' ? something(schema) : nothing(schema)
  return {}
}

const isDuration = ({pattern = ''}: Schema) => pattern.includes('(ms|s|m')
const nothing = (schema: Schema) => (isDuration(schema) ? '0s' : '')

function something(schema: Schema): JsonValue {
  if (schema.enum) return schema.enum.at(-1)!
  if (schema.type === 'integer') return 1
  if (schema.type === 'array') return [madeOf(schema.items!, 'filled')]
  if (isDuration(schema)) return '90s'
  return (
    ['x', '@artifact/', '@x/y', 'oci://x/y', 'https://x', '1.x', 'v1', '*'].find((text) =>
      new RegExp(schema.pattern ?? '').test(text),
    ) ?? 'x'
  )
}

function at(spec: JsonValue, path: readonly string[]): {parent: Record<string, JsonValue | undefined>; key: string} | undefined {
  let parent: JsonValue | undefined = spec
  for (const key of path.slice(0, -1)) parent = (parent as Record<string, JsonValue> | undefined)?.[key]
  return typeof parent === 'object' && parent !== null ? {parent: parent as never, key: path.at(-1)!} : undefined
}

function schemaAt(schema: Schema, path: readonly string[]): Schema | undefined {
  return path.reduce<Schema | undefined>(
    (now, key) => (/^\d+$/.test(key) ? now?.items : (now?.properties?.[key] ?? now?.additionalProperties)),
    schema,
  )
}

/** An object that the server takes. */
async function accepted(kind: KindRow, form: Form): Promise<JsonObject> {
  const schema = specOf(kind)
  const spec = madeOf(schema, form)
  for (const [path, value] of Object.entries(FIXES[kind.kind]?.(form) ?? {})) {
    const place = at(spec, path.split('.'))
    if (place) place.parent[place.key] = value
  }
  const namespace = 'flux-system'
  const object = {
    apiVersion: `${kind.group}/${kind.version}`,
    kind: kind.kind,
    metadata: {name: `zeros-${form}`, namespace},
    spec,
  }
  const mended = new Set<string>()
  for (let round = 0; round < 60; round++) {
    const path = `/apis/${object.apiVersion}/namespaces/${namespace}/${kind.plural}?dryRun=All`
    const answer = await target.send({
      method: 'POST',
      path,
      body: JSON.stringify(object),
      headers: {'content-type': 'application/json'},
    })
    if (answer.status < 300) return object as unknown as JsonObject
    const {details, message} = answer.body as {details?: {causes?: {field: string}[]}; message: string}
    const fields = [...new Set((details?.causes ?? []).map(({field}) => field))].filter((field) => field.startsWith('spec.'))
    if (fields.length === 0) throw new Error(`${kind.kind} ${form}: ${message}`)
    for (const field of fields) {
      const keys = field
        .slice('spec.'.length)
        .replaceAll(/\[(\d+)\]/g, '.$1')
        .split('.')
      const place = at(spec, keys)
      const own = schemaAt(schema, keys)
      if (!place || !own) throw new Error(`${kind.kind} ${form}: ${message}`)
      if (mended.has(field)) delete place.parent[place.key]
      else place.parent[place.key] = something(own)
      mended.add(field)
    }
  }
  throw new Error(`${kind.kind} ${form}: no end: ${JSON.stringify(spec)} ${JSON.stringify([...mended])}`)
}

const forms: readonly Form[] = ['empty', 'filled', 'full', 'bare']
const texts: string[] = []
for (const kind of KINDS) for (const form of forms) texts.push(printYaml(await accepted(kind, form)))
writeFileSync(join(import.meta.dirname, '..', 'test/corpus/cli/setup/zeros.yaml'), texts.join('---\n'))
console.log(`${texts.length} objects`)
process.exit(0)
