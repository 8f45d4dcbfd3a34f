import {describe, expect, it} from 'vitest'
import {changeLine} from '../../../src/lib/apply/change-set.js'
import type {JsonObject} from '../../../src/lib/formats/json/value.js'
import {apply, configMap, startCluster} from './cluster.js'

const lines = async (promise: ReturnType<typeof apply>) => (await promise).map(changeLine)

describe('applyStages', () => {
  it('creates, leaves alone what did not change, configures what did', async () => {
    const cluster = await startCluster()
    expect(await lines(apply(cluster, [configMap('b'), configMap('a')]))).toEqual([
      'ConfigMap/test/a created',
      'ConfigMap/test/b created',
    ])
    const before = await cluster.kube.get({apiVersion: 'v1', kind: 'ConfigMap', namespace: 'test', name: 'b'})
    cluster.requests.length = 0
    expect(await lines(apply(cluster, [configMap('b'), configMap('a', {a: '2'})]))).toEqual([
      'ConfigMap/test/a configured',
      'ConfigMap/test/b unchanged',
    ])
    expect(cluster.requests.sort()).toEqual([
      'GET configmaps/a',
      'GET configmaps/b',
      'PATCH configmaps/a',
      'PATCH configmaps/a dry',
      'PATCH configmaps/b dry',
    ])
    const after = await cluster.kube.get({apiVersion: 'v1', kind: 'ConfigMap', namespace: 'test', name: 'b'})
    expect(after.metadata.resourceVersion).toBe(before.metadata.resourceVersion)
    expect(after.metadata.labels).toEqual({
      'kustomize.toolkit.fluxcd.io/name': 'app',
      'kustomize.toolkit.fluxcd.io/namespace': 'test',
    })
    expect(after.metadata.managedFields?.map(({manager, operation}) => [manager, operation])).toEqual([
      ['kustomize-controller', 'Apply'],
    ])
  })

  it('does not read what is expected to be new, unless it is there', async () => {
    const cluster = await startCluster()
    await apply(cluster, [configMap('old')])
    cluster.requests.length = 0
    const changes = await lines(apply(cluster, [configMap('new'), configMap('old')], {expectedNew: () => true, concurrency: 1}))
    expect(changes).toEqual(['ConfigMap/test/new created', 'ConfigMap/test/old unchanged'])
    expect(cluster.requests).toEqual([
      'PATCH configmaps/new dry',
      'PATCH configmaps/old dry',
      'GET configmaps/old',
      'PATCH configmaps/old dry',
      'PATCH configmaps/new',
    ])
  })

  it('applies nothing of a stage when one object is refused, but keeps earlier stages', async () => {
    const cluster = await startCluster()
    const role = {apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: {name: 'r'}, rules: []}
    const error = await apply(cluster, [configMap('Bad_Name'), configMap('good'), role]).catch((thrown: unknown) => thrown)
    expect(String((error as Error).message)).toContain(
      'ConfigMap/test/Bad_Name dry-run failed (Invalid): ConfigMap "Bad_Name" is invalid',
    )
    expect((error as {changes: never[]}).changes.map(changeLine)).toEqual(['ClusterRole/r created'])
    await expect(cluster.kube.get({apiVersion: 'v1', kind: 'ConfigMap', namespace: 'test', name: 'good'})).rejects.toThrow(
      'not found',
    )
  })

  it('names what is missing', async () => {
    const cluster = await startCluster()
    const elsewhere = configMap('a', {}, {namespace: 'nowhere'})
    await expect(apply(cluster, [elsewhere])).rejects.toThrow('ConfigMap/nowhere/a not found: namespaces "nowhere" not found')
    const unknown = {apiVersion: 'nope.example.com/v1', kind: 'Widget', metadata: {name: 'one', namespace: 'test'}}
    await expect(apply(cluster, [unknown])).rejects.toThrow(
      'Widget/test/one dry-run failed: no matches for kind "Widget" in version "nope.example.com/v1"',
    )
  })

  it('follows the keys on manifest and live object', async () => {
    const cluster = await startCluster()
    const key = (name: string, value: string) => ({annotations: {[`kustomize.toolkit.fluxcd.io/${name}`]: value}})
    expect(
      await lines(
        apply(cluster, [configMap('once', {}, key('ssa', 'IfNotPresent')), configMap('never', {}, key('ssa', 'Ignore'))]),
      ),
    ).toEqual(['ConfigMap/test/never skipped', 'ConfigMap/test/once created'])
    expect(await lines(apply(cluster, [configMap('once', {b: '2'}, key('ssa', 'ifnotpresent'))]))).toEqual([
      'ConfigMap/test/once skipped',
    ])
    expect(await lines(apply(cluster, [configMap('once', {b: '2'})]))).toEqual(['ConfigMap/test/once configured'])
  })

  it('recreates what cannot be changed when forced', async () => {
    const cluster = await startCluster()
    await apply(cluster, [{...configMap('i'), immutable: true}])
    const changed = {...configMap('i', {a: '2'}), immutable: true}
    await expect(apply(cluster, [changed])).rejects.toThrow(
      'dry-run failed (Invalid): ConfigMap "i" is invalid: data: Forbidden: field is immutable',
    )
    expect(await lines(apply(cluster, [changed], {force: true}))).toEqual(['ConfigMap/test/i created'])
  })

  it("takes over kubectl's fields", async () => {
    const cluster = await startCluster()
    await apply(cluster, [configMap('c')])
    const ref = {apiVersion: 'v1', kind: 'ConfigMap', namespace: 'test', name: 'c'}
    await cluster.kube.patch(ref, {type: 'merge', body: {data: {a: 'edited', extra: 'x'}}}, {fieldManager: 'kubectl-edit'})
    await cluster.kube.patch(ref, {type: 'merge', body: {data: {kept: 'y'}}}, {fieldManager: 'flux-client-side-apply'})
    expect(await lines(apply(cluster, [configMap('c')]))).toEqual(['ConfigMap/test/c configured'])
    const now = await cluster.kube.get(ref)
    expect(now.data).toEqual({a: '1', kept: 'y'})
    expect(now.metadata.managedFields?.map((entry) => entry.manager)).toEqual(['kustomize-controller', 'flux-client-side-apply'])
  })

  it('cleans up beside somebody who does the same', async () => {
    const cluster = await startCluster()
    const ref = {apiVersion: 'v1', kind: 'ConfigMap', namespace: 'test', name: 'c'}
    const annotations = {'kubectl.kubernetes.io/last-applied-configuration': '{}'}
    await cluster.kube.create(configMap('c', {a: 'old'}, {annotations}) as never, {fieldManager: 'kubectl-client-side-apply'})
    let raced = 0
    const racing = Object.create(cluster.kube) as typeof cluster.kube
    racing.patch = async (at, patch, options) => {
      const gone = {metadata: {annotations: {'kubectl.kubernetes.io/last-applied-configuration': null}}}
      if (raced++ === 0) await cluster.kube.patch(ref, {type: 'merge', body: gone}, {fieldManager: 'other'})
      return cluster.kube.patch(at, patch, options)
    }
    expect(await lines(apply({...cluster, kube: racing}, [configMap('c')]))).toEqual(['ConfigMap/test/c configured'])
    expect(raced).toBe(2)
    expect((await cluster.kube.get(ref)).data).toEqual({a: '1'})
  })

  describe('a Service whose only port kubectl changed', () => {
    const ref = {apiVersion: 'v1', kind: 'Service', namespace: 'test', name: 'web'}
    const service = {
      ...{apiVersion: 'v1', kind: 'Service', metadata: {name: 'web', namespace: 'test'}},
      spec: {selector: {app: 'web'}, ports: [{port: 80, targetPort: 9000}]},
    }
    const editedBy = async (fieldManager: string, metadata: JsonObject = {}) => {
      const cluster = await startCluster()
      await apply(cluster, [service])
      const body = {metadata, spec: {ports: [{port: 8080, protocol: 'TCP', targetPort: 9000}]}}
      const before = await cluster.kube.patch(ref, {type: 'merge', body}, {fieldManager})
      cluster.requests.length = 0
      return {cluster, before}
    }
    const STUCK =
      'Service/test/web dry-run failed (Invalid): Service "web" is invalid: ' +
      '[spec.ports[0].name: Required value, spec.ports[1].name: Required value]'

    it('gets its port back', async () => {
      const {cluster, before} = await editedBy('kubectl-edit')
      expect(await lines(apply(cluster, [service]))).toEqual(['Service/test/web configured'])
      const dryRun = 'PATCH services/web dry'
      expect(cluster.requests).toEqual(['GET services/web', dryRun, 'PATCH services/web', dryRun, 'PATCH services/web'])
      const now = await cluster.kube.get(ref)
      expect(now.spec).toEqual({...(before.spec as JsonObject), ports: [{port: 80, protocol: 'TCP', targetPort: 9000}]})
      expect(now.metadata.uid).toBe(before.metadata.uid)
      expect(now.metadata.managedFields?.map((entry) => entry.manager)).toEqual(['kustomize-controller'])
      expect(await lines(apply(cluster, [service]))).toEqual(['Service/test/web unchanged'])
    })

    it('keeps the edit of a manager that is not taken over, and of an object that merges', async () => {
      const merge = {annotations: {'kustomize.toolkit.fluxcd.io/ssa': 'Merge'}}
      for (const {cluster, before} of [await editedBy('operator'), await editedBy('kubectl-edit', merge)]) {
        await expect(apply(cluster, [service])).rejects.toThrow(STUCK)
        expect((await cluster.kube.get(ref)).metadata.resourceVersion).toBe(before.metadata.resourceVersion)
      }
    })

    it('is recreated when forced, as before', async () => {
      const {cluster} = await editedBy('kubectl-edit')
      expect(await lines(apply(cluster, [service], {force: true}))).toEqual(['Service/test/web created'])
    })
  })

  it('writes nothing for a field that is immutable', async () => {
    const cluster = await startCluster()
    await apply(cluster, [{...configMap('i'), immutable: true}])
    const ref = {apiVersion: 'v1', kind: 'ConfigMap', namespace: 'test', name: 'i'}
    const labels = {team: 'a'}
    const before = await cluster.kube.patch(ref, {type: 'merge', body: {metadata: {labels}}}, {fieldManager: 'kubectl-edit'})
    await expect(apply(cluster, [{...configMap('i', {a: '2'}), immutable: true}])).rejects.toThrow('field is immutable')
    expect((await cluster.kube.get(ref)).metadata.resourceVersion).toBe(before.metadata.resourceVersion)
  })

  it('respects ignored paths', async () => {
    const cluster = await startCluster()
    await apply(cluster, [configMap('c', {a: '1', b: '1'})])
    const ref = {apiVersion: 'v1', kind: 'ConfigMap', namespace: 'test', name: 'c'}
    await cluster.kube.patch(ref, {type: 'merge', body: {data: {a: 'other'}}}, {fieldManager: 'operator'})
    const ignore = [{paths: ['/data/a']}]
    expect(await lines(apply(cluster, [configMap('c', {a: '1', b: '1'})], {ignore}))).toEqual(['ConfigMap/test/c unchanged'])
    expect(await lines(apply(cluster, [configMap('c', {a: '1', b: '2'})], {ignore}))).toEqual(['ConfigMap/test/c configured'])
    expect((await cluster.kube.get(ref)).data).toEqual({a: 'other', b: '2'})
  })

  it('brings definitions before what uses them', async () => {
    const cluster = await startCluster()
    const crd = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: {name: 'widgets.example.com'},
      spec: {
        group: 'example.com',
        names: {kind: 'Widget', listKind: 'WidgetList', plural: 'widgets', singular: 'widget'},
        scope: 'Namespaced',
        versions: [{name: 'v1', served: true, storage: true, schema: {openAPIV3Schema: {type: 'object'}}}],
      },
    }
    const widget = {apiVersion: 'example.com/v1', kind: 'Widget', metadata: {name: 'one', namespace: 'test'}}
    const running = lines(apply(cluster, [widget, crd]))
    await cluster.clock.advance(5000)
    expect(await running).toEqual(['CustomResourceDefinition/widgets.example.com created', 'Widget/test/one created'])
  })
})
