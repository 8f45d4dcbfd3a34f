import {describe, expect, it} from 'vitest'
import {freezeDeep} from '../../../../src/lib/formats/json/freeze.js'
import type {JsonObject} from '../../../../src/lib/formats/json/value.js'
import {builtinSchema} from '../../../../src/lib/schema/builtin.js'
import {decodeGo} from '../../../../src/lib/schema/go/decode.js'
import {inMemory} from '../../../../src/lib/schema/go/given-empty.js'

const node = builtinSchema({group: '', version: 'v1', kind: 'Pod'})!
const read = (value: JsonObject, known?: JsonObject) => freezeDeep(decodeGo(node, value, '', known).value)
const spec = (value: JsonObject) => value.spec as JsonObject

describe('decodeGo over what is known', () => {
  const pod = {
    metadata: {name: 'a', labels: {b: 'c'}},
    spec: {containers: [{name: 'a', resources: {limits: {cpu: '1000m'}}}, {name: 'b'}]},
  }

  it('takes what is shared as it is and reads the rest', () => {
    const known = read(pod)
    const containers = spec(known).containers as JsonObject[]
    const next = {...known, spec: {...spec(known), containers: [containers[0]!, {name: 'b', workingDir: '/'}]}} as JsonObject
    const again = read(next, known)
    expect(again).toEqual(read(next))
    expect(again.metadata).toBe(known.metadata)
    expect((spec(again).containers as JsonObject[])[0]).toBe(containers[0])
  })

  it('finds unknown fields beside what is shared', () => {
    const known = read(pod)
    expect(decodeGo(node, {...known, spec: {...spec(known), foo: 1}}, '', known).strict).toEqual(['unknown field "spec.foo"'])
  })

  it('forgets empty lists that were given to an earlier request', () => {
    const known = read({metadata: {name: 'a'}, spec: {containers: [{name: 'a', args: []}]}})
    const first = (value: JsonObject) => (spec(value).containers as JsonObject[])[0]!
    expect(inMemory(first(known), 'args')).toEqual([])
    expect(inMemory(first(read({...known, kind: 'Pod'}, known)), 'args')).toBeNull()
  })
})
