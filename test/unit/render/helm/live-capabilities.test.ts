import {describe, expect, it} from 'vitest'
import type {ApiResource} from '../../../../src/lib/ports/kube.js'
import {liveCapabilities} from '../../../../src/lib/render/helm/live-capabilities.js'

const resource = (group: string, version: string, kind: string) => ({group, version, kind}) as ApiResource
const kube = {
  version: async () => ({major: '1', minor: '36', gitVersion: 'v1.36.3'}),
  resources: async () => [resource('', 'v1', 'Pod'), resource('', 'v1', 'Secret'), resource('apps', 'v1', 'Deployment')],
}

describe('liveCapabilities', () => {
  it('are what the API server says of itself', async () => {
    expect(await liveCapabilities(kube, {kubeVersion: undefined, apiVersions: ['x.io/v1']})).toMatchObject({
      gitVersion: 'v1.36.3',
      major: '1',
      minor: '36',
      apiVersions: ['v1', 'v1/Pod', 'v1/Secret', 'apps/v1', 'apps/v1/Deployment', 'x.io/v1'],
    })
  })

  it('take the version that is asked for', async () => {
    expect(await liveCapabilities(kube, {kubeVersion: '1.30.1', apiVersions: []})).toMatchObject({
      gitVersion: 'v1.30.1',
      minor: '30',
    })
  })
})
