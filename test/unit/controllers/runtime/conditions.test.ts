import {describe, expect, it} from 'vitest'
import {
  deleteCondition,
  draftOf,
  getCondition,
  isReady,
  isReconciling,
  isStalled,
  markReconciling,
  markStalled,
  setCondition,
} from '../../../../src/lib/controllers/runtime/conditions.js'
import type {KubeObject} from '../../../../src/lib/ports/kube.js'

const at = (second: number) => Date.UTC(2026, 0, 1, 0, 0, second)
const object = (): KubeObject =>
  Object.freeze({
    apiVersion: 'v1',
    kind: 'Thing',
    metadata: Object.freeze({name: 'x', namespace: 'n', generation: 3}),
    status: Object.freeze({}),
  })

describe('conditions', () => {
  it('stamps the generation and moves the transition time with status, reason or message', () => {
    const draft = draftOf(object())
    setCondition(draft, at(1), {type: 'Ready', status: 'True', reason: 'A', message: 'm'})
    setCondition(draft, at(2), {type: 'Ready', status: 'True', reason: 'A', message: 'm'})
    expect(getCondition(draft, 'Ready')).toEqual({
      type: 'Ready',
      status: 'True',
      reason: 'A',
      message: 'm',
      lastTransitionTime: '2026-01-01T00:00:01Z',
      observedGeneration: 3,
    })
    setCondition(draft, at(3), {type: 'Ready', status: 'True', reason: 'A', message: 'other'})
    expect(getCondition(draft, 'Ready')?.lastTransitionTime).toBe('2026-01-01T00:00:03Z')
  })

  it('keeps the order Stalled, Reconciling, Ready, newest generation, type', () => {
    const draft = draftOf({
      ...object(),
      status: {
        conditions: [{type: 'Alpha', status: 'True', reason: 'A', message: '', lastTransitionTime: '', observedGeneration: 1}],
      },
    })
    for (const type of ['Zeta', 'Beta', 'Ready', 'Reconciling']) {
      setCondition(draft, at(1), {type, status: 'True', reason: 'R', message: ''})
    }
    expect(draft.status.conditions?.map((item) => item.type)).toEqual(['Reconciling', 'Ready', 'Beta', 'Zeta', 'Alpha'])
  })

  it('makes Stalled and Reconciling exclude each other', () => {
    const draft = draftOf(object())
    markReconciling(draft, at(1), 'Progressing', 'x')
    expect([isReconciling(draft), isStalled(draft)]).toEqual([true, false])
    markStalled(draft, at(1), 'Bad', 'x')
    expect([isReconciling(draft), isStalled(draft), getCondition(draft, 'Reconciling')]).toEqual([false, true, undefined])
    deleteCondition(draft, 'Stalled')
    setCondition(draft, at(1), {type: 'Ready', status: 'True', reason: 'R', message: ''})
    expect(isReady(draft)).toBe(true)
  })

  it('cuts long messages at 32768 bytes without breaking a character', () => {
    const draft = draftOf(object())
    setCondition(draft, at(1), {type: 'Ready', status: 'False', reason: 'R', message: 'ä'.repeat(20000)})
    const message = getCondition(draft, 'Ready')?.message ?? ''
    expect(Buffer.byteLength(message)).toBeLessThanOrEqual(32768)
    expect(message.endsWith('ä...')).toBe(true)
  })

  it('never changes the object it was made from', () => {
    const source = object()
    const draft = draftOf(source)
    setCondition(draft, at(1), {type: 'Ready', status: 'True', reason: 'R', message: ''})
    draft.metadata.finalizers = ['x']
    expect(source).toEqual(object())
  })
})
