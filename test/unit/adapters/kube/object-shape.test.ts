import {describe, expect, it} from 'vitest'
import {confirmedObject, confirmList, named} from '../../../../src/lib/adapters/kube/object-shape.js'
import type {JsonValue} from '../../../../src/lib/formats/json/value.js'

const KIND = {apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization'}
const list = (items: JsonValue) => confirmList({kind: 'KustomizationList', items}, KIND)
const wrong = (what: string) => `json: cannot unmarshal ${what}`

describe('what a server may answer', () => {
  it.each<[JsonValue, string]>([
    [{}, 'object into Go struct field KustomizationList.items of type []v1.Kustomization'],
    [['x'], 'string into Go struct field KustomizationList.items of type v1.Kustomization'],
    [[{metadata: 5}], 'number into Go struct field Kustomization.items.metadata of type v1.ObjectMeta'],
    [[{metadata: {name: 5}}], 'number into Go struct field ObjectMeta.items.metadata.name of type string'],
    [[{metadata: {labels: []}}], 'array into Go struct field ObjectMeta.items.metadata.labels of type map[string]string'],
    [[{metadata: {labels: {a: true}}}], 'bool into Go struct field ObjectMeta.items.metadata.labels of type string'],
    [[{spec: 'x'}], 'string into Go struct field Kustomization.items.spec of type v1.KustomizationSpec'],
    [[{spec: {suspend: 1}}], 'number into Go struct field KustomizationSpec.items.spec.suspend of type bool'],
    [
      [{status: {conditions: {}}}],
      'object into Go struct field KustomizationStatus.items.status.conditions of type []v1.Condition',
    ],
  ])('is no list of %j', (items, words) => {
    expect(() => list(items)).toThrow(wrong(words))
  })

  it('is null in every place, and an object without a name has an empty one', () => {
    expect(() => list([null, {}, {metadata: null, spec: null, status: {conditions: [null]}}])).not.toThrow()
    expect([named(null), named({metadata: null}), named({a: 1, metadata: {uid: 'u'}})]).toEqual([
      {metadata: {name: ''}},
      {metadata: {name: ''}},
      {a: 1, metadata: {uid: 'u', name: ''}},
    ])
  })

  it('is one object, and of other kinds only what they have in common with all', () => {
    const object = {metadata: {name: 'a'}, spec: 'x'}
    expect(confirmedObject(object, {apiVersion: 'v1', kind: 'Pod'})).toBe(object)
    expect(() => confirmedObject({metadata: {name: {}}}, KIND)).toThrow(
      wrong('object into Go struct field ObjectMeta.metadata.name of type string'),
    )
  })
})
