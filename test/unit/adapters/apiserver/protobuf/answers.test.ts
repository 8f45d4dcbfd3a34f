import {request as httpsRequest} from 'node:https'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {decodeObject} from '../../../../../src/lib/adapters/apiserver/protobuf/decode-object.js'
import {MessageTable} from '../../../../../src/lib/adapters/apiserver/protobuf/message-table.js'
import {startTestServer, type TestServer} from '../harness.js'

const PROTOBUF = 'application/vnd.kubernetes.protobuf'
const table = new MessageTable()

describe('answers in Protobuf', () => {
  let server: TestServer
  let address: {server: string; ca: string}

  beforeAll(async () => {
    server = await startTestServer()
    address = await server.server.listen()
    await server.create('/api/v1/namespaces/default/configmaps', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {name: 'a'},
      data: {k: 'v'},
    })
  })
  afterAll(() => server.server.close())

  const ask = (path: string, accept: string) =>
    new Promise<{status: number; type: string; bytes: Buffer}>((resolve, reject) => {
      const headers = {accept, authorization: `Bearer ${server.server.token}`}
      httpsRequest(`${address.server}${path}`, {ca: address.ca, headers}, (incoming) => {
        const chunks: Buffer[] = []
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
        incoming.on('end', () =>
          resolve({
            status: incoming.statusCode ?? 0,
            type: String(incoming.headers['content-type']),
            bytes: Buffer.concat(chunks),
          }),
        )
      })
        .on('error', reject)
        .end()
    })

  it('are what those in JSON are', async () => {
    for (const path of ['/api/v1/namespaces/default/configmaps/a', '/api/v1/namespaces/kube-system/serviceaccounts']) {
      const plain = await ask(path, 'application/json')
      const {status, type, bytes} = await ask(path, `${PROTOBUF},application/json`)
      expect([status, type]).toEqual([200, PROTOBUF])
      expect(decodeObject(bytes, table)).toEqual(JSON.parse(plain.bytes.toString()))
    }
  })

  it('are Statuses for what is refused', async () => {
    const {status, type, bytes} = await ask('/api/v1/namespaces/default/configmaps/none', PROTOBUF)
    expect([status, type]).toEqual([404, PROTOBUF])
    expect(decodeObject(bytes, table)).toMatchObject({kind: 'Status', reason: 'NotFound', code: 404})
  })

  it('are metadata alone, or a Table in the next acceptable form', async () => {
    const path = '/api/v1/namespaces/default/configmaps/a'
    const partial = await ask(path, `${PROTOBUF};as=PartialObjectMetadata;g=meta.k8s.io;v=v1`)
    expect(decodeObject(partial.bytes, table)).toMatchObject({kind: 'PartialObjectMetadata', metadata: {name: 'a'}})
    const as = 'as=Table;g=meta.k8s.io;v=v1'
    expect((await ask(path, `${PROTOBUF};${as},application/json;${as}`)).type).toBe('application/json')
    expect((await ask(path, `${PROTOBUF};${as}`)).status).toBe(406)
  })

  it('are events of a watch, each with its length', async () => {
    const {type, bytes} = await ask('/api/v1/namespaces/default/configmaps?watch=true&timeoutSeconds=1', PROTOBUF)
    expect(type).toBe(`${PROTOBUF};stream=watch`)
    const lengths: number[] = []
    for (let at = 0; at < bytes.length; at += 4 + lengths.at(-1)!) lengths.push(bytes.readUInt32BE(at))
    expect(lengths.length).toBe(2)
    expect(lengths.reduce((sum, length) => sum + 4 + length, 0)).toBe(bytes.length)
  })
})
