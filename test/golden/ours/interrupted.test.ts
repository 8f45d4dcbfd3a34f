import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {FluxError} from '../../../src/lib/errors/flux-error.js'
import {ALL_KINDS, type Flux, openFlux} from './open-flux.js'

let flux: Flux
beforeAll(async () => {
  flux = await openFlux(ALL_KINDS, {virtual: false})
  await flux.kube.create({
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: {name: 'never', namespace: 'flux-system'},
    spec: {interval: '10m', prune: true, suspend: true, sourceRef: {kind: 'GitRepository', name: 'web'}},
  })
})
afterAll(() => flux.close())

const LINES = [
  'get ks --watch',
  'get ks --watch -o json',
  'get sources git -A --watch --status-selector ready=false',
  'events --watch',
  'events --watch --for Kustomization/web',
  'resume ks never',
  'reconcile ks never',
  'resume ks --all --wait',
  'create source git never --url https://git.example.com/x --branch main',
]

describe('a command that is interrupted while it waits', () => {
  it.each(LINES)('%s: the exit code of the signal, nothing about what it did not see', async (line) => {
    const stopping = new AbortController()
    const ended = flux.run(line, {signal: stopping.signal})
    setTimeout(() => stopping.abort(new FluxError('interrupted', 'interrupted', {exitCode: 143})), 1500)
    const {exit, stderr} = await ended
    expect([exit, stderr.match(/✗|failed|interrupted|completed/g)]).toEqual([143, null])
  })
})
