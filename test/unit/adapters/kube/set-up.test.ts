import {EventEmitter} from 'node:events'
import type {Socket} from 'node:net'
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest'
import {limitSetUp, unlessAborted} from '../../../../src/lib/adapters/kube/https/set-up.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function socket(state: {connecting: boolean; secureConnecting: boolean}) {
  const destroyed: string[] = []
  const made = Object.assign(new EventEmitter(), state, {destroy: (error: {code: string}) => void destroyed.push(error.code)})
  limitSetUp(made as unknown as Socket)
  return {made, destroyed}
}

describe('limitSetUp', () => {
  it('gives a connection 30 s, and the TLS greeting on it 10 s more', () => {
    const silent = socket({connecting: true, secureConnecting: true})
    vi.advanceTimersByTime(29_999)
    expect(silent.destroyed).toEqual([])
    vi.advanceTimersByTime(1)
    expect(silent.destroyed).toEqual(['ETIMEDOUT'])
    const mute = socket({connecting: true, secureConnecting: true})
    mute.made.emit('connect')
    vi.advanceTimersByTime(10_000)
    expect(mute.destroyed).toEqual(['EGREETINGTIMEOUT'])
  })

  it('leaves alone what came about, and what is used again', () => {
    const good = socket({connecting: false, secureConnecting: true})
    good.made.emit('secureConnect')
    const old = socket({connecting: false, secureConnecting: false})
    vi.advanceTimersByTime(60_000)
    expect([good.destroyed, old.destroyed]).toEqual([[], []])
  })
})

describe('unlessAborted', () => {
  it('ends with the signal when what it waits for never happens', async () => {
    const stop = new AbortController()
    const waiting = unlessAborted(new Promise(() => {}), stop.signal)
    stop.abort(new Error('stopped'))
    await expect(waiting).rejects.toThrow('stopped')
    await expect(unlessAborted(Promise.resolve(1), new AbortController().signal)).resolves.toBe(1)
  })

  it('lets many wait on one signal without a warning', async () => {
    vi.useRealTimers()
    const warnings: Error[] = []
    const warned = (warning: Error) => void warnings.push(warning)
    process.on('warning', warned)
    const {signal} = new AbortController()
    for (let count = 0; count < 20; count++) void unlessAborted(new Promise(() => {}), signal)
    await new Promise((resolve) => setImmediate(resolve))
    process.off('warning', warned)
    expect(warnings).toEqual([])
  })
})
