import {describe, expect, it} from 'vitest'
import {createTasks} from '../../../../src/lib/adapters/system/tasks.js'
import {createVirtualClock} from '../../../../src/lib/adapters/system/virtual-clock.js'

const setup = () => {
  const tasks = createTasks()
  return {tasks, clock: createVirtualClock(tasks, 1_000_000)}
}

describe('virtual clock', () => {
  it('fires timers by due time, then by creation, also those that timers create', async () => {
    const {clock} = setup()
    const seen: string[] = []
    clock.timer(20, () => seen.push('b'))
    clock.timer(20, () => seen.push('c'))
    clock.timer(10, () => {
      seen.push('a')
      clock.timer(5, () => seen.push('a2'))
    })
    clock.timer(30, () => seen.push('late'))
    await clock.advance(25)
    expect(seen).toEqual(['a', 'a2', 'b', 'c'])
    expect(clock.now()).toBe(1_000_025)
    expect(clock.pending).toEqual({oneShot: 1, interval: 0})
  })

  it('waits for promise chains and for running tasks before it moves', async () => {
    const {clock, tasks} = setup()
    const seen: number[] = []
    clock.timer(10, () => {
      void tasks.run('disk', async () => {
        await new Promise((resolve) => setTimeout(resolve, 20))
        seen.push(clock.now())
        await clock.sleep(0)
      })
    })
    clock.timer(11, () => seen.push(-1))
    const done = clock.advance(10)
    while (seen.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    expect(seen).toEqual([1_000_010])
    // The task itself waits on the clock now: nothing moves it, by design, so the test ends it.
    expect(tasks.names()).toEqual(['disk'])
    void done
  })

  it('passes an hour of intervals in a moment', async () => {
    const {clock} = setup()
    let runs = 0
    const again = () => {
      runs++
      clock.timer(60_000, again, {interval: true})
    }
    clock.timer(60_000, again, {interval: true})
    await clock.advance(3_600_000)
    expect(runs).toBe(60)
    expect(clock.pending).toEqual({oneShot: 0, interval: 1})
  })

  it('runUntil stops at the first quiet moment that satisfies, or says that it never came', async () => {
    const {clock} = setup()
    let value = 0
    clock.timer(500, () => (value = 1))
    clock.timer(900, () => (value = 2))
    expect(await clock.runUntil(() => value === 1, 10_000)).toBe(true)
    expect(clock.now()).toBe(1_000_500)
    expect(await clock.runUntil(() => value === 3, 10_000)).toBe(false)
  })

  it('sleep rejects with the reason of its signal and leaves no timer', async () => {
    const {clock} = setup()
    const controller = new AbortController()
    const sleeping = clock.sleep(1000, controller.signal)
    controller.abort(new Error('stop'))
    await expect(sleeping).rejects.toThrow('stop')
    expect(clock.next).toBeUndefined()
  })

  it('timeout aborts at its virtual time with a TimeoutError and does not count as work', async () => {
    const {clock} = setup()
    const signal = clock.timeout(100)
    expect(clock.pending).toEqual({oneShot: 0, interval: 0})
    await clock.advance(99)
    expect(signal.aborted).toBe(false)
    await clock.advance(1)
    expect(signal.reason).toMatchObject({name: 'TimeoutError'})
  })

  it('its monotonic time follows its own time, strictly', async () => {
    const {clock} = setup()
    const values = [clock.monotonic(), clock.monotonic(), clock.monotonic()]
    await clock.advance(1000)
    values.push(clock.monotonic())
    expect(values).toEqual([...new Set(values)].sort((a, b) => a - b))
    expect(values[2]).toBeLessThan(0.1)
    expect(values[3]).toBeGreaterThan(1000)
    expect(values[3]).toBeLessThan(1000.1)
  })

  it('a cancelled timer never fires', async () => {
    const {clock} = setup()
    const seen: number[] = []
    const timers = Array.from({length: 50}, (_, index) => clock.timer((index * 7) % 50, () => seen.push((index * 7) % 50)))
    for (const [index, timer] of timers.entries()) if (index % 3 === 0) timer.cancel()
    await clock.advance(100)
    expect(seen).toEqual([...seen].sort((a, b) => a - b))
    expect(seen).toHaveLength(33)
  })
})
