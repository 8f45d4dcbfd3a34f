import {expect, it} from 'vitest'
import {resume, suspend} from '../../../../src/lib/actions/verbs/suspend.js'
import {kindRow} from '../../../../src/lib/kinds/registry.js'

it('names the namespace that was asked for when the cluster has the kind without namespaces', async () => {
  const said: string[] = []
  const object = {apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization', metadata: {name: 'apps'}, spec: {}}
  const ctx = {
    kube: {list: async () => ({items: [object]}), patch: async () => object},
    out: {action: (text: string) => said.push(text), success: () => undefined, failure: (text: string) => said.push(text)},
    signal: new AbortController().signal,
  }
  const options = {namespace: 'flux-system', names: ['apps'], all: false}
  await suspend(ctx as never, kindRow('Kustomization')!, options)
  await resume(ctx as never, kindRow('Kustomization')!, {...options, wait: false})
  expect(said).toEqual([
    'suspending kustomization apps in flux-system namespace',
    'resuming kustomization apps in flux-system namespace',
  ])
})
