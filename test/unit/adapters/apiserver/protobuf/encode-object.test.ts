import {describe, expect, it} from 'vitest'
import {decodeObject} from '../../../../../src/lib/adapters/apiserver/protobuf/decode-object.js'
import {encodeEvent, encodeObject, hasMessage} from '../../../../../src/lib/adapters/apiserver/protobuf/encode-object.js'
import {MessageTable} from '../../../../../src/lib/adapters/apiserver/protobuf/message-table.js'
import type {JsonObject} from '../../../../../src/lib/formats/json/value.js'

const table = new MessageTable()
const there = (object: JsonObject) => decodeObject(encodeObject(object, table), table)

const pod = {
  kind: 'Pod',
  apiVersion: 'v1',
  metadata: {
    name: 'a',
    creationTimestamp: '2026-11-26T01:50:27Z',
    labels: {b: 'ü', a: ''},
    managedFields: [{manager: 'm', operation: 'Update', time: '2026-11-26T01:50:27Z', fieldsV1: {'f:spec': {'.': {}}}}],
  },
  spec: {
    containers: [
      {
        name: 'a',
        ports: [{containerPort: 80}],
        resources: {limits: {cpu: '100m'}},
        livenessProbe: {httpGet: {path: '/', port: 'http'}, periodSeconds: 5},
        securityContext: {runAsUser: -1, allowPrivilegeEscalation: false},
      },
    ],
    volumes: [{name: 'v', emptyDir: {}}],
    tolerations: [{tolerationSeconds: 9_007_199_254_740_991}],
  },
}

describe('encodeObject', () => {
  it('writes what the reader reads back', () => {
    expect(there(pod)).toEqual(pod)
    const secret = {kind: 'Secret', apiVersion: 'v1', metadata: {name: 's'}, data: {k: 'AAEC'}}
    expect(there({kind: 'SecretList', apiVersion: 'v1', metadata: {resourceVersion: '7'}, items: [secret]})).toEqual({
      kind: 'SecretList',
      apiVersion: 'v1',
      metadata: {resourceVersion: '7'},
      items: [{metadata: {name: 's'}, data: {k: 'AAEC'}}],
    })
    const lease = {
      kind: 'Lease',
      apiVersion: 'coordination.k8s.io/v1',
      spec: {renewTime: '2026-11-26T01:50:27.123456Z', leaseDurationSeconds: 15},
    }
    expect(there(lease)).toEqual(lease)
  })

  it('writes schemas of CRDs in all their forms', () => {
    const schema = {
      type: 'object',
      required: ['a'],
      properties: {
        a: {type: 'array', items: {type: 'integer', minimum: 1.5, default: 3}},
        b: {type: 'object', additionalProperties: {type: 'string', enum: ['x', null]}, 'x-kubernetes-map-type': 'atomic'},
        c: {type: 'object', additionalProperties: false},
      },
      dependencies: {a: ['b'], b: {type: 'object'}},
    }
    const crd = {
      kind: 'CustomResourceDefinition',
      apiVersion: 'apiextensions.k8s.io/v1',
      spec: {group: 'g', versions: [{name: 'v1', served: true, storage: true, schema: {openAPIV3Schema: schema}}]},
    }
    expect(there(crd)).toEqual(crd)
  })

  it('writes messages of one list as objects, and Go slice types as lists', () => {
    const items = [{path: 'namespace', fieldRef: {fieldPath: 'metadata.namespace'}}]
    const volumes = [{name: 'v', projected: {sources: [{downwardAPI: {items}}, {downwardAPI: {}}]}}]
    const projected = {kind: 'Pod', apiVersion: 'v1', spec: {volumes}}
    expect(there(projected)).toEqual(projected)
    const review = {kind: 'TokenReview', apiVersion: 'authentication.k8s.io/v1', status: {user: {extra: {k: ['a', 'b']}}}}
    expect(there(review)).toEqual(review)
  })

  it('begins as the real server does', () => {
    const bytes = encodeObject({kind: 'ConfigMap', apiVersion: 'v1', metadata: {name: 'a'}}, table)
    expect(Buffer.from(bytes).toString('latin1')).toBe('k8s\0\n\x0f\n\x02v1\x12\tConfigMap\x12\x05\n\x03\n\x01a\x1a\0"\0')
  })

  it('knows no kinds of other groups', () => {
    expect(hasMessage('apps/v1', 'Deployment', table)).toBe(true)
    expect(hasMessage('rbac.authorization.k8s.io/v1', 'ClusterRoleList', table)).toBe(true)
    expect(hasMessage('apps.example.com/v1', 'Deployment', table)).toBe(false)
  })
})

describe('encodeEvent', () => {
  it('puts the length before an event', () => {
    const bytes = Buffer.from(encodeEvent('ADDED', {kind: 'ConfigMap', apiVersion: 'v1', metadata: {name: 'a'}}, table))
    expect(bytes.readUInt32BE(0)).toBe(bytes.length - 4)
    expect(bytes.subarray(4, 11).toString()).toBe('\n\x05ADDED')
  })
})
