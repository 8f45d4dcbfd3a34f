import {describe, expect, it} from 'vitest'
import {outOfReach} from '../../../../src/lib/actions/run/out-of-reach.js'
import {createTasks} from '../../../../src/lib/adapters/system/tasks.js'
import {createVirtualClock} from '../../../../src/lib/adapters/system/virtual-clock.js'
import type {Manager, Unsettled} from '../../../../src/lib/controllers/runtime/manager.js'
import {kindRow} from '../../../../src/lib/kinds/registry.js'
import type {KubeClient, KubeObject, ObjectRef} from '../../../../src/lib/ports/kube.js'

const CHECKING = 'Running health checks for revision main@sha1:0 with a timeout of 30s'

function kustomization(message: string, ids: readonly string[]): KubeObject {
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: {name: 'apps', namespace: 'a'},
    spec: {wait: true},
    status: {
      conditions: [{type: 'Reconciling', status: 'True', reason: 'Progressing', message}],
      inventory: {entries: ids.map((id) => ({id, v: 'v2'}))},
    },
  }
}

const RELEASE = 'web_web_helm.toolkit.fluxcd.io_HelmRelease'
const GADGET = 'web_own_example.com_Gadget'

function setUp(object: KubeObject, why: Unsettled['why'] = 'running') {
  const clock = createVirtualClock(createTasks())
  const state = {object, left: [{kind: 'Kustomization', namespace: 'a', name: 'apps', why}] as Unsettled[]}
  const kube = {
    resourceFor: async () => ({}),
    get: async (ref: ObjectRef) => ({
      ...{apiVersion: ref.apiVersion, kind: ref.kind},
      metadata: {namespace: ref.namespace, name: ref.name, generation: 1},
      status: {observedGeneration: -1},
    }),
  } as unknown as KubeClient
  const manager = {
    unsettled: () => state.left,
    controllers: [{reconciler: {kind: {kind: 'Kustomization'}}, cache: {get: () => state.object}}],
  } as unknown as Manager
  const stop = new AbortController()
  const found: Unsettled[][] = []
  const watching = outOfReach({kube, clock}, manager, [kindRow('HelmRelease')!], stop.signal).then(
    (left) => found.push(left),
    () => undefined,
  )
  const end = async () => {
    stop.abort()
    await watching
  }
  return {clock, state, found, end}
}

describe('a run that can go no further', () => {
  it('is one whose health checks wait only for objects that nobody reconciles', async () => {
    const {clock, found, end} = setUp(kustomization(CHECKING, [RELEASE]))
    await clock.advance(600)
    expect(found).toEqual([[{kind: 'Kustomization', namespace: 'a', name: 'apps', why: 'running'}]])
    await end()
  })

  it('is not one that waits for something else as well, is before its checks, or has other work to do', async () => {
    const own = setUp(kustomization(CHECKING, [RELEASE, GADGET]))
    const early = setUp(kustomization('Building manifests for revision main@sha1:0', [RELEASE]))
    const queued = setUp(kustomization(CHECKING, [RELEASE]), 'queued')
    for (const {clock, found, end} of [own, early, queued]) {
      await clock.advance(3000)
      expect(found).toEqual([])
      await end()
    }
  })

  it('may become one later', async () => {
    const {clock, state, found, end} = setUp(kustomization(CHECKING, [RELEASE, GADGET]))
    await clock.advance(2000)
    expect(found).toEqual([])
    state.object = kustomization(CHECKING, [RELEASE])
    await clock.advance(600)
    expect(found.length).toBe(1)
    await end()
  })
})
