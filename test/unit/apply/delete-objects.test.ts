import {describe, expect, it} from 'vitest'
import {changeLine} from '../../../src/lib/apply/change-set.js'
import {deleteObjects} from '../../../src/lib/apply/delete-objects.js'
import {ownerLabels} from '../../../src/lib/apply/keys.js'
import type {KubeClient, KubeObject} from '../../../src/lib/ports/kube.js'
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

  describe('of a kind that the server does not serve', () => {
    const widget = {apiVersion: 'example.com/v1alpha1', kind: 'Widget', namespace: 'test', name: 'one'}
    const noMatch =
      'delete failed, errors: Widget/test/one query failed: no matches for kind "Widget" in version "example.com/v1alpha1";'

    it('keeps what it never knew, for it may be there', async () => {
      const cluster = await startCluster()
      const {changes, error} = await deleteObjects(cluster.kube, [widget], options)
      expect(error?.message).toBe(noMatch)
      expect(changes.map(changeLine)).toEqual(['Widget/test/one unknown'])
    })

    it('counts what it knew as deleted when the whole kind went, or fails when asked to', async () => {
      const cluster = await startCluster()
      await cluster.kube.create(widgets(['v1beta1', 'v1alpha1']))
      await cluster.kube.create({...widget, metadata: {name: 'one', namespace: 'test', labels: ownerLabels(owner)}})
      await cluster.kube.delete({apiVersion: CRD, kind: 'CustomResourceDefinition', name: 'widgets.example.com'})
      const failing = await deleteObjects(cluster.kube, [widget], {...options, missingKindFails: true})
      expect(failing.error?.message).toBe(noMatch)
      expect((await deleteObjects(cluster.kube, [widget], options)).changes.map(changeLine)).toEqual(['Widget/test/one deleted'])
    })

    it('asks once what is served, however many objects went', async () => {
      const cluster = await startCluster()
      await cluster.kube.create(widgets(['v1alpha1']))
      const refs = ['one', 'two', 'three'].map((name) => ({...widget, name}))
      await cluster.kube.resourceFor(widget)
      await cluster.kube.delete({apiVersion: CRD, kind: 'CustomResourceDefinition', name: 'widgets.example.com'})
      // the client has heard that the kind is gone
      await expect(cluster.kube.resourceFor(widget, {fresh: true})).rejects.toThrow('no matches')
      let asked = 0
      const kube: KubeClient = {
        ...cluster.kube,
        resources(how) {
          asked++
          return cluster.kube.resources(how)
        },
      }
      const {changes} = await deleteObjects(kube, refs, options)
      expect(changes.map(({action}) => action)).toEqual(['deleted', 'deleted', 'deleted'])
      expect(asked).toBe(1)
    })

    it('keeps what lives on in another version', async () => {
      const cluster = await startCluster()
      await cluster.kube.create(widgets(['v1beta1', 'v1alpha1']))
      await cluster.kube.create({...widget, metadata: {name: 'one', namespace: 'test', labels: ownerLabels(owner)}})
      await cluster.kube.apply(widgets(['v1beta1']), {fieldManager: 'test', force: true})
      expect((await deleteObjects(cluster.kube, [widget], options)).error?.message).toBe(noMatch)
      await cluster.kube.apply(widgets(['v1beta1', 'v1alpha1']), {fieldManager: 'test', force: true})
      expect((await deleteObjects(cluster.kube, [widget], options)).changes.map(changeLine)).toEqual(['Widget/test/one deleted'])
      await expect(cluster.kube.get(widget)).rejects.toThrow('not found')
    })
  })
})

const CRD = 'apiextensions.k8s.io/v1'

/** The definition of a kind that serves these versions of the two it has. */
function widgets(served: readonly string[]): KubeObject {
  const schema = {openAPIV3Schema: {type: 'object', 'x-kubernetes-preserve-unknown-fields': true}}
  return {
    apiVersion: CRD,
    kind: 'CustomResourceDefinition',
    metadata: {name: 'widgets.example.com'},
    spec: {
      group: 'example.com',
      names: {kind: 'Widget', plural: 'widgets', singular: 'widget', listKind: 'WidgetList'},
      scope: 'Namespaced',
      versions: ['v1beta1', 'v1alpha1'].map((name) => ({
        name,
        served: served.includes(name),
        storage: name === 'v1beta1',
        schema,
      })),
    },
  }
}
