import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {startTestServer, type TestServer} from '../harness.js'

const DEPLOYMENT = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {name: 'web'},
  spec: {
    replicas: 0,
    selector: {matchLabels: {app: 'web'}},
    template: {metadata: {labels: {app: 'web'}}, spec: {containers: [{name: 'web', image: 'web'}]}},
  },
}

describe('tables of scales', () => {
  let api: TestServer
  beforeAll(async () => {
    api = await startTestServer()
  })
  afterAll(() => api.server.close())

  it('have their own columns', async () => {
    await api.create('/apis/apps/v1/namespaces/default/deployments', DEPLOYMENT)
    const {body} = await api.transport.request({
      method: 'GET',
      path: '/apis/apps/v1/namespaces/default/deployments/web/scale',
      headers: {accept: 'application/json;as=Table;g=meta.k8s.io;v=v1'},
    })
    expect(body).toMatchObject({
      kind: 'Table',
      columnDefinitions: [
        {name: 'Name', type: 'string', format: ''},
        {name: 'Desired', type: 'integer'},
        {name: 'Available', type: 'integer'},
        {name: 'Age', type: 'string'},
      ],
      rows: [{cells: ['web', 0, 0, expect.any(String)]}],
    })
  })

  it('a claim of a StatefulSet says what it is', async () => {
    const claim = {metadata: {name: 'data'}, spec: {accessModes: ['ReadWriteOnce'], resources: {requests: {storage: '1Gi'}}}}
    const set = await api.create('/apis/apps/v1/namespaces/default/statefulsets', {
      ...DEPLOYMENT,
      kind: 'StatefulSet',
      spec: {...DEPLOYMENT.spec, serviceName: 'web', volumeClaimTemplates: [claim]},
    })
    expect(set).toMatchObject({spec: {volumeClaimTemplates: [{apiVersion: 'v1', kind: 'PersistentVolumeClaim'}]}})
  })
})
