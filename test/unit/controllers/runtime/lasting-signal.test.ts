import {describe, expect, it} from 'vitest'
import {createTasks} from '../../../../src/lib/adapters/system/tasks.js'
import {createVirtualClock} from '../../../../src/lib/adapters/system/virtual-clock.js'
import {lastingSignal} from '../../../../src/lib/controllers/runtime/lasting-signal.js'

describe('lastingSignal', () => {
  it('aborts with the same reason, but later', async () => {
    const clock = createVirtualClock(createTasks())
    const stop = new AbortController()
    const {signal} = lastingSignal(clock, stop.signal, 5000)
    await clock.advance(60_000)
    stop.abort(new Error('enough'))
    await clock.advance(4999)
    expect(signal.aborted).toBe(false)
    await clock.advance(1)
    expect(signal.reason).toBe(stop.signal.reason)
    const late = lastingSignal(clock, stop.signal, 5000)
    expect(late.signal.aborted).toBe(false)
    await clock.advance(5000)
    expect(late.signal.aborted).toBe(true)
  })

  it('is over with its release', async () => {
    const clock = createVirtualClock(createTasks())
    const stop = new AbortController()
    const before = lastingSignal(clock, stop.signal, 10)
    const meanwhile = lastingSignal(clock, stop.signal, 10)
    before.release()
    stop.abort()
    meanwhile.release()
    await clock.advance(1000)
    expect([before.signal.aborted, meanwhile.signal.aborted]).toEqual([false, false])
  })
})
