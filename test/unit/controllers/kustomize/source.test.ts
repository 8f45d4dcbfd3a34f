import {describe, expect, it} from 'vitest'
import {DEFAULT_KUSTOMIZE_OPTIONS} from '../../../../src/lib/controllers/kustomize/options.js'
import {findSource} from '../../../../src/lib/controllers/kustomize/source.js'
import type {Context} from '../../../../src/lib/ports/context.js'
import type {KubeObject} from '../../../../src/lib/ports/kube.js'

const source = (revision: string) => ({
  apiVersion: 'source.toolkit.fluxcd.io/v1',
  kind: 'GitRepository',
  metadata: {name: 'fleet', namespace: 'apps'},
  status: {artifact: {revision}},
})

/** The watch of sources is behind: its cache still has the revision before. */
const context = {
  kube: {get: async () => source('main@sha1:2')},
  caches: {cache: () => ({get: () => source('main@sha1:1')})},
} as unknown as Context

async function revisionFor(requestedAt: string | undefined, handled: string | undefined) {
  const object = {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: {
      name: 'app',
      namespace: 'apps',
      ...(requestedAt && {annotations: {'reconcile.fluxcd.io/requestedAt': requestedAt}}),
    },
    spec: {sourceRef: {kind: 'GitRepository', name: 'fleet'}},
    ...(handled && {status: {lastHandledReconcileAt: handled}}),
  } as KubeObject
  const answer = await findSource(context, object, DEFAULT_KUSTOMIZE_OPTIONS, new AbortController().signal)
  return answer.is === 'found' ? answer.artifact.revision : answer.is
}

describe('the source of a Kustomization', () => {
  it('comes from the cache for runs that nobody asked for', async () => {
    expect(await revisionFor(undefined, undefined)).toBe('main@sha1:1')
    expect(await revisionFor('10:00', '10:00')).toBe('main@sha1:1')
  })

  it('is asked for when somebody wants this run: its newest revision may be a moment old', async () => {
    expect(await revisionFor('10:00', undefined)).toBe('main@sha1:2')
    expect(await revisionFor('10:01', '10:00')).toBe('main@sha1:2')
  })
})
