import {describe, expect, it} from 'vitest'
import {resume} from '../../../../src/lib/actions/verbs/suspend.js'
import {kindRow} from '../../../../src/lib/kinds/registry.js'
import type {KubeClient} from '../../../../src/lib/ports/kube.js'
import {capturedOut} from '../../../fakes/captured-out.js'

const WORDS = 'kustomizations.kustomize.toolkit.fluxcd.io "web" is forbidden'
const object = {
  ...{apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization'},
  ...{metadata: {name: 'web', namespace: 'apps'}, spec: {suspend: true}},
}

/** Who may look and not write. */
const kube = {
  list: async () => ({items: [object]}),
  patch: async () => {
    throw new Error(WORDS)
  },
} as unknown as KubeClient

describe('objects that may not be resumed', () => {
  const ctx = {kube, out: capturedOut().out, signal: new AbortController().signal, clock: {} as never}
  const run = (names: string[]) =>
    resume(ctx, kindRow('Kustomization')!, {namespace: 'apps', names, all: names.length === 0, wait: undefined})

  it('are told with what flux says of a whole namespace, and as they are by name', async () => {
    await expect(run([])).rejects.toThrow(`failed patching objects: ${WORDS}`)
    await expect(run(['web'])).rejects.toThrow(new RegExp(`^${WORDS}`))
  })
})
