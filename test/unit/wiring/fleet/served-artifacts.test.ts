import {describe, expect, it} from 'vitest'
import type {Artifact, ArtifactStore} from '../../../../src/lib/ports/artifacts.js'
import type {KubeClient} from '../../../../src/lib/ports/kube.js'
import {clusterArtifacts, ownArtifacts} from '../../../../src/lib/wiring/fleet/served-artifacts.js'

function artifact(path: string): Artifact {
  return {
    path,
    url: `http://old.example.com/${path}`,
    revision: 'main@sha1:1',
    digest: 'sha256:1',
    lastUpdateTime: '2026-01-01T00:00:00Z',
  }
}

function store(stored: readonly string[]) {
  const checked: string[] = []
  const opened: string[] = []
  const inner = {
    async check({path}: Artifact) {
      checked.push(path)
      return {state: stored.includes(path) ? 'stored' : 'missing'} as const
    },
    async open({path}: Artifact) {
      opened.push(path)
      return {}
    },
  } as unknown as ArtifactStore
  return {store: ownArtifacts(inner), checked, opened}
}

describe('ownArtifacts', () => {
  it('does not look elsewhere for what our own source-controller has not stored yet', async () => {
    const {store: own, opened} = store([])
    await expect(own.open(artifact('gitrepository/a/b/1.tar.gz'))).rejects.toMatchObject({code: 'artifact-not-found'})
    expect(opened).toEqual([])
  })

  it('opens what is stored, checked once, and leaves artifacts of others alone', async () => {
    const mine = 'gitrepository/a/b/1.tar.gz'
    const {store: own, opened, checked} = store([mine])
    await own.open(artifact(mine))
    await own.open(artifact(mine))
    await own.open(artifact('externalartifact/a/b/1.tar.gz'))
    expect(opened).toEqual([mine, mine, 'externalartifact/a/b/1.tar.gz'])
    expect(checked).toEqual([mine])
  })
})

describe('clusterArtifacts', () => {
  const needs = {env: {}} as never
  const {signal} = new AbortController()
  const cluster = (items: object[]) => ({list: async () => ({items})}) as unknown as KubeClient

  it('keeps the address that artifacts have in the cluster', async () => {
    const kube = cluster([{status: {}}, {status: {artifact: {url: 'http://127.0.0.1:9090/gitrepository/a/b/1.tar.gz'}}}])
    expect((await clusterArtifacts(needs, kube, 'flux-system', signal)).store.url('x')).toBe('http://127.0.0.1:9090/x')
  })

  it('takes the usual one when there is none', async () => {
    const {store: made} = await clusterArtifacts(needs, cluster([]), 'flux-system', signal)
    expect(made.url('x')).toBe('http://source-controller.flux-system.svc.cluster.local./x')
  })
})
