import fc from 'fast-check'
import type {Target} from '../conformance/case.js'
import type {Body, Json} from './bodies.js'
import {type Op, type Outcome, orderless, send} from './ssa-sequences.js'

/*
 * Sequences about the machinery around custom resources: two versions, selectable fields, rules about what was, scale and status,
 * finalizers, preconditions, collections, pages. `<name>` is the label of a sequence, and begins the names of its objects.
 */

const GROUP = 'machine.example.com'
const path = (version: string) => `/apis/${GROUP}/${version}/namespaces/default/gadgets`
const whole = {
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      'x-kubernetes-validations': [
        {rule: 'self.size >= oldSelf.size', message: 'size cannot shrink', reason: 'FieldValueForbidden', fieldPath: '.size'},
        {
          rule: "!has(self.color) || self.color != 'red' || self.size < 5",
          messageExpression: "self.color + ' is small'",
        },
      ],
      required: ['size'],
      properties: {
        size: {type: 'integer', minimum: 0, maximum: 9},
        color: {type: 'string', maxLength: 9, enum: ['red', 'blue', 'green'], default: 'blue'},
        replicas: {type: 'integer', default: 1},
        tags: {type: 'array', items: {type: 'string', maxLength: 3}, maxItems: 4, 'x-kubernetes-list-type': 'set'},
        parts: {
          type: 'array',
          'x-kubernetes-list-type': 'map',
          'x-kubernetes-list-map-keys': ['name'],
          items: {type: 'object', required: ['name'], properties: {name: {type: 'string'}, n: {type: 'integer', default: 7}}},
        },
      },
    },
    status: {type: 'object', properties: {replicas: {type: 'integer'}, selector: {type: 'string'}, phase: {type: 'string'}}},
  },
}
const version = (name: string, storage: boolean): Body => ({
  name,
  served: true,
  storage,
  schema: {openAPIV3Schema: whole as unknown as Json},
  subresources: {
    status: {},
    scale: {specReplicasPath: '.spec.replicas', statusReplicasPath: '.status.replicas', labelSelectorPath: '.status.selector'},
  },
  selectableFields: [{jsonPath: '.spec.color'}, {jsonPath: '.spec.size'}],
  additionalPrinterColumns: [{name: 'Size', type: 'integer', jsonPath: '.spec.size'}],
})
const definition: Body = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: {name: `gadgets.${GROUP}`},
  spec: {
    group: GROUP,
    scope: 'Namespaced',
    names: {plural: 'gadgets', singular: 'gadget', kind: 'Gadget', listKind: 'GadgetList'},
    versions: [version('v1', true), version('v1alpha1', false)],
  },
}

const one = fc.constantFrom('a', 'b', 'c')
const ver = fc.constantFrom('v1', 'v1', 'v1alpha1')
const who = fc.constantFrom('alice', 'bob', 'carol')
const dry = fc.constantFrom('', '', '', '', '&dryRun=All')
const size = fc.constantFrom<Json>(0, 1, 3, 5, 8, 12, 'x')
const color = fc.constantFrom<Json>('red', 'blue', 'green', 'pink', null)
const part = fc.record({name: fc.constantFrom('p', 'q'), n: fc.constantFrom<Json>(1, 2, null)}, {requiredKeys: ['name']})
const tags = fc.array(fc.constantFrom('x', 'y', 'z', 'long'), {maxLength: 3})
const spec = fc.record(
  {size, color, replicas: fc.constantFrom(0, 2), tags, parts: fc.array(part, {maxLength: 2}), bogus: fc.constant(1)},
  {requiredKeys: ['size']},
) as fc.Arbitrary<Body>
const goodSpec = fc.record(
  {
    size: fc.constantFrom<Json>(1, 3),
    color: fc.constantFrom<Json>('red', 'blue', 'green'),
    parts: fc.array(part, {maxLength: 1}),
  },
  {requiredKeys: ['size']},
) as fc.Arbitrary<Body>
const finalizers = fc.constantFrom<Json | undefined>(undefined, undefined, ['x.y/z'], ['foregroundDeletion'], [])
const status = fc.record(
  {replicas: fc.constantFrom(1, 2), selector: fc.constantFrom('a=b', ''), phase: fc.constantFrom('On', 'Off')},
  {requiredKeys: []},
) as fc.Arbitrary<Body>

function object(name: string, api: string, rest: Body, more: Body = {}): Body {
  return {
    apiVersion: `${GROUP}/${api}`,
    kind: 'Gadget',
    metadata: {name: `<name>-${name}`, labels: {run: '<name>'}, ...more} as Body,
    ...rest,
  }
}

const patch = (where: string, kind: string, body: Json): Op => ({
  method: 'PATCH',
  path: where,
  contentType: `application/${kind}`,
  body,
})
const create = (specs: fc.Arbitrary<Body>) =>
  fc.tuple(one, ver, specs, who, dry, finalizers, status).map(
    ([name, api, body, by, rehearsed, held, state]): Op => ({
      method: 'POST',
      path: `${path(api)}?fieldManager=${by}${rehearsed}`,
      body: object(name, api, {spec: body, status: state}, held === undefined ? {} : {finalizers: held}),
    }),
  )
const applied = fc
  .tuple(one, ver, spec, who, dry, fc.boolean(), fc.constantFrom('', '', '/status', '/scale'), status)
  .map(([name, api, body, by, rehearsed, force, sub, state]): Op => {
    const scale = {apiVersion: 'autoscaling/v1', kind: 'Scale', metadata: {name: `<name>-${name}`}, spec: {replicas: 4}}
    // an unknown field ends the reading of an apply, in the random order of Go's maps
    const {bogus: _, ...known} = body
    const sent = sub === '/scale' ? scale : object(name, api, sub === '' ? {spec: known} : {status: state})
    return patch(
      `${path(api)}/<name>-${name}${sub}?fieldManager=${by}${force ? '&force=true' : ''}${rehearsed}`,
      'apply-patch+yaml',
      sent as Json,
    )
  })
const merged = fc
  .tuple(one, ver, fc.oneof(spec, goodSpec), who, dry, fc.constantFrom('', '', '/status', '/scale'), finalizers, status)
  .map(([name, api, body, by, rehearsed, sub, held, state]): Op => {
    const sent = sub === '/status' ? {status: state} : sub === '/scale' ? {spec: {replicas: 3}} : {spec: body}
    const more = held === undefined ? {} : {metadata: {finalizers: held}}
    return patch(`${path(api)}/<name>-${name}${sub}?fieldManager=${by}${rehearsed}`, 'merge-patch+json', {
      ...sent,
      ...more,
    } as unknown as Json)
  })
const operations = fc.array(
  fc.constantFrom<Json>(
    {op: 'replace', path: '/spec/size', value: 8},
    {op: 'remove', path: '/spec/color'},
    {op: 'add', path: '/spec/tags', value: ['x']},
    {op: 'add', path: '/spec/tags/-', value: 'y'},
    {op: 'test', path: '/spec/color', value: 'blue'},
    {op: 'copy', from: '/spec/size', path: '/spec/replicas'},
    {op: 'move', from: '/spec/parts', path: '/spec/others'},
    {op: 'add', path: '/metadata/finalizers', value: ['x.y/z']},
    {op: 'remove', path: '/metadata/finalizers'},
    {op: 'add', path: '/metadata/annotations', value: {a: 'b'}},
  ),
  {minLength: 1, maxLength: 3},
)
const listed = fc
  .tuple(
    ver,
    fc.constantFrom('', '&limit=1', '&limit=2', '&limit=500'),
    fc.constantFrom('', 'spec.color=blue', 'spec.size!=3', 'spec.none=1', 'metadata.name=<name>-a'),
  )
  .map(
    ([api, limit, fields]): Op => ({
      method: 'GET',
      path: `${path(api)}?labelSelector=run%3D<name>${limit}${fields === '' ? '' : `&fieldSelector=${encodeURIComponent(fields).replaceAll('%3Cname%3E', '<name>')}`}`,
    }),
  )
const removed = fc
  .tuple(
    one,
    ver,
    dry,
    fc.constantFrom<Body>(
      {},
      {},
      {propagationPolicy: 'Foreground'},
      {propagationPolicy: 'Orphan'},
      {propagationPolicy: 'Background', gracePeriodSeconds: 5},
      {preconditions: {uid: 'other'}},
      {preconditions: {resourceVersion: '1'}},
      {propagationPolicy: 'Sometimes'},
      {orphanDependents: true, propagationPolicy: 'Orphan'},
    ),
  )
  .map(
    ([name, api, rehearsed, options]): Op => ({
      method: 'DELETE',
      path: `${path(api)}/<name>-${name}?x=y${rehearsed}`,
      body: {apiVersion: 'v1', kind: 'DeleteOptions', ...options},
    }),
  )
const collection = fc
  .tuple(ver, dry, fc.constantFrom('', '&fieldSelector=spec.color%3Dblue', '&limit=1'))
  .map(([api, rehearsed, more]): Op => ({method: 'DELETE', path: `${path(api)}?labelSelector=run%3D<name>${more}${rehearsed}`}))
const read = fc
  .tuple(one, ver, fc.constantFrom('', '/status', '/scale'))
  .map(([name, api, sub]): Op => ({method: 'GET', path: `${path(api)}/<name>-${name}${sub}`}))
const json = fc
  .tuple(one, ver, operations, who, dry)
  .map(([name, api, body, by, rehearsed]) =>
    patch(`${path(api)}/<name>-${name}?fieldManager=${by}${rehearsed}`, 'json-patch+json', body),
  )
const put = fc.tuple(one, ver, spec, who, dry, status, fc.constantFrom('', '', '/status')).map(
  ([name, api, body, by, rehearsed, state, sub]): Op => ({
    method: 'PUT',
    path: `${path(api)}/<name>-${name}${sub}?fieldManager=${by}${rehearsed}`,
    body: object(name, api, {spec: body, status: state}),
  }),
)

/** `count` sequences, the same for the same seed. */
export function machineSequences(seed: number, count: number): readonly (readonly Op[])[] {
  const op = fc.oneof(
    {weight: 2, arbitrary: create(spec)},
    {weight: 3, arbitrary: create(goodSpec)},
    {weight: 4, arbitrary: applied},
    {weight: 3, arbitrary: merged},
    {weight: 2, arbitrary: json},
    {weight: 2, arbitrary: put},
    {weight: 2, arbitrary: listed},
    {weight: 2, arbitrary: removed},
    {weight: 1, arbitrary: collection},
    {weight: 1, arbitrary: read},
  )
  const sequence = fc
    .tuple(create(goodSpec), fc.array(op, {minLength: 4, maxLength: 12}))
    .map(([first, rest]) => [first, ...rest])
  return fc.sample(sequence, {seed, numRuns: count})
}

/** Makes the kind on a server. */
export async function prepareMachine(target: Target): Promise<void> {
  const made = await send(
    target,
    {method: 'POST', path: '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', body: definition},
    '',
  )
  if (made.status !== 201 && made.status !== 409) throw new Error(JSON.stringify(made.body))
  for (let attempt = 0; attempt < 50; attempt++) {
    if ((await send(target, {method: 'GET', path: path('v1alpha1')}, '')).status === 200) break
    await target.sleep(100)
  }
  await target.sleep(1000)
}

/** Plays a sequence; what differs from run to run is taken out of the answers. */
export async function playMachine(target: Target, ops: readonly Op[], name: string): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  const versions = new Map<string, Json>()
  for (const op of ops) {
    const {status: code, body} = await send(target, op, name)
    outcomes.push({status: code, body: tidy(body, name, versions, op.path.includes('dryRun'))})
  }
  for (const end of ['a', 'b', 'c']) {
    await send(target, patch(`${path('v1')}/<name>-${end}`, 'merge-patch+json', {metadata: {finalizers: null}}), name)
    await send(target, {method: 'DELETE', path: `${path('v1')}/<name>-${end}`}, name)
  }
  return outcomes
}

const isBody = (value: Json | undefined): value is Body => typeof value === 'object' && value !== null && !Array.isArray(value)

function tidy(value: Json, name: string, versions: Map<string, Json>, rehearsed: boolean): Json {
  if (typeof value === 'string')
    return orderless(
      value
        .replaceAll(name, '<name>')
        .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<uid>')
        .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, '<time>')
        .replace(/(in record \(|does not match the one in record \()\d+/g, '$1<rv>'),
    )
  if (Array.isArray(value)) return value.map((item) => tidy(item, name, versions, rehearsed))
  if (!isBody(value)) return value
  const out: Body = {}
  for (const key of Object.keys(value).sort()) {
    const item = value[key] as Json
    if (key === 'continue') out[key] = item === '' ? '' : '<more>'
    else if (key === 'resourceVersion') out[key] = shownVersion(String(value.name ?? ''), item, versions, rehearsed)
    else {
      const kept = tidy(item, name, versions, rehearsed)
      out[key] = Array.isArray(kept) && (key === 'managedFields' || key === 'causes') ? kept.sort(byText) : kept
    }
  }
  return out
}

function shownVersion(of: string, version: Json, versions: Map<string, Json>, rehearsed: boolean): string {
  if (of === '') return '<some>'
  const same = versions.get(of) === version
  if (!rehearsed) versions.set(of, version)
  return same ? '<same>' : '<new>'
}

function byText(a: Json, b: Json): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1
}
