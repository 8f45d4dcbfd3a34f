import {describe, expect, it} from 'vitest'
import {inventoryDifference, inventoryEntry, inventoryRef, inventoryUnion} from '../../../src/lib/apply/inventory.js'

describe('inventory', () => {
  it.each([
    [{apiVersion: 'v1', kind: 'Service', namespace: 'default', name: 'podinfo'}, 'default_podinfo__Service', 'v1'],
    [
      {apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', name: 'crd.example.com'},
      '_crd.example.com_apiextensions.k8s.io_CustomResourceDefinition',
      'v1',
    ],
    [
      {apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', name: 'system:node'},
      '_system__node_rbac.authorization.k8s.io_ClusterRole',
      'v1',
    ],
  ])('writes and reads %j', (ref, id, v) => {
    expect(inventoryEntry(ref)).toEqual({id, v})
    expect(inventoryRef({id, v})).toEqual({...ref, namespace: (ref as {namespace?: string}).namespace})
  })

  it('knows malformed ids', () => {
    expect(inventoryRef({id: 'nonsense', v: 'v1'})).toBeUndefined()
  })

  it('compares by id alone', () => {
    const old = [
      {id: 'a', v: 'v1'},
      {id: 'b', v: 'v1'},
    ]
    expect(inventoryDifference(old, [{id: 'a', v: 'v2'}])).toEqual([{id: 'b', v: 'v1'}])
    expect(inventoryUnion([{id: 'a', v: 'v2'}], old)).toEqual([
      {id: 'a', v: 'v2'},
      {id: 'b', v: 'v1'},
    ])
  })
})
