import type {JsonObject, JsonValue} from '../../src/lib/formats/json/value.js'
import {crds} from '../../src/lib/kinds/crds.js'
import {apiVersionOf, KINDS, type KindRow} from '../../src/lib/kinds/registry.js'
import type {KubeObject} from '../../src/lib/ports/kube.js'
import type {Dice} from './dice.js'
import {NAMES, NAMESPACES, POOLS, TEXTS, TIMES} from './pools.js'

type Schema = JsonObject & {
  properties?: Record<string, Schema>
  items?: Schema
  additionalProperties?: Schema
  required?: string[]
  enum?: JsonValue[]
  pattern?: string
  type?: string
  format?: string
  minLength?: number
  maxLength?: number
  maxItems?: number
  minimum?: number
}

/** What a value is made with: how many of the optional fields come. */
interface Making {
  readonly dice: Dice
  readonly share: number
}

const CONDITIONS = [
  'Ready',
  'Reconciling',
  'Stalled',
  'Healthy',
  'Released',
  'ArtifactInStorage',
  'FetchFailed',
  'TestSuccess',
  'Odd',
]

/** Conditions as controllers never write them: none, several, of another generation, with any message. */
function conditions({dice}: Making): JsonValue {
  const types = dice.some(CONDITIONS, dice.one([0, 0.15, 0.35, 0.6]))
  if (dice.chance(0.75) && !types.includes('Ready')) types.splice(dice.below(types.length + 1), 0, 'Ready')
  return types.map((type) => ({
    type,
    status: dice.one(['True', 'False', 'Unknown', 'True', 'False']),
    reason: dice.one(['Succeeded', 'Failed', 'Progressing', 'A', 'x_y', 'Retry:Later,Odd']),
    message: dice.one(TEXTS),
    lastTransitionTime: dice.one(TIMES),
    ...(dice.chance(0.7) && {observedGeneration: dice.one([0, 1, 1, 1, 2, 7])}),
  }))
}

function text(key: string, schema: Schema, {dice}: Making): JsonValue {
  if (schema.format === 'date-time') return dice.one(TIMES)
  const fits = (value: string) =>
    (!schema.pattern || new RegExp(schema.pattern).test(value)) &&
    value.length >= (schema.minLength ?? 0) &&
    value.length <= (schema.maxLength ?? Number.POSITIVE_INFINITY)
  const pool = [
    ...(POOLS[key] ?? POOLS[key.replace(/^last(Applied|Attempted|Handled|Release)(?=Revision)/, 'r')] ?? TEXTS),
  ].filter(fits)
  const any = pool.length > 0 ? pool : Object.values(POOLS).flat().filter(fits)
  return any.length > 0 ? dice.one(any) : 'x'
}

/** Anything that a schema may hold. */
function valueFor(key: string, schema: Schema, making: Making): JsonValue {
  const {dice, share} = making
  const {type, properties, items, additionalProperties, required = []} = schema
  if (key === 'conditions') return conditions(making)
  if (schema.enum) return dice.one(schema.enum)
  if (properties) {
    const keys = Object.keys(properties).filter((name) => required.includes(name) || dice.chance(share))
    return Object.fromEntries(keys.map((name) => [name, valueFor(name, properties[name]!, making)]))
  }
  if (type === 'array') {
    const length = Math.min(dice.one([0, 1, 1, 2, 3]), schema.maxItems ?? 3)
    return Array.from({length}, () => valueFor(key === 'entries' ? 'entry' : key, items!, making))
  }
  if (type === 'object' && additionalProperties)
    return Object.fromEntries(
      dice.some(['a', 'b.c/d', 'revision', 'x-1'], 0.5).map((name) => [name, valueFor(name, additionalProperties, making)]),
    )
  if (type === 'object') return dice.one<JsonValue>([{}, {a: 1}, {a: {b: ['c', null, true]}}, {'x.y': 'z\n'}])
  if (type === 'boolean') return dice.chance(0.5)
  if (type === 'integer' || type === 'number') return Math.max(dice.one([0, 1, 1, 2, 5, 1234567]), schema.minimum ?? 0)
  if (type === 'string') return text(key, schema, making)
  return dice.one<JsonValue>([{}, 'x', 1, {a: [1]}])
}

function schemaOf(kind: KindRow): Schema {
  const crd = crds().find(({metadata}) => metadata.name === `${kind.plural}.${kind.group}`) as unknown as {
    spec: {versions: {name: string; schema: {openAPIV3Schema: Schema}}[]}
  }
  return crd.spec.versions.find(({name}) => name === kind.version)!.schema.openAPIV3Schema
}

/** An object of a kind; the smaller `share`, the fewer optional fields. */
export function anObject(kind: KindRow, dice: Dice, share: number): KubeObject {
  const schema = schemaOf(kind)
  const making = {dice, share}
  const labels = Object.fromEntries(
    dice.some(['team', 'tier', 'a.b/c'], 0.4).map((key) => [key, dice.one(['web', 'x', '5', ''])]),
  )
  const spec = valueFor('spec', schema.properties!['spec']!, making) as JsonObject
  if (schema.properties!['spec']!.properties?.['suspend'] && dice.chance(0.3)) spec['suspend'] = true
  const status =
    dice.chance(0.85) && schema.properties!['status']
      ? valueFor('status', schema.properties!['status'], {dice, share: Math.max(share, 0.4)})
      : undefined
  return {
    apiVersion: apiVersionOf(kind),
    kind: kind.kind,
    metadata: {
      name: dice.one(NAMES),
      namespace: dice.one(NAMESPACES),
      ...(Object.keys(labels).length > 0 && {labels}),
      ...(dice.chance(0.3) && {annotations: {'reconcile.fluxcd.io/requestedAt': dice.one(TIMES), note: dice.one(TEXTS)}}),
    },
    spec,
    ...(status && {status}),
  } as KubeObject
}

const OWNERS: readonly ((dice: Dice) => Record<string, string>)[] = [
  () => ({}),
  (dice) => ({
    'kustomize.toolkit.fluxcd.io/name': dice.one(NAMES),
    'kustomize.toolkit.fluxcd.io/namespace': dice.one(NAMESPACES),
  }),
  (dice) => ({'kustomize.toolkit.fluxcd.io/name': dice.one(NAMES)}),
  (dice) => ({'helm.toolkit.fluxcd.io/name': dice.one(NAMES), 'helm.toolkit.fluxcd.io/namespace': dice.one(NAMESPACES)}),
  (dice) => ({'helm.toolkit.fluxcd.io/namespace': dice.one(NAMESPACES)}),
]

/** What is in a cluster beside Flux's own objects: things it manages, values, secrets, events. */
export function othersOf(dice: Dice, ours: readonly KubeObject[]): KubeObject[] {
  const base = (apiVersion: string, kind: string) => {
    const labels = dice.one(OWNERS)(dice)
    return {
      apiVersion,
      kind,
      metadata: {name: dice.one(NAMES), namespace: dice.one(NAMESPACES), ...(Object.keys(labels).length > 0 && {labels})},
    }
  }
  const many = <T>(count: number, make: () => T) => Array.from({length: count}, make)
  const data = () =>
    Object.fromEntries(
      dice
        .some(['values.yaml', 'a', 'kubeconfig', 'odd'], 0.5)
        .map((key) => [key, dice.one([...TEXTS, 'a: {b: 1}', '- 1', '{'])]),
    )
  return [
    ...many(8, () => ({...base('v1', 'ConfigMap'), data: data()})),
    ...many(8, () => ({...base('v1', 'Secret'), stringData: data()})),
    ...many(3, () => ({...base('v1', 'Service'), spec: {ports: [{port: 80}]}})),
    ...many(25, () => anEvent(dice, dice.one(ours))),
  ] as KubeObject[]
}

function anEvent(dice: Dice, {apiVersion, kind, metadata}: KubeObject): KubeObject {
  const {name, namespace} = metadata
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: {name: `${name}.${dice.below(1e9)}`, namespace: namespace!},
    involvedObject: {apiVersion, kind, name: name!, namespace: namespace!},
    type: dice.one(['Normal', 'Warning', 'Trace', '']),
    reason: dice.one(['Progressing', 'Failed', 'x y', '']),
    message: dice.one(TEXTS),
    ...(dice.chance(0.8) && {
      lastTimestamp: `<now-${dice.one([31, 95, 1205, 90_011, 4_000_031])}s>`,
      firstTimestamp: `<now-4100000s>`,
    }),
    ...(dice.chance(0.3) && {
      eventTime: `<now-${dice.one([35, 7211, 400_031])}s,micro>`,
      reportingComponent: 'x',
      reportingInstance: 'y',
      action: 'z',
    }),
    ...(dice.chance(0.3) && {count: dice.one([1, 2, 30])}),
    ...(dice.chance(0.6) && {source: {component: 'kustomize-controller'}}),
  } as KubeObject
}

/** Every kind of ours, several times. */
export const kindsOften = (times: number): KindRow[] => KINDS.flatMap((row) => Array.from({length: times}, () => row))
