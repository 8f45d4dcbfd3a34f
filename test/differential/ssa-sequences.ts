import fc from 'fast-check'
import type {Target} from '../conformance/case.js'
import type {Body, Json, Kind} from './bodies.js'
import {kinds} from './ssa-bodies.js'
import {widgetCrd} from './widget-bodies.js'

/** One request of a sequence; `<name>` stands for the object's name. */
export interface Op {
  readonly method: string
  readonly path: string
  readonly contentType?: string
  readonly body?: Json
}

export interface Sequence {
  readonly kind: string
  readonly ops: readonly Op[]
}

export interface Outcome {
  readonly status: number
  readonly body: Json
}

const manager = fc.constantFrom('alice', 'bob', 'kubectl')

function named(kind: Kind, body: Body, version = kind.apiVersion): Body {
  const metadata = (body.metadata ?? {}) as Body
  return {apiVersion: version, kind: kind.kind, ...body, metadata: {...metadata, name: '<name>'}}
}

function opsOf(kind: Kind): fc.Arbitrary<Op> {
  const object = `${kind.path}/<name>`
  const apply = (path: string, version?: string) =>
    fc.tuple(kind.body, manager, fc.boolean(), fc.constantFrom('', '', '', '&dryRun=All')).map(([body, who, force, dry]) => ({
      method: 'PATCH',
      path: `${path}?fieldManager=${who}${force ? '&force=true' : ''}${dry}`,
      contentType: 'application/apply-patch+yaml',
      body: named(kind, body, version),
    }))
  const patch = (path: string, contentType: string) =>
    fc.tuple(kind.body, manager).map(([body, who]) => ({method: 'PATCH', path: `${path}?fieldManager=${who}`, contentType, body}))
  const update = fc
    .tuple(kind.whole, manager)
    .map(([body, who]) => ({method: 'PUT', path: `${object}?fieldManager=${who}`, body: named(kind, body)}))
  const reset = fc.constantFrom<Json>([], [{}]).map((managedFields) => ({
    method: 'PATCH',
    path: `${object}?fieldManager=carol`,
    contentType: 'application/merge-patch+json',
    body: {metadata: {managedFields}},
  }))
  const remove = fc.constantFrom('labels', 'annotations').map((field) => ({
    method: 'PATCH',
    path: `${object}?fieldManager=carol`,
    contentType: 'application/merge-patch+json',
    body: {metadata: {[field]: null}},
  }))
  const scale = fc.tuple(fc.constantFrom(1, 2), manager).map(([replicas, who]) => ({
    method: 'PATCH',
    path: `${object}/scale?fieldManager=${who}`,
    contentType: 'application/merge-patch+json',
    body: {spec: {replicas}},
  }))
  return fc.oneof(
    {weight: 8, arbitrary: apply(object)},
    {weight: 3, arbitrary: patch(object, 'application/merge-patch+json')},
    {weight: 2, arbitrary: update},
    {weight: 1, arbitrary: reset},
    {weight: 1, arbitrary: remove},
    {weight: 1, arbitrary: fc.constant<Op>({method: 'DELETE', path: object})},
    ...(kind.custom
      ? [
          {weight: 2, arbitrary: apply(old(object), old(kind.apiVersion))},
          {weight: 1, arbitrary: patch(old(object), 'application/merge-patch+json')},
          {weight: 2, arbitrary: apply(`${object}/status`)},
          {weight: 1, arbitrary: patch(`${object}/status`, 'application/merge-patch+json')},
        ]
      : []),
    ...(kind.custom ? [] : [{weight: 2, arbitrary: patch(object, 'application/strategic-merge-patch+json')}]),
    ...(kind.scale ? [{weight: 1, arbitrary: scale}] : []),
    ...(kind.status ? statusOps(kind, kind.status) : []),
  )
}

function statusOps(kind: Kind, status: fc.Arbitrary<Body>) {
  const path = `${kind.path}/<name>/status`
  // Through status, the rest of the body counts for nothing.
  const whole = fc.tuple(status, kind.body, fc.boolean(), manager)
  const apply = whole.map(
    ([state, body, force, who]): Op => ({
      method: 'PATCH',
      path: `${path}?fieldManager=${who}${force ? '&force=true' : ''}`,
      contentType: 'application/apply-patch+yaml',
      body: named(kind, force ? {...body, status: state} : {status: state}),
    }),
  )
  const patch = whole.map(
    ([state, body, strategic, who]): Op => ({
      method: 'PATCH',
      path: `${path}?fieldManager=${who}`,
      contentType: `application/${strategic ? 'strategic-merge' : 'merge'}-patch+json`,
      body: strategic ? {status: state} : {...body, status: state},
    }),
  )
  const update = whole.map(
    ([state, body, , who]): Op => ({
      method: 'PUT',
      path: `${path}?fieldManager=${who}`,
      body: named(kind, {...body, status: state}),
    }),
  )
  return [
    {weight: 2, arbitrary: apply},
    {weight: 2, arbitrary: patch},
    {weight: 1, arbitrary: update},
  ]
}

/** The same in the older version of the custom resource. */
function old(text: string): string {
  return text.replace('/v1', '/v1beta1')
}

function sequenceOf(kind: Kind): fc.Arbitrary<Sequence> {
  const create = fc
    .tuple(kind.whole, manager)
    .map(([body, who]): Op => ({method: 'POST', path: `${kind.path}?fieldManager=${who}`, body: named(kind, body)}))
  const start = fc.oneof(
    create,
    fc.tuple(kind.whole, manager).map(
      ([body, who]): Op => ({
        method: 'PATCH',
        path: `${kind.path}/<name>?fieldManager=${who}`,
        contentType: 'application/apply-patch+yaml',
        body: named(kind, body),
      }),
    ),
  )
  return fc
    .tuple(start, fc.array(opsOf(kind), {minLength: 1, maxLength: 7}))
    .map(([first, rest]) => ({kind: kind.name, ops: [first, ...rest]}))
}

/** `count` sequences, the same for the same seed. */
export function sampleSequences(seed: number, count: number, only?: string): Sequence[] {
  const wanted = kinds.filter(({name}) => only === undefined || name === only)
  return fc.sample(fc.oneof(...wanted.map(sequenceOf)), {seed, numRuns: count})
}

/** Makes the custom resource on a server, and what pods need. */
export async function prepare(target: Target): Promise<void> {
  const account: Json = {apiVersion: 'v1', kind: 'ServiceAccount', metadata: {name: 'default'}}
  await send(target, {method: 'POST', path: '/api/v1/namespaces/default/serviceaccounts', body: account}, '')
  const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'
  await send(target, {method: 'POST', path, body: widgetCrd}, '')
  for (let attempt = 0; attempt < 50; attempt++) {
    const {status} = await send(target, {method: 'GET', path: '/apis/diff.example.com/v1/namespaces/default/widgets'}, '')
    if (status === 200) break
    await target.sleep(100)
  }
  await target.sleep(500)
}

export async function send(target: Target, op: Op, name: string): Promise<Outcome> {
  const text = (value: string) => value.replaceAll('<name>', name)
  const answer = await target.send({
    method: op.method,
    path: text(op.path),
    headers: {'user-agent': 'differential/1.0', accept: 'application/json', 'content-type': op.contentType ?? 'application/json'},
    ...(op.body === undefined ? {} : {body: text(JSON.stringify(op.body))}),
  })
  return {status: answer.status, body: answer.body as Json}
}

/** Plays a sequence on a server; what differs from run to run is taken out of the answers. */
export async function play(target: Target, sequence: Sequence, name: string): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  let version: Json | undefined
  for (const op of sequence.ops) {
    const {status, body} = await send(target, op, name)
    const metadata = isBody(body) && isBody(body.metadata) ? body.metadata : {}
    const changed = metadata.resourceVersion !== version
    if (metadata.resourceVersion !== undefined && !op.path.includes('dryRun')) version = metadata.resourceVersion
    outcomes.push({status, body: tidy(body, name, changed)})
  }
  await send(target, {method: 'DELETE', path: deletePath(sequence)}, name)
  return outcomes
}

function deletePath({kind}: Sequence): string {
  return `${kinds.find(({name}) => name === kind)?.path}/<name>?propagationPolicy=Background`
}

function isBody(value: Json | undefined): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const uid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g
const time = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g

function tidy(value: Json, name: string, changed: boolean): Json {
  if (typeof value === 'string') return orderless(value.replaceAll(name, '<name>').replace(uid, '<uid>').replace(time, '<time>'))
  if (Array.isArray(value)) return value.map((item) => tidy(item, name, changed))
  if (!isBody(value)) return value
  const out: Body = {}
  for (const key of Object.keys(value).sort()) {
    const item = value[key] as Json
    if (key === 'resourceVersion') out[key] = changed ? '<new>' : '<same>'
    else if (key === 'managedFields' && Array.isArray(item))
      out[key] = item.map((one) => tidy(one, name, changed)).sort(compareJson)
    else if (key === 'causes' && Array.isArray(item)) out[key] = item.map((one) => tidy(one, name, changed)).sort(compareJson)
    else out[key] = tidy(item, name, changed)
  }
  return out
}

/** Faults of several fields come in no order of their own: `[spec.a: ..., spec.b: ...]`, and the lines of typed conversion. */
export function orderless(text: string): string {
  const list = /^(.*? is invalid: )\[(.*)\]$/s.exec(text)
  if (list)
    return `${list[1]}[${(list[2] ?? '')
      .split(/, (?=(?:spec|status|metadata|<nil>)[.[:])/)
      .sort()
      .join(', ')}]`
  const lines = text.split('\n')
  return lines[0]?.endsWith('errors:') ? [lines[0], ...lines.slice(1).sort()].join('\n') : text
}

function compareJson(a: Json, b: Json): number {
  const [x, y] = [JSON.stringify(a), JSON.stringify(b)]
  return x < y ? -1 : x > y ? 1 : 0
}
