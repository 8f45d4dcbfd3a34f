import {describe, expect, it} from 'vitest'
import {createTasks} from '../../../../src/lib/adapters/system/tasks.js'
import {createVirtualClock} from '../../../../src/lib/adapters/system/virtual-clock.js'
import {createQueue} from '../../../../src/lib/controllers/runtime/queue.js'

const key = (name: string) => ({namespace: 'a', name})

function setup() {
  const clock = createVirtualClock(createTasks(), 0)
  let ready = 0
  const queue = createQueue({clock, minDelay: 750, maxDelay: 900_000, onReady: () => ready++})
  return {clock, queue, readies: () => ready}
}

describe('work queue', () => {
  it('holds a key once, in order of arrival', () => {
    const {queue} = setup()
    for (const name of ['x', 'y', 'x']) queue.add(key(name))
    expect([queue.take()?.name, queue.take()?.name, queue.take()]).toEqual(['x', 'y', undefined])
  })

  it('does not hand out a key twice at a time, but again once it is done', () => {
    const {queue, readies} = setup()
    queue.add(key('x'))
    const taken = queue.take()!
    queue.add(key('x'))
    expect(queue.take()).toBeUndefined()
    expect(readies()).toBe(1)
    queue.done(taken)
    expect(readies()).toBe(2)
    expect(queue.take()?.name).toBe('x')
  })

  it('keeps the earliest of several times, and an immediate add replaces a delayed one', async () => {
    const {queue, clock} = setup()
    queue.addAfter(key('x'), 5000)
    queue.addAfter(key('x'), 1000)
    queue.addAfter(key('x'), 9000)
    expect(queue.dueAt(key('x'))).toBe(1000)
    await clock.advance(1000)
    expect(queue.take()?.name).toBe('x')
    queue.addAfter(key('y'), 5000)
    queue.add(key('y'))
    expect(queue.take()?.name).toBe('y')
    await clock.advance(10_000)
    expect(queue.take()).toBeUndefined()
  })

  it('doubles the delay per failure up to the longest, and starts anew when forgotten', async () => {
    const {queue, clock} = setup()
    const delays: number[] = []
    for (let round = 0; round < 13; round++) {
      queue.addRateLimited(key('x'))
      delays.push(queue.dueAt(key('x'))! - clock.now())
      await clock.advance(900_000)
      queue.done(queue.take()!)
    }
    expect(delays.slice(0, 4)).toEqual([750, 1500, 3000, 6000])
    expect(delays.slice(-2)).toEqual([900_000, 900_000])
    queue.forget(key('x'))
    queue.addRateLimited(key('x'))
    expect(queue.dueAt(key('x'))! - clock.now()).toBe(750)
  })

  it('drops everything on shut-down', async () => {
    const {queue, clock} = setup()
    queue.add(key('x'))
    queue.addAfter(key('y'), 10)
    queue.shutDown()
    queue.add(key('z'))
    await clock.advance(100)
    expect(queue.take()).toBeUndefined()
    expect(clock.next).toBeUndefined()
  })
})
