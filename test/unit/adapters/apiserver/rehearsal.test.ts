import {expect, it} from 'vitest'
import {startApiServer} from '../../../../src/lib/adapters/apiserver/index.js'
import {freezeDeep} from '../../../../src/lib/formats/json/freeze.js'
import type {JsonObject} from '../../../../src/lib/formats/json/value.js'

const PATH = '/api/v1/namespaces/default/configmaps/one'

it('an apply after its rehearsal answers by what is stored then, not by what was', async () => {
  const server = await startApiServer({kubelet: false})
  const transport = server.transport()
  const apply = async (body: JsonObject, fieldManager: string, more: Record<string, string> = {}) => {
    const contentType = 'application/apply-patch+yaml'
    const request = {method: 'PATCH' as const, path: PATH, query: {fieldManager, ...more}, body, contentType}
    const {status, body: answer} = await transport.request(request)
    const {data, metadata} = answer as {data?: JsonObject; metadata: {managedFields?: {manager: string}[]}}
    return {status, data, managers: metadata.managedFields?.map(({manager}) => manager)}
  }
  const object = (data: JsonObject) =>
    freezeDeep({apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'one', namespace: 'default'}, data})
  try {
    const mine = object({a: '1'})
    expect(await apply(mine, 'x', {dryRun: 'All'})).toEqual({status: 201, data: {a: '1'}, managers: ['x']})
    expect(await apply(object({b: '2'}), 'y')).toEqual({status: 201, data: {b: '2'}, managers: ['y']})
    expect(await apply(mine, 'x')).toEqual({status: 200, data: {a: '1', b: '2'}, managers: ['x', 'y']})
    const other = object({a: '3'})
    expect((await apply(other, 'x', {dryRun: 'All'})).data).toEqual({a: '3', b: '2'})
    expect((await apply(other, 'z')).status).toBe(409)
    expect(await apply(other, 'x')).toEqual({status: 200, data: {a: '3', b: '2'}, managers: ['x', 'y']})
  } finally {
    await server.close()
  }
})
