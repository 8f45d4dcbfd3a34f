import {describe, expect, it} from 'vitest'
import {showProgress} from '../../../../../src/lib/actions/run/report/progress.js'
import {kindRow} from '../../../../../src/lib/kinds/registry.js'
import type {KubeCaches, KubeObject} from '../../../../../src/lib/ports/kube.js'
import {capturedOut} from '../../../../fakes/captured-out.js'

interface Ready {
  readonly status: 'True' | 'False' | 'Unknown'
  readonly message: string
  readonly at?: number
  readonly reason?: string
}

function kustomization(ready?: Ready, run = 0, reconciling = false): KubeObject {
  const conditions = ready
    ? [{type: 'Ready', reason: 'Succeeded', ...ready, lastTransitionTime: `2026-01-01T00:00:0${ready.at ?? 0}Z`}]
    : []
  const more = reconciling ? [{type: 'Reconciling', status: 'True', reason: 'Progressing', message: 'at it'}] : []
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: {name: 'apps', namespace: 'flux-system'},
    spec: {},
    status: {conditions: [...more, ...conditions], runs: run},
  }
}

/** What is said while the object goes through these states; the first one is what a run finds. */
function said(...states: KubeObject[]): string[] {
  const {out, stderr} = capturedOut()
  let tell: (old: KubeObject | undefined, now: KubeObject | undefined) => void = () => undefined
  const onChange = (listener: typeof tell) => {
    tell = listener
    return () => undefined
  }
  const caches = {cache: () => ({onChange})} as unknown as KubeCaches
  showProgress({caches, out}, [kindRow('Kustomization')!], [])
  states.forEach((state, index) => void tell(states[index - 1], state))
  return stderr().split('\n').slice(0, -1)
}

const applied = {status: 'True', message: 'Applied revision: main'} as const
const broken = {status: 'False', message: 'no such file', reason: 'BuildFailed'} as const

describe('the progress of a run', () => {
  it('does not tell what an earlier run came to', () => {
    expect(said(kustomization(broken))).toEqual([])
    expect(said(kustomization(applied), kustomization(applied, 0, true))).toEqual([])
    expect(said(kustomization(broken), kustomization(broken, 0, true), kustomization(applied))).toEqual([
      '✔ Kustomization flux-system/apps: Applied revision: main',
    ])
  })

  it('tells each change of a new object once', () => {
    const busy = {status: 'Unknown', message: 'Reconciliation in progress'} as const
    expect(said(kustomization(), kustomization(busy, 0, true), kustomization(applied), kustomization(applied, 1))).toEqual([
      '◎ Kustomization flux-system/apps: Reconciliation in progress',
      '✔ Kustomization flux-system/apps: Applied revision: main',
    ])
  })

  it('tells what this run has found again: the same state, confirmed or reached anew', () => {
    expect(said(kustomization(applied), kustomization(applied, 1))).toEqual([
      '✔ Kustomization flux-system/apps: Applied revision: main',
    ])
    expect(said(kustomization(broken), kustomization({...broken, at: 5}, 1))).toEqual([
      '✗ Kustomization flux-system/apps: no such file',
    ])
  })
})
