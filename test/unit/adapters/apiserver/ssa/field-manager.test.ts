import {describe, expect, it} from 'vitest'
import type {ServedResource} from '../../../../../src/lib/adapters/apiserver/hooks.js'
import {createFieldManager} from '../../../../../src/lib/adapters/apiserver/ssa/field-manager.js'
import {keepReset, sameButTimes} from '../../../../../src/lib/adapters/apiserver/ssa/same-object.js'
import {parentEntries, scaleEntries} from '../../../../../src/lib/adapters/apiserver/ssa/scale.js'
import type {JsonObject} from '../../../../../src/lib/formats/json/value.js'
import type {KubeObject, ManagedFieldsEntry} from '../../../../../src/lib/ports/kube.js'
import {builtinSchema} from '../../../../../src/lib/schema/builtin.js'
import type {SchemaNode} from '../../../../../src/lib/schema/node.js'

function resource(group: string, version: string, kind: string, schema?: SchemaNode): ServedResource {
  return {
    group,
    version,
    kind,
    listKind: `${kind}List`,
    resource: `${kind.toLowerCase()}s`,
    singular: kind.toLowerCase(),
    namespaced: true,
    shortNames: [],
    categories: [],
    verbs: [],
    subresources: ['status'],
    apiVersion: group === '' ? version : `${group}/${version}`,
    schema: schema ?? builtinSchema({group, version, kind}),
    ...(schema ? {crd: {object: {apiVersion: 'v1', kind: 'X', metadata: {}}, version: {}}} : {}),
  }
}

const configMaps = resource('', 'v1', 'ConfigMap')
const object = (data: JsonObject, more: JsonObject = {}) =>
  ({apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'a', ...more}, data}) as unknown as KubeObject
const stored = (one: KubeObject) => ({...one, metadata: {...one.metadata, uid: 'u', resourceVersion: '1'}}) as KubeObject
const at = (second: number) => `2026-01-01T00:00:${String(second).padStart(2, '0')}Z`
const entries = (one: KubeObject) => (one.metadata.managedFields ?? []) as ManagedFieldsEntry[]

describe('the field manager', () => {
  it('returns the live object when an apply changes nothing', () => {
    const manager = createFieldManager()
    const write = {manager: 'alice', now: at(1), force: false}
    const live = stored(manager.apply(configMaps, undefined, object({a: '1'}), write))
    expect(manager.apply(configMaps, live, object({a: '1'}), {...write, now: at(9)})).toBe(live)
  })

  it('moves the time of an updater only when it changes something', () => {
    const manager = createFieldManager()
    const live = stored(manager.update(configMaps, undefined, object({a: '1'}), {manager: 'alice', now: at(1)}))
    const same = manager.update(configMaps, live, {...live}, {manager: 'alice', now: at(5)})
    expect(entries(same)[0]?.time).toBe(at(1))
    const changed = manager.update(configMaps, live, {...live, data: {a: '2'}} as KubeObject, {manager: 'alice', now: at(5)})
    expect(entries(changed)[0]?.time).toBe(at(5))
  })

  it('puts the oldest of more than ten updaters together', () => {
    const manager = createFieldManager()
    let live = stored(manager.update(configMaps, undefined, object({k0: '0'}), {manager: 'm0', now: at(0)}))
    for (let i = 1; i <= 11; i++) {
      const next = {...live, data: {...(live.data as JsonObject), [`k${i}`]: '0'}} as KubeObject
      live = stored(manager.update(configMaps, live, next, {manager: `m${i}`, now: at(i)}))
    }
    expect(entries(live).map(({manager: name}) => name)).toEqual([
      'ancient-changes',
      ...[3, 4, 5, 6, 7, 8, 9].map((i) => `m${i}`),
      'm10',
      'm11',
    ])
    expect(entries(live)[0]).toMatchObject({time: at(2), fieldsV1: {'f:data': {'.': {}, 'f:k0': {}, 'f:k1': {}, 'f:k2': {}}}})
  })

  it('forgets everything on a reset and starts again with the next apply', () => {
    const manager = createFieldManager()
    const live = stored(manager.apply(configMaps, undefined, object({a: '1'}), {manager: 'alice', now: at(1), force: false}))
    const reset = {...live, metadata: {...live.metadata, managedFields: []}} as KubeObject
    const forgotten = manager.update(configMaps, live, reset, {manager: 'bob', now: at(2)})
    expect(forgotten.metadata.managedFields).toBeUndefined()
    const again = manager.apply(configMaps, stored(forgotten), object({b: '2'}), {manager: 'alice', now: at(3), force: false})
    expect(entries(again).map(({manager: name, operation}) => [name, operation])).toEqual([
      ['alice', 'Apply'],
      ['before-first-apply', 'Update'],
    ])
  })

  it('keeps what was tracked when a client sends nonsense', () => {
    const manager = createFieldManager()
    const live = stored(manager.apply(configMaps, undefined, object({a: '1'}), {manager: 'alice', now: at(1), force: false}))
    for (const managedFields of [
      [{manager: 'x', operation: 'Nope'}],
      [{operation: 'Update', apiVersion: 'v1', fieldsType: 'FieldsV2'}],
    ]) {
      const sent = {...live, metadata: {...live.metadata, managedFields}} as KubeObject
      expect(entries(manager.update(configMaps, live, sent, {manager: 'bob', now: at(2)}))).toEqual(entries(live))
    }
  })

  it('follows a field into atomicity', () => {
    const granular: SchemaNode = {
      type: 'object',
      properties: {spec: {type: 'object', properties: {m: {type: 'object', additionalProperties: {type: 'string'}}}}},
    }
    const atomic: SchemaNode = {
      type: 'object',
      properties: {
        spec: {
          type: 'object',
          properties: {m: {type: 'object', additionalProperties: {type: 'string'}, 'x-kubernetes-map-type': 'atomic'}},
        },
      },
    }
    const manager = createFieldManager()
    const widget = (m: JsonObject) => ({apiVersion: 'g/v1', kind: 'W', metadata: {name: 'a'}, spec: {m}}) as unknown as KubeObject
    const before = resource('g', 'v1', 'W', granular)
    const live = stored(manager.apply(before, undefined, widget({k: 'v'}), {manager: 'alice', now: at(1), force: false}))
    expect(entries(live)[0]?.fieldsV1).toEqual({'f:spec': {'f:m': {'f:k': {}}}})
    const after = resource('g', 'v1', 'W', atomic)
    const now = manager.update(after, live, {...live, metadata: {...live.metadata, labels: {x: 'y'}}} as KubeObject, {
      manager: 'bob',
      now: at(2),
    })
    expect(entries(now)[0]?.fieldsV1).toEqual({'f:spec': {'f:m': {}}})
  })

  it('sees entries of another version through conversion, and drops those of versions that are gone', () => {
    const schema: SchemaNode = {
      type: 'object',
      properties: {spec: {type: 'object', properties: {a: {type: 'string'}, b: {type: 'string'}}}},
    }
    const v1 = resource('g', 'v1', 'W', schema)
    const v2 = resource('g', 'v2', 'W', schema)
    const manager = createFieldManager({
      version: (_resource, apiVersion) => [v1, v2].find((one) => one.apiVersion === apiVersion),
      convert: (one, _from, to) => ({...one, apiVersion: to.apiVersion}),
    })
    const widget = (apiVersion: string, spec: JsonObject) =>
      ({apiVersion, kind: 'W', metadata: {name: 'a'}, spec}) as unknown as KubeObject
    const live = stored(manager.apply(v1, undefined, widget('g/v1', {a: '1'}), {manager: 'alice', now: at(1), force: false}))
    const other = {...live, apiVersion: 'g/v2'} as KubeObject
    const two = stored(manager.apply(v2, other, widget('g/v2', {b: '2'}), {manager: 'bob', now: at(2), force: false}))
    expect(entries(two).map(({apiVersion}) => apiVersion)).toEqual(['g/v1', 'g/v2'])
    expect(() => manager.apply(v2, two, widget('g/v2', {a: '9'}), {manager: 'carol', now: at(3), force: false})).toThrow(
      'conflict with "alice": .spec.a',
    )
    const lost = createFieldManager().update(v2, two, {...two}, {manager: 'dave', now: at(4)})
    expect(entries(lost).map(({manager: name}) => name)).toEqual(['bob'])
  })
})

describe('scale', () => {
  const paths = {'apps/v1': ['f:spec', 'f:replicas']}
  const parent = (managedFields: ManagedFieldsEntry[]) =>
    ({apiVersion: 'apps/v1', kind: 'Deployment', metadata: {name: 'a', managedFields}}) as KubeObject
  const owner = (operation: string, more: Partial<ManagedFieldsEntry> = {}): ManagedFieldsEntry => ({
    manager: 'alice',
    operation,
    apiVersion: 'apps/v1',
    time: at(1),
    fieldsType: 'FieldsV1',
    fieldsV1: {'f:spec': {'f:paused': {}, 'f:replicas': {}}},
    ...more,
  })

  it('shows who owns the replicas', () => {
    expect(scaleEntries(parent([owner('Apply')]), paths)).toEqual([
      {
        manager: 'alice',
        operation: 'Apply',
        apiVersion: 'autoscaling/v1',
        time: at(1),
        fieldsType: 'FieldsV1',
        fieldsV1: {'f:spec': {'f:replicas': {}}},
      },
    ])
  })

  it('hands the replicas over', () => {
    const scale = [
      {
        manager: 'bob',
        operation: 'Update',
        apiVersion: 'autoscaling/v1',
        fieldsType: 'FieldsV1',
        fieldsV1: {'f:spec': {'f:replicas': {}}},
        subresource: 'scale',
      },
    ]
    expect(parentEntries(parent([owner('Apply')]), scale, 'apps/v1', paths)).toEqual([
      owner('Apply', {fieldsV1: {'f:spec': {'f:paused': {}}}}),
      {
        manager: 'bob',
        operation: 'Update',
        apiVersion: 'apps/v1',
        fieldsType: 'FieldsV1',
        fieldsV1: {'f:spec': {'f:replicas': {}}},
        subresource: 'scale',
      },
    ])
    expect(parentEntries(parent([owner('Apply')]), scaleEntries(parent([owner('Apply')]), paths), 'apps/v1', paths)).toEqual([
      owner('Apply'),
    ])
  })
})

describe('writes that are none', () => {
  it('differ in times alone', () => {
    const one = object({a: '1'}, {managedFields: [{manager: 'x', time: at(1)}]})
    expect(sameButTimes(one, object({a: '1'}, {managedFields: [{manager: 'x', time: at(2)}]}))).toBe(true)
    expect(sameButTimes(one, object({a: '2'}, {managedFields: [{manager: 'x', time: at(2)}]}))).toBe(false)
    expect(sameButTimes(one, object({a: '1'}))).toBe(false)
  })

  it('keep an empty list that asks for a reset', () => {
    expect(keepReset(object({}), object({}, {managedFields: []})).metadata.managedFields).toEqual([])
    expect(keepReset(object({}), object({})).metadata.managedFields).toBeUndefined()
  })
})
