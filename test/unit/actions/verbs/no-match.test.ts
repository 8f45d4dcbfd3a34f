import {describe, expect, it} from 'vitest'
import {explainNoMatch} from '../../../../src/lib/actions/verbs/no-match.js'
import {createDiscovery} from '../../../../src/lib/adapters/kube/discovery.js'
import {NoMatchError} from '../../../../src/lib/errors/api-error.js'
import type {ApiResource, KubeClient, KubeTransport} from '../../../../src/lib/ports/kube.js'

const missing = new NoMatchError('kustomize.toolkit.fluxcd.io/v1', 'Kustomization')
const signal = new AbortController().signal

const explained = async (known: readonly Partial<ApiResource>[]) => {
  const kube = {resources: async () => known} as unknown as KubeClient
  return ((await explainNoMatch({kube, signal}, missing)) as Error).message
}

describe('explainNoMatch', () => {
  // as CNCF's flux 2.9.5 tells it of servers that answer /api and /apis so
  it('tells the group of a server that serves others, and the kind of one that serves nothing', async () => {
    expect(await explained([{group: '', version: 'v1'}])).toContain('unable to retrieve the complete list of server APIs')
    expect(await explained([])).toBe('no matches for kind "Kustomization" in version "kustomize.toolkit.fluxcd.io/v1"')
  })

  it('takes an answer that is but null for one without kinds', async () => {
    const request = async () => ({status: 200, headers: {}, body: null, warnings: []})
    const discovery = createDiscovery({server: 'http://a', request} as unknown as KubeTransport, () => true)
    expect(await discovery.resources()).toEqual([])
  })
})
