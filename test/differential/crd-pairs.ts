import type {Target} from '../conformance/case.js'
import type {Body, Json} from './bodies.js'
import {schemaOf} from './crd-schemas.js'
import {fitting} from './crd-values.js'
import {Dice} from './dice.js'
import {type Op, orderless} from './ssa-sequences.js'

const GROUP = 'pairs.example.com'
const CRDS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'

/** What a server said to one request. */
export interface Said {
  readonly op: Op
  readonly code: number
  readonly warnings: readonly string[]
  readonly body: Json
}

/** A definition and what is done with objects of it. */
export interface Pair {
  readonly plural: string
  readonly define: Op
  readonly ops: readonly Op[]
}

/** The pair of a seed; `plural` is the kind's name. */
export function pairOf(seed: number, plural: string): Pair {
  const dice = new Dice(seed * 7919 + 1)
  for (let turn = 0; turn < 3; turn++) dice.next()
  const spec = schemaOf(dice, 3, true)
  const properties: Body = {spec}
  if (dice.chance(0.3)) properties.status = schemaOf(dice, 1)
  const schema: Body = {type: 'object', properties, ...(dice.chance(0.05) ? {required: ['spec']} : {})}
  if (dice.chance(0.05)) schema['x-kubernetes-validations'] = [{rule: "self.metadata.name.startsWith('o')"}]
  const kind = `K${plural.slice(1)}`
  const definition: Body = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {name: `${plural}.${GROUP}`},
    spec: {
      group: GROUP,
      scope: 'Cluster',
      names: {plural, singular: plural, kind, listKind: `${kind}List`},
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: {openAPIV3Schema: schema},
          ...(properties.status && dice.chance(0.6) ? {subresources: {status: {}}} : {}),
        },
      ],
    },
  }
  return {plural, define: {method: 'POST', path: CRDS, body: definition}, ops: opsOf(dice, plural, kind, properties)}
}

function opsOf(dice: Dice, plural: string, kind: string, properties: Body): Op[] {
  const path = `/apis/${GROUP}/v1/${plural}`
  const object = (name: string): Body => ({
    apiVersion: `${GROUP}/v1`,
    kind,
    metadata: {name},
    ...Object.fromEntries(Object.entries(properties).map(([field, schema]) => [field, fitting(dice, schema as Body)])),
  })
  const checked = () => dice.of(['', '', '&fieldValidation=Strict', '&fieldValidation=Warn', '&fieldValidation=Ignore'])
  const patch = (type: string, where: string, body: Json): Op => ({
    method: 'PATCH',
    path: where,
    contentType: `application/${type}`,
    body,
  })
  const ops: Op[] = []
  for (let turn = 0; turn < 3; turn++) ops.push({method: 'POST', path: `${path}?fieldManager=me${checked()}`, body: object('o')})
  for (let turn = 0; turn < 6; turn++) {
    const roll = dice.below(6)
    const {spec, status} = object('o')
    if (roll < 2) ops.push(patch('merge-patch+json', `${path}/o?fieldManager=me${checked()}`, {spec: spec!}))
    else if (roll === 2) ops.push({method: 'PUT', path: `${path}/o?fieldManager=me${checked()}`, body: object('o')})
    else if (roll === 3)
      ops.push(
        patch('apply-patch+yaml', `${path}/o?fieldManager=${dice.of(['you', 'me'])}${dice.of(['', '&force=true'])}`, object('o')),
      )
    else if (roll === 4 && status !== undefined) ops.push(patch('merge-patch+json', `${path}/o/status?fieldManager=me`, {status}))
    else
      ops.push(
        patch('json-patch+json', `${path}/o?fieldManager=me`, [
          {op: 'add', path: `/spec/${dice.of(['a', 'b', 'c'])}`, value: dice.of<Json>(['a', 1, null, ['a'], {a: 'a'}])},
        ]),
      )
  }
  ops.push({method: 'GET', path: `${path}/o`})
  return ops
}

/** Plays a pair on servers in step, until their answers differ. A refused definition is tried again without what it was refused for. */
export async function playPair(targets: readonly Target[], {plural, define, ops}: Pair): Promise<Said[][]> {
  const said: Said[][] = []
  const ask = async (op: Op): Promise<boolean> => {
    const answers = await Promise.all(targets.map((target) => say(target, op)))
    said.push(answers)
    return new Set(answers.map(shapeOf)).size === 1
  }
  let made = define
  let same = await ask(made)
  for (let attempt = 0; attempt < 4 && same && said.at(-1)![0]!.code === 422; attempt++) {
    made = {...made, body: without(made.body as Body, said.at(-1)![0]!.body)}
    same = await ask(made)
  }
  if (same && said.at(-1)![0]!.code === 201) {
    await Promise.all(targets.map((target) => served(target, ops.at(-1)!.path.replace(/\/o$/, ''))))
    for (const op of ops) if (!(await ask(op))) break
  }
  for (const target of targets) await target.send({method: 'DELETE', path: `${CRDS}/${plural}.${GROUP}`, headers: {}})
  return said
}

/** What counts of an answer. */
export const shapeOf = ({code, warnings, body}: Said): string => JSON.stringify([code, warnings, body])

function without(definition: Body, refusal: Json): Body {
  const copy = structuredClone(definition)
  const [version] = (copy.spec as {versions: Body[]}).versions
  const {causes = []} = ((refusal as Body).details ?? {}) as {causes?: {field: string}[]}
  for (const {field} of causes) remove(version!.schema as Body, field.replace(/^spec\.(validation|versions\[0\]\.schema)\./, ''))
  return copy
}

function remove(root: Body, field: string): void {
  const parts = [...field.matchAll(/\[([^\]]*)\]|([\w-]+)/g)].map(([, index, name]) => index ?? name!)
  const rules = parts.indexOf('x-kubernetes-validations')
  if (rules >= 0) parts.length = rules + 1
  let at: unknown = root
  for (const part of parts.slice(0, -1)) at = typeof at === 'object' && at !== null ? (at as Body)[part] : undefined
  if (typeof at === 'object' && at !== null) delete (at as Body)[parts.at(-1)!]
}

async function served(target: Target, path: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    if ((await target.send({method: 'GET', path, headers: {}})).status === 200) return
    await target.sleep(100)
  }
}

async function say(target: Target, op: Op): Promise<Said> {
  const headers = {
    'user-agent': 'differential/1.0',
    accept: 'application/json',
    'content-type': op.contentType ?? 'application/json',
  }
  const sent = {method: op.method, path: op.path, headers, ...(op.body === undefined ? {} : {body: JSON.stringify(op.body)})}
  const {status, warnings, body} = await target.send(sent).catch(() => target.send(sent))
  return {op, code: status, warnings: [...warnings].sort(), body: tidy(body as Json)}
}

const VARYING = new Set(['uid', 'resourceVersion', 'creationTimestamp', 'time', 'lastTransitionTime'])

function tidy(value: Json, key = ''): Json {
  if (VARYING.has(key)) return '<some>'
  if (typeof value === 'string')
    return orderless(
      value
        .replace(/selfType\d+/g, 'selfType')
        .replace(/(resourceVersion|uid|time|creationTimestamp)(\\*":\\*")[^"\\]*/g, '$1$2'),
    )
  if (Array.isArray(value)) {
    const kept = value.map((item) => tidy(item))
    return key === 'causes' || key === 'managedFields'
      ? kept.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
      : kept
  }
  if (typeof value !== 'object' || value === null) return value
  // conditions of a definition come by the way
  if ('spec' in value && 'status' in value && (value as Body).kind === 'CustomResourceDefinition')
    return {spec: tidy((value as Body).spec as Json)}
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((name) => [name, tidy((value as Body)[name] as Json, name)]),
  )
}
