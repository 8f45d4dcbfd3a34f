import {describe, expect, it} from 'vitest'
import {clusterVersions} from '../../../src/lib/actions/version.js'
import {ApiError, NoMatchError} from '../../../src/lib/errors/api-error.js'
import type {KubeClient} from '../../../src/lib/ports/kube.js'

const images = ['ghcr.io/fluxcd/source-controller:v1.9.5']
const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {name: 'source-controller'},
  spec: {template: {spec: {containers: images.map((image) => ({name: 'manager', image}))}}},
}

const versions = (get: () => Promise<never>) => {
  const kube = {get, list: async () => ({items: [deployment]})} as unknown as KubeClient
  return clusterVersions({kube, signal: new AbortController().signal}, 'flux-system')
}

describe('clusterVersions', () => {
  it('goes on without the CRD that tells the distribution', async () => {
    const missing = new ApiError({code: 404, reason: 'NotFound', message: 'not found'})
    expect(await versions(() => Promise.reject(missing))).toEqual({'source-controller': 'v1.9.5'})
  })

  it('fails at a server that knows no CRDs', async () => {
    const unserved = new NoMatchError('apiextensions.k8s.io/v1', 'CustomResourceDefinition')
    await expect(versions(() => Promise.reject(unserved))).rejects.toThrow('no matches for kind "CustomResourceDefinition"')
  })
})
