import {describe, expect, it} from 'vitest'
import {strategicMerge} from '../../../../../src/lib/adapters/apiserver/patch/strategic-merge.js'
import type {JsonObject} from '../../../../../src/lib/formats/json/value.js'
import {builtinSchema} from '../../../../../src/lib/schema/builtin.js'

const pod = builtinSchema({group: '', version: 'v1', kind: 'Pod'})
const service = builtinSchema({group: '', version: 'v1', kind: 'Service'})
const merge = (live: JsonObject, patch: JsonObject) => strategicMerge({spec: live}, {spec: patch}, pod).spec as JsonObject
const names = (list: unknown) => (list as {name: string}[]).map((item) => item.name)

describe('strategicMerge', () => {
  it('merges lists by key, new items first', () => {
    const spec = merge(
      {
        containers: [
          {name: 'a', image: 'a:1', args: ['x']},
          {name: 'b', image: 'b:1'},
        ],
      },
      {
        containers: [
          {name: 'c', image: 'c:1'},
          {name: 'b', image: 'b:2'},
        ],
      },
    )
    expect(names(spec.containers)).toEqual(['c', 'a', 'b'])
    expect((spec.containers as JsonObject[])[2]).toEqual({name: 'b', image: 'b:2'})
  })

  it('removes, replaces and keeps by directive', () => {
    const live = {containers: [{name: 'a'}, {name: 'b'}], nodeSelector: {k: 'v', l: 'w'}, volumes: [{name: 'v', emptyDir: {}}]}
    expect(names(merge(live, {containers: [{name: 'a', $patch: 'delete'}]}).containers)).toEqual(['b'])
    expect(names(merge(live, {containers: [{name: 'z'}, {$patch: 'replace'}]}).containers)).toEqual(['z'])
    expect(merge(live, {nodeSelector: {$patch: 'replace', n: 'o'}}).nodeSelector).toEqual({n: 'o'})
    expect(merge(live, {nodeSelector: {$patch: 'delete'}}).nodeSelector).toEqual({})
    expect(merge(live, {volumes: [{name: 'v', $retainKeys: ['name', 'secret'], secret: {secretName: 's'}}]}).volumes).toEqual([
      {name: 'v', secret: {secretName: 's'}},
    ])
  })

  it('orders by $setElementOrder', () => {
    const live = {containers: [{name: 'a'}, {name: 'x'}, {name: 'b'}]}
    const spec = merge(live, {
      '$setElementOrder/containers': [{name: 'b'}, {name: 'c'}, {name: 'a'}],
      containers: [{name: 'c', image: 'i'}],
    })
    expect(names(spec.containers)).toEqual(['x', 'b', 'c', 'a'])
    expect(() => merge(live, {'$setElementOrder/containers': [{name: 'a'}], containers: [{name: 'c'}]})).toThrow(
      "doesn't match $setElementOrder list",
    )
  })

  it('merges and deletes scalars', () => {
    const live = {metadata: {finalizers: ['a', 'b']}}
    const now = (patch: JsonObject) => (strategicMerge(live, {metadata: patch}, pod).metadata as JsonObject).finalizers
    expect(now({finalizers: ['c', 'a']})).toEqual(['c', 'a', 'b'])
    expect(now({'$deleteFromPrimitiveList/finalizers': ['a']})).toEqual(['b'])
  })

  it('drops nulls of what is new and leaves inputs alone', () => {
    const live = Object.freeze({spec: Object.freeze({selector: Object.freeze({a: 'b'})})}) as JsonObject
    expect(strategicMerge(live, {spec: {selector: {a: null, c: 'd'}, ports: [{port: 1, name: null}]}}, service)).toEqual({
      spec: {selector: {c: 'd'}, ports: [{port: 1}]},
    })
  })

  it.each<[JsonObject, string]>([
    [{containers: [{image: 'x'}]}, 'map: map[image:x] does not contain declared merge key: name'],
    [{containers: [{name: 'a', $patch: 'explode'}]}, 'unknown patch type: explode in map: map[$patch:explode name:a]'],
    [{containers: ['a']}, 'list element types are not identical: [[map[name:a]] [a]]'],
    [{volumes: [{name: 'v', $retainKeys: ['name'], emptyDir: {}}]}, 'invalid patch format of retainKeys'],
    [{'$setElementOrder/nope': []}, 'unable to find api field in struct PodSpec for the json field "nope"'],
    [{$deleteFromPrimitiveList: ['a']}, 'invalid patch format of primitive list'],
  ])('refuses %j', (patch, message) => {
    expect(() => merge({containers: [{name: 'a'}], volumes: [{name: 'v'}]}, patch)).toThrow(message)
  })
})
