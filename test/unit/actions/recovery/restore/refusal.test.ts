import {describe, expect, it} from 'vitest'
import {refusalOf} from '../../../../../src/lib/actions/recovery/restore/refusal.js'
import {ApiError} from '../../../../../src/lib/errors/api-error.js'
import type {JsonObject} from '../../../../../src/lib/formats/json/value.js'

const error = (code: number, message: string, reason = '') => new ApiError({code, message, reason})
const secret = (data: JsonObject) => ({apiVersion: 'v1', kind: 'Secret', metadata: {name: 'one', namespace: 'apps'}, data})
const release = {apiVersion: 'helm.toolkit.fluxcd.io/v2', kind: 'HelmRelease', metadata: {name: 'one', namespace: 'apps'}}
const HIDDEN = 'the server refuses it (Invalid); its words are not shown, since they quote the Secret'

describe('refusalOf', () => {
  it.each<[string, JsonObject, string]>([
    ['as it stands', {a: 'hunter2'}, 'data.a: Invalid value: "hunter2"'],
    ['decoded', {a: Buffer.from('hunter2').toString('base64')}, 'expected something else than hunter2'],
    ['a number', {pin: 4711}, 'got 4711'],
    ['deeper', {a: {b: ['hunter2']}}, 'unexpected [hunter2]'],
  ])('hides words that quote a Secret: %s', (_, data, message) => {
    expect(refusalOf(secret(data), error(422, message, 'Invalid')).message).toBe(HIDDEN)
  })

  it('shows words that quote nothing, and those about other kinds', () => {
    expect(refusalOf(secret({a: 'hunter2'}), error(422, 'field is immutable', 'Invalid'))).toEqual({
      message: 'field is immutable',
      hint: 'delete the object first, then run the same command again',
    })
    expect(refusalOf(release, error(422, 'spec.x: Required value')).message).toBe('spec.x: Required value')
  })

  it.each([
    [403, 'one is forbidden', 'see what you may do: kubectl auth can-i --list -n apps'],
    [403, 'because it is being terminated', 'wait until namespace apps is gone'],
    [404, 'namespaces "apps" not found', 'kubectl create namespace apps'],
    [400, 'strict decoding error: unknown field "spec.y"', expect.stringContaining('flux migrate -f FILE')],
    [500, 'internal', undefined],
  ])('names the next step after %i %s', (code, message, hint) => {
    expect(refusalOf(release, error(code, message)).hint).toEqual(hint)
  })
})
