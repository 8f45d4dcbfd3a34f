import {describe, expect, it} from 'vitest'
import {prepareObjects, refuseEncrypted} from '../../../../src/lib/apply/prepare/prepare-objects.js'
import type {JsonObject} from '../../../../src/lib/formats/json/value.js'

const owner = {name: 'app', namespace: 'test'}
const labels = {'kustomize.toolkit.fluxcd.io/name': 'app', 'kustomize.toolkit.fluxcd.io/namespace': 'test'}
const prepare = (...documents: JsonObject[]) => prepareObjects(documents, {owner})
const one = (document: JsonObject) => prepare(document)[0] as JsonObject

describe('prepareObjects', () => {
  it('takes lists apart and leaves out what is no object', () => {
    const item = {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'a'}}
    const names = prepare(
      {apiVersion: 'v1', kind: 'List', items: [item, {...item, metadata: {name: 'b'}}]},
      {apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', metadata: {name: 'x'}},
      {kind: 'NoVersion', metadata: {name: 'x'}},
      {apiVersion: 'v1', kind: 'ConfigMap', metadata: {}},
    ).map((object) => object.metadata.name)
    expect(names).toEqual(['a', 'b'])
  })

  it('drops labels and annotations that are no map', () => {
    const odd = {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'a', labels: ['x'], annotations: 'y'}}
    const [object] = prepareObjects([odd as JsonObject], {owner, commonMetadata: {annotations: {b: 'c'}}})
    expect(object!.metadata).toEqual({name: 'a', labels, annotations: {b: 'c'}})
  })

  it('writes built-in kinds as Go would: no unknown fields, default protocols, structs that cannot be absent', () => {
    const template = {
      metadata: {labels: {app: 'web'}},
      spec: {containers: [{name: 'web', image: 'i', ports: [{containerPort: 80}], nonsense: 1, args: []}], hostNetwork: false},
    }
    const deployment = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: {name: 'web', creationTimestamp: null},
      spec: {replicas: 0, paused: false, selector: {matchLabels: {app: 'web'}}, template, nope: true},
      status: {replicas: 1},
    }
    expect(one(deployment)).toEqual({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: {name: 'web', labels},
      spec: {
        replicas: 0,
        selector: {matchLabels: {app: 'web'}},
        strategy: {},
        template: {
          metadata: {labels: {app: 'web'}},
          spec: {containers: [{name: 'web', image: 'i', resources: {}, ports: [{containerPort: 80, protocol: 'TCP'}]}]},
        },
      },
    })
    expect(one({apiVersion: 'v1', kind: 'Namespace', metadata: {name: 'n'}})).toEqual({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {name: 'n', labels},
      spec: {},
    })
  })

  it('prints numbers-or-texts and quantities that were never set as Go does', () => {
    const service = {apiVersion: 'v1', kind: 'Service', metadata: {name: 's'}, spec: {ports: [{port: 80}]}}
    expect(one(service).spec).toEqual({ports: [{port: 80, protocol: 'TCP', targetPort: 0}]})
    const env = [{name: 'CPU', valueFrom: {resourceFieldRef: {resource: 'limits.cpu'}}}]
    const pod = {apiVersion: 'v1', kind: 'Pod', metadata: {name: 'p'}, spec: {containers: [{name: 'c', env}]}}
    expect(one(pod).spec).toEqual({
      containers: [
        {name: 'c', resources: {}, env: [{name: 'CPU', valueFrom: {resourceFieldRef: {resource: 'limits.cpu', divisor: '0'}}}]},
      ],
    })
  })

  it('leaves an object alone whose values do not fit', () => {
    const spec = {replicas: 'three', unknown: 1}
    expect(one({apiVersion: 'apps/v1', kind: 'Deployment', metadata: {name: 'x'}, spec})).toMatchObject({spec})
    const data = {a: 123}
    expect(one({apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'x'}, data, other: 1})).toMatchObject({data, other: 1})
    const meta = {name: 'x', deletionTimestamp: '2026-13-01T00:00:00Z'}
    expect(one({apiVersion: 'v1', kind: 'ConfigMap', metadata: meta, other: 1})).toMatchObject({metadata: meta, other: 1})
    const hard = {cpu: `${'1'.repeat(1_000_000)}x`}
    expect(one({apiVersion: 'v1', kind: 'ResourceQuota', metadata: {name: 'x'}, spec: {hard}})).toMatchObject({spec: {hard}})
  })

  it('turns null into the zero value of a map and drops it elsewhere', () => {
    expect(one({apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'x', annotations: null}, data: {v: null}})).toEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {name: 'x', labels},
      data: {v: ''},
    })
  })

  it('merges stringData of Secrets', () => {
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {name: 's'},
      data: {a: 'YQ==', b: 'Yg=='},
      stringData: {b: 'new', c: 'c'},
    }
    expect(one(secret)).toEqual({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {name: 's', labels},
      data: {a: 'YQ==', b: 'bmV3', c: 'Yw=='},
    })
  })

  it('does not touch roles, custom resources and the status of CRDs', () => {
    const role = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: {name: 'r'},
      aggregationRule: {},
      odd: 1,
    }
    expect(one(role)).toEqual({...role, metadata: {name: 'r', labels}})
    const widget = {apiVersion: 'e.com/v1', kind: 'Widget', metadata: {name: 'w'}, spec: {a: null}, status: {}}
    expect(one(widget)).toEqual({apiVersion: 'e.com/v1', kind: 'Widget', metadata: {name: 'w', labels}, spec: {a: null}})
    const crd = {apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: {name: 'c'}, status: {a: 1}}
    expect(one(crd)).toMatchObject({status: {a: 1}})
  })

  it('puts common metadata over everything, owner labels included', () => {
    const [object] = prepareObjects([{apiVersion: 'e.com/v1', kind: 'W', metadata: {name: 'w', labels: {a: '1'}}}], {
      owner,
      commonMetadata: {labels: {a: '2', 'kustomize.toolkit.fluxcd.io/name': 'mine'}, annotations: {n: 'x'}},
    })
    expect(object?.metadata).toEqual({
      name: 'w',
      labels: {...labels, a: '2', 'kustomize.toolkit.fluxcd.io/name': 'mine'},
      annotations: {n: 'x'},
    })
  })

  it('refuses Secrets that are still encrypted', () => {
    const encrypted = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {name: 's', namespace: 'n'},
      data: {a: 'ENC[AES256_GCM,data:x]'},
      sops: {mac: 'x'},
    }
    expect(() => refuseEncrypted(prepare(encrypted)[0]!)).toThrow(
      'Secret/n/s is SOPS encrypted, configuring decryption is required',
    )
    expect(() =>
      refuseEncrypted(prepare({...encrypted, data: undefined, stringData: {a: 'ENC['}} as JsonObject)[0]!),
    ).not.toThrow()
  })
})
