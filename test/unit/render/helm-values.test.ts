import {describe, expect, it} from 'vitest'
import {ApiError} from '../../../src/lib/errors/api-error.js'
import type {JsonObject} from '../../../src/lib/formats/json/value.js'
import {composeValues} from '../../../src/lib/render/helm-values.js'

const OBJECTS: Readonly<Record<string, JsonObject>> = {
  'ConfigMap/base': {data: {'values.yaml': 'a: 1\nmap: {p: 1, q: 2}\nlist: [1, 2]\n', text: 'just text', list: '- 1', empty: ''}},
  'Secret/more': {
    data: {
      'values.yaml': Buffer.from('map: {q: 3}\nlist: [3]\n').toString('base64'),
      token: Buffer.from('"12"').toString('base64'),
    },
  },
}
const read = async ({kind, name}: {kind: string; name: string}) => {
  const found = OBJECTS[`${kind}/${name}`]
  if (!found) throw new ApiError({code: 404, reason: 'NotFound', message: `${kind} ${name} not found`})
  return found
}
type Spec = Parameters<typeof composeValues>[0]
const compose = (spec: Spec) => composeValues(spec, 'apps', read)

describe('values of a HelmRelease', () => {
  it('merges references in order, inline values last; lists are replaced', async () => {
    const valuesFrom: Spec['valuesFrom'] = [
      {kind: 'ConfigMap', name: 'base'},
      {kind: 'Secret', name: 'more'},
    ]
    expect(await compose({valuesFrom, values: {a: null, map: {r: 4}}})).toEqual({a: null, map: {p: 1, q: 3, r: 4}, list: [3]})
  })

  it('sets paths into the inline values, quoted values as text, and leaves the given object alone', async () => {
    const values = {auth: {user: 'web'}}
    const valuesFrom: Spec['valuesFrom'] = [
      {kind: 'Secret', name: 'more', valuesKey: 'token', targetPath: 'auth.token'},
      {kind: 'ConfigMap', name: 'base', valuesKey: 'text', targetPath: 'list[1].text'},
      {kind: 'ConfigMap', name: 'base', valuesKey: 'text', targetPath: 'raw', literal: true},
    ]
    expect(await compose({valuesFrom, values: Object.freeze(values)})).toEqual({
      auth: {user: 'web', token: '12'},
      list: [null, {text: 'just text'}],
      raw: 'just text',
    })
    expect(values).toEqual({auth: {user: 'web'}})
  })

  it('loses an item behind the end of an inline list, as the controller does', async () => {
    const at = (targetPath: string): Spec['valuesFrom'] => [{kind: 'ConfigMap', name: 'base', valuesKey: 'text', targetPath}]
    expect(await compose({valuesFrom: at('list[3]'), values: {list: ['a']}})).toEqual({list: ['a']})
    expect(await compose({valuesFrom: at('list[0]'), values: {list: ['a']}})).toEqual({list: ['just text']})
  })

  it('skips what is optional and names what is missing', async () => {
    expect(await compose({valuesFrom: [{kind: 'ConfigMap', name: 'gone', optional: true}]})).toEqual({})
    expect(await compose({valuesFrom: [{kind: 'ConfigMap', name: 'base', valuesKey: 'empty'}]})).toEqual({})
    await expect(compose({valuesFrom: [{kind: 'ConfigMap', name: 'gone'}]})).rejects.toThrow(
      "could not resolve ConfigMap chart values reference 'apps/gone' with key 'values.yaml': ConfigMap gone not found",
    )
    await expect(compose({valuesFrom: [{kind: 'ConfigMap', name: 'base', valuesKey: 'list'}]})).rejects.toThrow(
      'json: cannot unmarshal array into Go value of type common.Values',
    )
  })
})
