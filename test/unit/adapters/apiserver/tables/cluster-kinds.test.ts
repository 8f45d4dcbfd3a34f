import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import type {JsonObject} from '../../../../../src/lib/formats/json/value.js'
import {startTestServer, type TestServer} from '../harness.js'

const FLOWS = '/apis/flowcontrol.apiserver.k8s.io/v1/flowschemas'
const CSI = '/apis/storage.k8s.io/v1/csidrivers'

describe('tables of cluster kinds', () => {
  let api: TestServer
  beforeAll(async () => {
    api = await startTestServer()
  })
  afterAll(() => api.server.close())

  const rows = async (path: string) => {
    const headers = {accept: 'application/json;as=Table;g=meta.k8s.io;v=v1'}
    const {body} = await api.transport.request({method: 'GET', path, headers})
    return (body as JsonObject).rows as {cells: unknown[]}[]
  }

  it('show flow schemas in the order in which they match', async () => {
    const schema = (name: string, matchingPrecedence: number, rest: JsonObject = {}) =>
      api.create(FLOWS, {
        apiVersion: 'flowcontrol.apiserver.k8s.io/v1',
        kind: 'FlowSchema',
        metadata: {name},
        spec: {priorityLevelConfiguration: {name: 'exempt'}, matchingPrecedence, ...rest},
      })
    await schema('late', 9999)
    await schema('early', 3, {distinguisherMethod: {type: 'ByUser'}})
    const shown = await rows(FLOWS)
    const precedences = shown.map(({cells}) => cells[2] as number)
    expect(precedences).toEqual([...precedences].sort((a, b) => a - b))
    expect(shown.map(({cells}) => cells.toSpliced(4, 1))).toEqual(
      expect.arrayContaining([
        ['exempt', 'exempt', 1, '<none>', 'False'],
        ['early', 'exempt', 3, 'ByUser', expect.anything()],
        ['kube-scheduler', 'workload-high', 800, 'ByNamespace', 'False'],
        ['late', 'exempt', 9999, '<none>', expect.anything()],
      ]),
    )
  })

  it('show what CSI drivers want', async () => {
    await api.create(CSI, {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'CSIDriver',
      metadata: {name: 'a.example.com'},
      spec: {storageCapacity: true, tokenRequests: [{audience: 'a'}, {audience: 'b'}], volumeLifecycleModes: ['Ephemeral']},
    })
    const [row] = await rows(`${CSI}/a.example.com`)
    expect(row?.cells.slice(0, 7)).toEqual(['a.example.com', true, false, true, 'a,b', false, 'Ephemeral'])
  })
})
