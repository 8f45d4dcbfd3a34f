import {describe, expect, it} from 'vitest'
import {changeLine} from '../../../src/lib/apply/change-set.js'
import {deleteObjects} from '../../../src/lib/apply/delete-objects.js'
import {apply, configMap, owner, startCluster} from './cluster.js'

const options = {owner, missingKindFails: false}
const ref = (name: string) => ({apiVersion: 'v1', kind: 'ConfigMap', namespace: 'test', name})

describe('deleteObjects', () => {
  it("deletes what is the owner's, last applied first, and skips the rest", async () => {
    const cluster = await startCluster()
    const kept = {annotations: {'kustomize.toolkit.fluxcd.io/prune': 'Disabled'}}
    await apply(cluster, [configMap('a'), configMap('b'), configMap('kept', {}, kept)])
    await cluster.kube.create({apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'foreign', namespace: 'test'}})
    const {changes, error} = await deleteObjects(cluster.kube, ['a', 'b', 'kept', 'foreign', 'gone'].map(ref), options)
    expect(error).toBeUndefined()
    expect(changes.map(changeLine)).toEqual([
      'ConfigMap/test/kept skipped',
      'ConfigMap/test/gone deleted',
      'ConfigMap/test/foreign skipped',
      'ConfigMap/test/b deleted',
      'ConfigMap/test/a deleted',
    ])
    await expect(cluster.kube.get(ref('a'))).rejects.toThrow('not found')
    expect((await cluster.kube.get(ref('kept'))).metadata.name).toBe('kept')
  })

  it('counts objects of a kind that is gone as deleted, or fails when asked to', async () => {
    const cluster = await startCluster()
    const widget = {apiVersion: 'pf.example.com/v1', kind: 'Widget', namespace: 'test', name: 'one'}
    expect((await deleteObjects(cluster.kube, [widget], options)).changes.map(changeLine)).toEqual(['Widget/test/one deleted'])
    const failing = await deleteObjects(cluster.kube, [widget], {...options, missingKindFails: true})
    expect(failing.error?.message).toBe(
      'delete failed, errors: Widget/test/one query failed: no matches for kind "Widget" in version "pf.example.com/v1";',
    )
    expect(failing.changes.map(changeLine)).toEqual(['Widget/test/one unknown'])
  })
})
