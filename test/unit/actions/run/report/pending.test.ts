import {describe, expect, it} from 'vitest'
import {inVain, pendingOf, pendingText} from '../../../../../src/lib/actions/run/report/pending.js'
import {createSystemClock} from '../../../../../src/lib/adapters/system/system-clock.js'
import {ApiError} from '../../../../../src/lib/errors/api-error.js'
import type {JsonObject} from '../../../../../src/lib/formats/json/value.js'
import {kindRow} from '../../../../../src/lib/kinds/registry.js'
import type {KubeClient, KubeObject, ObjectRef} from '../../../../../src/lib/ports/kube.js'

const gone = new ApiError({apiVersion: 'v1', kind: 'Status', status: 'Failure', code: 404, reason: 'NotFound', message: 'gone'})

/** Deployments by name: true when they are rolled out. */
function context(deployments: Record<string, boolean>) {
  const kube = {
    resourceFor: async () => ({}),
    get: async ({apiVersion, kind, namespace, name}: ObjectRef) => {
      if (deployments[name] === undefined) throw gone
      const up = deployments[name] ? 1 : 0
      const conditions = [{type: 'Available', status: up ? 'True' : 'False', reason: 'A', message: 'a'}]
      const status = {
        observedGeneration: 1,
        replicas: 1,
        updatedReplicas: 1,
        readyReplicas: up,
        availableReplicas: up,
        conditions,
      }
      return {apiVersion, kind, metadata: {namespace, name, generation: 1}, spec: {replicas: 1}, status}
    },
  }
  return {kube: kube as unknown as KubeClient, clock: createSystemClock()}
}

function kustomization(spec: JsonObject, reconciling = 'True'): KubeObject {
  const entries = ['dead', 'up', 'lost'].map((name) => ({id: `web_${name}_apps_Deployment`, v: 'v1'}))
  const conditions = [{type: 'Reconciling', status: reconciling, reason: 'Progressing', message: 'Running health checks'}]
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: {name: 'web', namespace: 'flux-system'},
    spec,
    status: {conditions, inventory: {entries: [...entries, {id: 'web_settings__ConfigMap', v: 'v1'}]}},
  }
}

const waitingFor = async (ctx: ReturnType<typeof context>, object: KubeObject) => (await pendingOf(ctx, object)).map(pendingText)

describe('what a Kustomization waits for', () => {
  const ctx = context({dead: false, up: true})

  it('is what of its inventory is not current', async () => {
    expect(await waitingFor(ctx, kustomization({wait: true}))).toEqual([
      "Deployment/web/dead status: 'InProgress'",
      "Deployment/web/lost status: 'NotFound'",
    ])
  })

  it('is what its health checks name, without wait', async () => {
    const healthChecks = [{apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'web', name: 'dead'}]
    expect(await waitingFor(ctx, kustomization({healthChecks}))).toEqual(["Deployment/web/dead status: 'InProgress'"])
    expect(await waitingFor(ctx, kustomization({}))).toEqual([])
  })

  it('is nothing when it is not at work, or works on another cluster', async () => {
    expect(await waitingFor(ctx, kustomization({wait: true}, 'False'))).toEqual([])
    expect(await waitingFor(ctx, kustomization({wait: true, kubeConfig: {secretRef: {name: 'other'}}}))).toEqual([])
  })
})

describe('waiting in vain', () => {
  const stored = [kindRow('HelmRelease')!, kindRow('OCIRepository')!]
  const pending = (apiVersion: string, kind: string) => ({
    ref: {apiVersion, kind, namespace: 'a', name: 'b'},
    status: 'InProgress',
  })
  const release = pending('helm.toolkit.fluxcd.io/v2', 'HelmRelease')

  it('is to wait for objects that nobody reconciles, and for nothing else', () => {
    expect(inVain([release, pending('source.toolkit.fluxcd.io/v1', 'OCIRepository')], stored)).toBe(true)
    expect(inVain([release, pending('apps/v1', 'Deployment')], stored)).toBe(false)
    expect(inVain([pending('helm.example.com/v2', 'HelmRelease')], stored)).toBe(false)
    expect(inVain([release], [])).toBe(false)
    expect(inVain([], stored)).toBe(false)
  })
})
