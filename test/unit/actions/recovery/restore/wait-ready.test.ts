import {describe, expect, it} from 'vitest'
import {waitReady} from '../../../../../src/lib/actions/recovery/restore/wait-ready.js'
import type {JsonObject} from '../../../../../src/lib/formats/json/value.js'
import type {KubeClient, KubeObject} from '../../../../../src/lib/ports/kube.js'
import {capturedOut} from '../../../../fakes/captured-out.js'

const GROUPS: Readonly<Record<string, string>> = {
  ArtifactGenerator: 'source.extensions.fluxcd.io/v1beta1',
  HelmRepository: 'source.toolkit.fluxcd.io/v1',
  Alert: 'notification.toolkit.fluxcd.io/v1beta3',
}
const condition = (type: string, status: string, more: JsonObject = {}) => ({
  type,
  status,
  message: `${type} is ${status}`,
  ...more,
})
const object = (kind: string, status?: JsonObject, spec: JsonObject = {}): KubeObject => ({
  ...{apiVersion: GROUPS[kind] ?? 'kustomize.toolkit.fluxcd.io/v1', kind, spec},
  metadata: {name: 'one', namespace: 'apps', generation: 2},
  ...(status && {status}),
})

/** What is left of an object that stays as it is until the deadline. */
async function left(one: KubeObject): Promise<string | undefined> {
  const deadline = new AbortController()
  const kube = {get: async () => one} as unknown as KubeClient
  const clock = {
    now: () => 0,
    sleep: async () => {
      deadline.abort(new DOMException('over', 'TimeoutError'))
      throw deadline.signal.reason
    },
  }
  const ctx = {kube, clock, out: capturedOut().out, signal: deadline.signal}
  return (await waitReady(ctx as never, [one]))[0]?.message
}

describe('waitReady', () => {
  it.each<[string, KubeObject, string | undefined]>([
    ['nothing is known', object('Kustomization'), 'no controller has looked at it yet'],
    ['it is ready', object('Kustomization', {observedGeneration: 2, conditions: [condition('Ready', 'True')]}), undefined],
    [
      'it was ready before it changed',
      object('Kustomization', {observedGeneration: 1, conditions: [condition('Ready', 'True')]}),
      'its controller has not looked at the latest change yet',
    ],
    [
      'it is not ready',
      object('Kustomization', {observedGeneration: 2, conditions: [condition('Ready', 'False')]}),
      'Ready is False',
    ],
    [
      'it has failed for good',
      object('Kustomization', {observedGeneration: 2, conditions: [condition('Stalled', 'True'), condition('Ready', 'False')]}),
      'Stalled is True',
    ],
    [
      'only the condition says what was observed',
      object('ArtifactGenerator', {conditions: [condition('Ready', 'True', {observedGeneration: 2})]}),
      undefined,
    ],
    [
      'the condition is of an older generation',
      object('ArtifactGenerator', {conditions: [condition('Ready', 'True', {observedGeneration: 1})]}),
      'its controller has not looked at the latest change yet',
    ],
    ['nobody reports on it', object('HelmRepository', undefined, {type: 'oci'}), undefined],
    ['nobody reports on its kind', object('Alert'), undefined],
  ])('%s', async (_, one, message) => {
    expect(await left(one)).toBe(message)
  })

  it('ends with Ctrl-C', async () => {
    const signal = AbortSignal.abort(new Error('interrupted'))
    const clock = {now: () => 0, sleep: () => Promise.reject(signal.reason)}
    const ctx = {kube: {get: async () => object('Kustomization')}, clock, out: capturedOut().out, signal}
    await expect(waitReady(ctx as never, [object('Kustomization')])).rejects.toThrow('interrupted')
  })
})
