import {getEventListeners} from 'node:events'
import {describe, expect, it} from 'vitest'
import {eitherSignal} from '../../../../src/lib/controllers/runtime/either-signal.js'

describe('eitherSignal', () => {
  it('aborts with the first of the two and its reason', () => {
    for (const index of [0, 1]) {
      const two = [new AbortController(), new AbortController()]
      const {signal} = eitherSignal(two[0]!.signal, two[1]!.signal)
      expect(signal.aborted).toBe(false)
      two[index]!.abort('first')
      two[1 - index]!.abort('second')
      expect(signal.reason).toBe('first')
    }
  })

  it('is aborted at once when one of them is', () => {
    expect(eitherSignal(new AbortController().signal, AbortSignal.abort('before')).signal.reason).toBe('before')
  })

  it('leaves nothing behind when it is released', () => {
    const [one, two] = [new AbortController(), new AbortController()]
    const {signal, release} = eitherSignal(one.signal, two.signal)
    expect(getEventListeners(one.signal, 'abort')).toHaveLength(1)
    release()
    for (const {signal: source} of [one, two]) expect(getEventListeners(source, 'abort')).toHaveLength(0)
    one.abort()
    expect(signal.aborted).toBe(false)
  })
})
